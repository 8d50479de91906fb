"""An edition of the manual, or one chapter, as a file of each format: its bytes, name and media type (M10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.downloads import FileFormat
from app.exports.document import Document
from app.exports.manual import as_whole, chapter_document, edition_document, manual_filename
from app.exports.manual_json import to_json
from app.exports.markdown import to_markdown
from app.exports.pdf import to_pdf
from app.exports.typesetting import SECONDS
from app.exports.website import website
from app.exports.word import to_docx
from app.queries.manual.reading import ChapterPage, WholeEdition

SECONDS_IN_THE_BACKGROUND = 240
"""A large edition is set in less."""

ENDINGS: Mapping[FileFormat, str] = {
    **{file_format: file_format.value for file_format in FileFormat},
    FileFormat.HTML: "zip",
}
MEDIA_TYPES: Mapping[FileFormat, str] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.HTML: "application/zip",
    FileFormat.MARKDOWN: "text/markdown",
    FileFormat.JSON: "application/json",
}


FORMAT_OF: Mapping[str, FileFormat] = {ending: file_format for file_format, ending in ENDINGS.items()}


@dataclass(frozen=True)
class FileToWrite:
    """A file about to be made; write gives its bytes, needs no database and may take a while."""

    filename: str
    media_type: str
    write: Callable[[], bytes]


def edition_file(whole: WholeEdition, file_format: FileFormat) -> FileToWrite:
    """A whole edition as a file; writing raises PdfFailed where it is too large to be set."""
    write = _writer(whole, file_format, edition_document, SECONDS_IN_THE_BACKGROUND)
    return _named(manual_filename(whole.edition, ""), file_format, write)


def chapter_file(page: ChapterPage, file_format: FileFormat) -> FileToWrite:
    """One chapter as a file; writing raises PdfFailed where it is too large to be set."""
    if file_format is FileFormat.JSON:
        content = to_json(as_whole(page), complete=False)
        return _named(manual_filename(page.edition, page.chapter.code), file_format, lambda: content)
    write = _writer(as_whole(page), file_format, lambda _whole: chapter_document(page), SECONDS)
    return _named(manual_filename(page.edition, page.chapter.code), file_format, write)


def _writer(
    whole: WholeEdition,
    file_format: FileFormat,
    document_of: Callable[[WholeEdition], Document],
    seconds: int,
) -> Callable[[], bytes]:
    """Everything is read from the edition here and now."""
    if file_format in (FileFormat.HTML, FileFormat.JSON):
        content = website(whole) if file_format is FileFormat.HTML else to_json(whole)
        return lambda: content
    document = document_of(whole)
    if file_format is FileFormat.PDF:
        return lambda: to_pdf(document, seconds=seconds)
    if file_format is FileFormat.WORD:
        return lambda: to_docx(document)
    return lambda: to_markdown(document).encode()


def _named(name: str, file_format: FileFormat, write: Callable[[], bytes]) -> FileToWrite:
    return FileToWrite(f"{name}.{ENDINGS[file_format]}", MEDIA_TYPES[file_format], write)
