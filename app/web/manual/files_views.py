"""A chapter of an edition as a file, the same bytes every time (M1, M10); a whole edition is ordered as a download."""

from io import BytesIO

from flask import request, send_file
from werkzeug.wrappers import Response

from app.clock import now
from app.exports.manual_files import FORMAT_OF
from app.exports.manual_files import chapter_file as file_of_chapter
from app.i18n import current_locale
from app.queries.manual.reading import chapter_page
from app.transaction import end_reading
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint


@blueprint.get("/manual/editions/<int:number>/<code>.<any(md, docx, pdf, zip, json):ending>")
@signed_in
def chapter_file(number: int, code: str, ending: str) -> Response:
    """One chapter of an edition as a file; typesetting holds no transaction."""
    page = chapter_page(number, code, viewer(), now())
    tag = f"{page.edition.content_hash}-{page.chapter.code}-{current_locale()}-{ending}"
    if tag in request.if_none_match:
        return Response(status=304, headers={"ETag": f'"{tag}"'})
    file = file_of_chapter(page, FORMAT_OF[ending])
    end_reading()
    content = BytesIO(file.write())
    answer = send_file(
        content, mimetype=file.media_type, download_name=file.filename, as_attachment=True, max_age=0
    )
    answer.set_etag(tag)
    return answer
