"""Minutes as files: Word, PDF and Markdown of what the page shows (M10)."""

from io import BytesIO

from flask import request, send_file
from werkzeug.wrappers import Response

from app.clock import now
from app.domain.meetings import MinutesLayout
from app.exports.document import Document
from app.exports.markdown import to_markdown
from app.exports.minutes import minutes_document, minutes_filename
from app.exports.pdf import to_pdf
from app.exports.word import to_docx
from app.queries.council import the_council
from app.queries.meetings.minutes_page import minutes_page
from app.transaction import end_reading
from app.web.kit.access import signed_in, viewer
from app.web.meetings import blueprint


def _to_markdown(document: Document) -> bytes:
    return to_markdown(document).encode()


def asked_layout() -> MinutesLayout:
    """The layout that the address asks for; the summary record unless it says otherwise."""
    asked = request.args.get("layout")
    return next((layout for layout in MinutesLayout if layout.value == asked), MinutesLayout.SUMMARY)


FORMATS = {"docx": to_docx, "pdf": to_pdf, "md": _to_markdown}


@blueprint.get("/meetings/<int:meeting_id>/minutes.<any(docx, pdf, md):ending>")
@signed_in
def minutes_file(meeting_id: int, ending: str) -> Response:
    """The present version of the minutes as a file, in the layout of ?layout=; typesetting holds no transaction."""
    sheet = minutes_page(meeting_id, viewer(), now(), layout=asked_layout()).sheet
    document = minutes_document(sheet, the_council())
    end_reading()
    content = FORMATS[ending](document)
    return send_file(
        BytesIO(content), download_name=minutes_filename(sheet, ending), as_attachment=True, max_age=0
    )
