"""Why an ordered file could not be made: what went wrong, as the domain calls it."""

import errno
import sqlite3

from app.domain.downloads import Failure, MachineFault
from app.exports.typesetting import PdfFailed, TypesetterFailed
from app.jobs.file_contents import NothingThere
from app.policies.verdicts import NotFound, Refused

FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (NothingThere, Failure.NOTHING_THERE),
    (Refused, Failure.NOT_ALLOWED),
    (NotFound, Failure.NOT_ALLOWED),
    (PdfFailed, Failure.TOO_LARGE),
)
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
DISK_FULL = "53100"
"""As PostgreSQL says it."""


def why_failed(error: Exception) -> tuple[Failure, MachineFault | None]:
    """The reason to be told; a fault of the machine is named where it is known."""
    for kind, why in FAILURES:
        if isinstance(error, kind):
            return why, None
    if isinstance(error, TypesetterFailed):
        return Failure.FAULT, MachineFault.NO_TYPESETTER
    return Failure.FAULT, MachineFault.STORAGE_FULL if _is_full(error) else None


def _is_full(error: Exception) -> bool:
    """Whether a file or the database found no room; a database's own error is in orig."""
    if isinstance(error, OSError):
        return error.errno in NO_SPACE
    said = getattr(error, "orig", None)
    full_file = getattr(said, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return full_file or getattr(said, "sqlstate", None) == DISK_FULL
