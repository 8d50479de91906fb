"""ZIP archives: entries one after the other, dated by what they hold, so that equal contents give equal bytes."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = 1980
"""The first year that a ZIP archive knows."""
READABLE = 0o644 << 16


class Archive:
    """A ZIP archive that is written entry by entry into a file; nothing of it stays in memory."""

    def __init__(self, target: IO[bytes]) -> None:
        """Begin an archive in a file."""
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)

    def add(self, name: str, content: bytes, day: date) -> None:
        """Write an entry."""
        info = ZipInfo(name, (max(day.year, EARLIEST), day.month, day.day, 0, 0, 0))
        info.compress_type, info.external_attr = ZIP_DEFLATED, READABLE
        self._zip.writestr(info, content)

    def close(self) -> None:
        """Write the list of entries, without which the archive cannot be opened."""
        self._zip.close()


def zipped(entries: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """A small archive as a whole, all of one day."""
    target = BytesIO()
    archive = Archive(target)
    for name, content in entries:
        archive.add(name, content, day)
    archive.close()
    return target.getvalue()
