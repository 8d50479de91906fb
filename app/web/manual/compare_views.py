"""Two editions side by side: added, changed with 新旧対照表, removed; on the page and as a file (M4)."""

from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from app.clock import now
from app.exports.manual import comparison_document, comparison_filename
from app.exports.pdf import to_pdf
from app.exports.word import to_docx
from app.policies.verdicts import NotFound
from app.queries.manual.comparing import ComparePage, compare_page
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.manual import blueprint

FORMATS = {"docx": to_docx, "pdf": to_pdf}


@blueprint.get("/manual/compare")
@signed_in
def compare() -> str:
    """Any two editions, the last two unless the address says otherwise."""
    return render_template("manual/compare.html", page=_asked())


@blueprint.get("/manual/compare.<any(docx, pdf):ending>")
@signed_in
def compare_file(ending: str) -> Response:
    """The comparison table of two editions as a file."""
    page = _asked(everything=True)
    if page is None:
        raise NotFound
    content = FORMATS[ending](comparison_document(page))
    name = comparison_filename(page, ending)
    return send_file(BytesIO(content), download_name=name, as_attachment=True, max_age=0)


def _asked(*, everything: bool = False) -> ComparePage | None:
    old, new = request.args.get("from", type=int), request.args.get("to", type=int)
    group = request.args.get("group", "").upper()
    return compare_page(old, new, viewer(), now(), None if everything else page_number(), group)
