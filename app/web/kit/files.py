"""Files on pages: the field that takes them, and how they are listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from werkzeug.datastructures import FileStorage
from wtforms import FileField, MultipleFileField, ValidationError

from app.domain.attachments import MAX_FILES, FileRefused, Upload, accept, known_extensions
from app.i18n import gettext as _
from app.models import Attachment, CaucusFile, Redaction
from app.wording import reason
from app.wording.sizes import size_words


@dataclass(frozen=True)
class FileLink:
    """A file as the macro `attachments` lists it."""

    name: str
    url: str
    size: str
    note: str = ""
    redaction: Redaction | None = None


def file_links(files: Iterable[Attachment | CaucusFile], note: str = "") -> list[FileLink]:
    """Files of any owner to list on a page; note marks them all, such as those added later (T7)."""
    return [
        FileLink(file.filename, _address(file), size_words(file.size), note, _redaction(file))
        for file in files
    ]


def _redaction(file: Attachment | CaucusFile) -> Redaction | None:
    """Who took a file away; a caucus is nobody's to redact (A1)."""
    return file.redaction if isinstance(file, Attachment) else None


def _address(file: Attachment | CaucusFile) -> str:
    if isinstance(file, CaucusFile):
        return url_for("discussion.caucus_file", file_id=file.id, filename=file.filename)
    return url_for("discussion.attachment", attachment_id=file.id, filename=file.filename)


class FilesField(MultipleFileField):
    """Any number of files; data is a list of Upload, each checked. Its form is sent as multipart.

    Show it with the macro `files_field`, which asks for the files again where the page comes back.
    """

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent; an empty choice is no file."""
        sent = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        self.data = [Upload(file.filename or "", file.read()) for file in sent]

    def process_data(self, value: Any) -> None:
        """No file is there before one was sent."""
        self.data = list(value or [])

    def pre_validate(self, form: Any) -> None:
        """Refuse with words what below would be refused."""
        try:
            accept(self.data or [])
        except FileRefused as refused:
            words = reason(refused.code, {"name": refused.filename, "limit": refused.limit})
            raise ValidationError(words) from None

    @property
    def accepts(self) -> str:
        """The kinds for the browser's file dialog."""
        return ",".join(known_extensions())

    @property
    def limits(self) -> str:
        """The kinds and limits in words."""
        total = size_words(current_app.config["MAX_CONTENT_LENGTH"])
        return _(
            "Up to %(files)s files, %(size)s together: PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV, PNG"
            " and JPEG.",
            files=MAX_FILES,
            size=total,
        )


class OneFileField(FileField):
    """One file that must be sent; data is an Upload. What it may be is said by the act that takes it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent; an empty choice is no file."""
        sent = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        self.data = Upload(sent[0].filename or "", sent[0].read()) if sent else None

    def process_data(self, value: Any) -> None:
        """No file is there before one was sent."""
        self.data = None

    def pre_validate(self, form: Any) -> None:
        """Refuse a form without the file."""
        if self.data is None:
            raise ValidationError(_("Please choose a file."))
