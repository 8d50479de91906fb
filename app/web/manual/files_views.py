"""An edition and its chapters as files: Markdown, Word, PDF, the same bytes every time (M1, M10)."""

from collections.abc import Callable
from io import BytesIO

from flask import request, send_file
from werkzeug.wrappers import Response

from app.clock import now
from app.exports.document import Document
from app.exports.manual import chapter_document, edition_document, manual_filename
from app.exports.markdown import to_markdown
from app.exports.pdf import to_pdf
from app.exports.word import to_docx
from app.i18n import current_locale
from app.policies.manual import reads_whole_manual
from app.policies.verdicts import NotFound
from app.queries.manual.editions import edition_numbered
from app.queries.manual.reading import chapter_page, whole_edition
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint

FORMATS: dict[str, Callable[[Document], bytes]] = {
    "md": lambda document: to_markdown(document).encode(),
    "docx": to_docx,
    "pdf": to_pdf,
}


@blueprint.get("/manual/editions/<int:number>.<any(md, docx, pdf):ending>")
@signed_in
def edition_file(number: int, ending: str) -> Response:
    """A whole edition as a file, for those who read every chapter."""
    if not reads_whole_manual(viewer()):
        raise NotFound
    edition = edition_numbered(number)
    tag = f"{edition.content_hash}-{current_locale()}-{ending}"
    return _file(lambda: edition_document(whole_edition(edition)), manual_filename(edition, ""), ending, tag)


@blueprint.get("/manual/editions/<int:number>/<code>.<any(md, docx, pdf):ending>")
@signed_in
def chapter_file(number: int, code: str, ending: str) -> Response:
    """One chapter of an edition as a file."""
    page = chapter_page(number, code, viewer(), now())
    tag = f"{page.edition.content_hash}-{page.chapter.code}-{current_locale()}-{ending}"
    return _file(
        lambda: chapter_document(page), manual_filename(page.edition, page.chapter.code), ending, tag
    )


def _file(document: Callable[[], Document], name: str, ending: str, tag: str) -> Response:
    known = tag in request.if_none_match
    content = b"" if known else FORMATS[ending](document())
    mimetype = "text/markdown; charset=utf-8" if ending == "md" else None
    answer = send_file(
        BytesIO(content), mimetype=mimetype, download_name=f"{name}.{ending}", as_attachment=True, max_age=0
    )
    answer.set_etag(tag)
    return answer.make_conditional(request)
