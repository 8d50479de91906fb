"""One decision: its page, its number as an address, and its sheet as a file."""

from io import BytesIO

from flask import redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from app.clock import now
from app.exports.decisions import decision_document, decision_filename
from app.exports.document import Document
from app.exports.markdown import to_markdown
from app.exports.pdf import to_pdf
from app.exports.word import to_docx
from app.queries.adoption import adoption_panel
from app.queries.council import the_council
from app.queries.decisions.clerical import corrections_in_effect, corrections_panel
from app.queries.decisions.page import decision_numbered, decision_page
from app.queries.exceptions import exceptions_panel
from app.queries.joining.said import answers_to
from app.queries.savings.one import savings_of
from app.web.decisions import blueprint
from app.web.kit.access import signed_in, viewer


def _markdown(document: Document) -> bytes:
    return to_markdown(document).encode()


FORMATS = {"docx": to_docx, "pdf": to_pdf, "md": _markdown}


@blueprint.get("/decisions/<int:decision_id>")
@signed_in
def show(decision_id: int) -> str:
    """The text with its hash, how it came about, who signed, what was not chosen."""
    at = now()
    page = decision_page(decision_id, viewer(), at)
    return render_template(
        "decisions/show.html",
        page=page,
        adoption=adoption_panel(page.decision, viewer(), at),
        corrections=corrections_panel(page.decision, viewer(), at),
        exceptions=exceptions_panel(page.decision, page.force, viewer(), at),
        savings=savings_of(page.decision, viewer(), at),
        joined=answers_to(page.decision),
    )


@blueprint.get("/decisions/number/<number>")
@signed_in
def numbered(number: str) -> Response:
    """Lead from a decision's number, typed in any width, to its page."""
    return redirect(url_for("decisions.show", decision_id=decision_numbered(number, viewer()).id), 302)


@blueprint.get("/decisions/<int:decision_id>/decision.<any(docx, pdf, md):ending>")
@signed_in
def file(decision_id: int, ending: str) -> Response:
    """The decision sheet as Word, PDF or Markdown."""
    at = now()
    page = decision_page(decision_id, viewer(), at)
    corrections = corrections_in_effect([decision_id], at).get(decision_id, ())
    content = FORMATS[ending](decision_document(page, the_council(), corrections))
    name = decision_filename(page.decision, ending)
    return send_file(BytesIO(content), download_name=name, as_attachment=True, max_age=0)
