"""Files made in the background: what can be ordered, in which formats, how it goes on, and how long a file is kept."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(days=7)
"""How long an order and its file can be found, from the order and again from the file's completion."""
LEASE = timedelta(minutes=1)
"""How long nothing may be heard of a worker before another takes its order; while it works, it is heard of."""
MOST_ATTEMPTS = 3
MOST_AT_ONCE = 5
PIECE = 1024 * 1024
"""The bytes of a file that are held in memory at once, and kept in one row."""


class OrderKind(StrEnum):
    """What a file holds."""

    EDITION = "edition"
    MINUTES = "minutes"


class FileFormat(StrEnum):
    """The format of a file, or of the files inside a ZIP archive."""

    PDF = "pdf"
    WORD = "docx"
    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"


class OrderState(StrEnum):
    """How far an order is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Failure(StrEnum):
    """Why no file came of an order."""

    NOT_ALLOWED = "not_allowed"
    NOTHING_THERE = "nothing_there"
    TOO_LARGE = "too_large"
    INTERRUPTED = "interrupted"
    FAULT = "fault"


class MachineFault(StrEnum):
    """What lacks on the machine where an order failed for no reason of its own."""

    STORAGE_FULL = "storage_full"
    NO_TYPESETTER = "no_typesetter"


class Omission(StrEnum):
    """Why one document is left out of an archive."""

    REFUSED = "refused"
    PAST_LIMITS = "past_limits"


FORMATS: Mapping[OrderKind, tuple[FileFormat, ...]] = {
    OrderKind.EDITION: tuple(FileFormat),
    OrderKind.MINUTES: (FileFormat.WORD, FileFormat.PDF, FileFormat.MARKDOWN),
}
UNFINISHED = (OrderState.WAITING, OrderState.RUNNING)
