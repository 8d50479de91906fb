"""Files that people attach: what is taken, how a name is cleaned, and whether the content is what the name says."""

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

MAX_FILES = 10
MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 120

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN = 1024


class FileRefused(ValueError):
    """A file that is not taken: the code of the reason, and the name it came with."""

    def __init__(self, code: str, filename: str, limit: int = 0) -> None:
        super().__init__(f"{code}: {filename}")
        self.code = code
        self.filename = filename
        self.limit = limit


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it, nothing checked yet."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class AcceptedFile:
    """A file that is taken, under its clean name, with the media type of its kind and never the sender's."""

    filename: str
    media_type: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash of the content in lower-case hex; versions of a proposal bind it (T2)."""
        return hashlib.sha256(self.content).hexdigest()


def accept(uploads: Sequence[Upload]) -> list[AcceptedFile]:
    """The files as they will be kept, each content once. Raises FileRefused for the first that cannot be."""
    if len(uploads) > MAX_FILES:
        raise FileRefused("too_many_files", uploads[MAX_FILES].filename, MAX_FILES)
    accepted: dict[str, AcceptedFile] = {}
    for upload in uploads:
        file = _accepted(upload)
        accepted.setdefault(file.sha256, file)
    return list(accepted.values())


def clean_filename(name: str) -> str:
    """A name that is safe on every computer: no path, no invisible characters, no device, at most MAX_NAME long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    shown = " ".join(_FORBIDDEN.sub("_", shown).split()).strip(". ")
    if _DEVICE.match(shown):
        shown = f"_{shown}"
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        return shown[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(extension) - 1].rstrip('. ')}.{extension}"


def known_extensions() -> list[str]:
    """The kinds of file that are taken, by the ends of their names, for the hint and the file dialog."""
    return sorted(f".{extension}" for extension in _KINDS)


def _accepted(upload: Upload) -> AcceptedFile:
    filename = clean_filename(upload.filename)
    stem, _, extension = filename.rpartition(".")
    kind = _KINDS.get(extension.casefold())
    if kind is None or not stem:
        raise FileRefused("file_kind_not_taken", filename)
    if not upload.content:
        raise FileRefused("file_is_empty", filename)
    if len(upload.content) > MAX_BYTES:
        raise FileRefused("file_too_large", filename, MAX_BYTES // (1024 * 1024))
    media_type, is_that = kind
    if not is_that(upload.content):
        raise FileRefused("file_is_something_else", filename)
    return AcceptedFile(filename, media_type, upload.content)


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(beginnings)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:_PDF_WITHIN]


def _is_text(content: bytes) -> bool:
    """Text as offices save it: UTF-8, UTF-16 with its mark, or Shift_JIS; no control characters in it."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _CONTROL.search(text) is None
    return False


def _zip_with(member: str, holds: bytes = b"") -> Callable[[bytes], bool]:
    """Whether a content is a ZIP archive with a member of a folder or name, which holds exactly the bytes if given."""

    def is_that(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                found = next((info for info in archive.infolist() if info.filename.startswith(member)), None)
                if found is None or not holds:
                    return found is not None
                return found.file_size == len(holds) and archive.read(found) == holds
        except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
            return False

    return is_that


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


def _open_document(kind: str) -> tuple[str, Callable[[bytes], bool]]:
    return f"{_OPEN}{kind}", _zip_with("mimetype", f"{_OPEN}{kind}".encode())


_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", _is_pdf),
    "docx": (f"{_OFFICE}wordprocessingml.document", _zip_with("word/")),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", _zip_with("xl/")),
    "pptx": (f"{_OFFICE}presentationml.presentation", _zip_with("ppt/")),
    "odt": _open_document("text"),
    "ods": _open_document("spreadsheet"),
    "odp": _open_document("presentation"),
    "doc": ("application/msword", _begins(_OLE)),
    "xls": ("application/vnd.ms-excel", _begins(_OLE)),
    "ppt": ("application/vnd.ms-powerpoint", _begins(_OLE)),
    "txt": ("text/plain", _is_text),
    "csv": ("text/csv", _is_text),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
}
