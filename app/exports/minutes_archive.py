"""Minutes of many meetings in one ZIP archive: a file for each meeting in a folder of its group, and an index (M10)."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import IO

from app.domain.calendar import tokyo_date
from app.domain.downloads import FileFormat, Omission
from app.exports.archive import Archive
from app.exports.document import Document
from app.exports.markdown import to_markdown
from app.exports.minutes import minutes_document, minutes_filename
from app.exports.pdf import to_pdfs
from app.exports.spreadsheet import Cell, Sheet, to_xlsx
from app.exports.typesetting import Answer, PdfFailed, TooLarge
from app.exports.word import to_docx
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import Council
from app.queries.meetings.filing import FiledMinutes, MinutesChoice
from app.wording import label

logger = logging.getLogger(__name__)

BATCH = 25
"""Minutes that are read, set and written together; no more of them are ever in memory."""
SECONDS_FOR_A_BATCH = 240

WRITERS: Mapping[FileFormat, Callable[[Sequence[Document]], Sequence[Answer]]] = {
    FileFormat.WORD: lambda documents: [to_docx(document) for document in documents],
    FileFormat.PDF: lambda documents: to_pdfs(documents, seconds=SECONDS_FOR_A_BATCH),
    FileFormat.MARKDOWN: lambda documents: [to_markdown(document).encode() for document in documents],
}


class MinutesArchive:
    """An archive that grows batch by batch; only the lines of its index stay in memory.

    Minutes that cannot be set are left out, and their line of the index says so; omissions are their meetings, by id.
    """

    def __init__(self, target: IO[bytes], file_format: FileFormat) -> None:
        """Begin an archive in a file."""
        self._archive = Archive(target)
        self._format = file_format
        self._rows: list[Sequence[Cell]] = []
        self._last = date.min
        self.omissions: list[tuple[int, Omission]] = []

    def add(self, batch: Sequence[FiledMinutes], council: Council) -> None:
        """Write the minutes of a batch as they read."""
        documents = [minutes_document(filed.sheet, council) for filed in batch]
        for filed, content in zip(batch, WRITERS[self._format](documents), strict=True):
            day = tokyo_date(filed.meeting.starts_at)
            self._last = max(self._last, day)
            if isinstance(content, PdfFailed):
                self._leave_out(filed, content, day)
            else:
                name = f"{filed.meeting.group.code}/{minutes_filename(filed.sheet, self._format.value)}"
                self._archive.add(name, content, day)
                self._rows.append(_row(filed, day, name))

    def _leave_out(self, filed: FiledMinutes, why: PdfFailed, day: date) -> None:
        logger.warning("the minutes of meeting %s could not be set: %s", filed.meeting.id, why)
        reason = Omission.PAST_LIMITS if isinstance(why, TooLarge) else Omission.REFUSED
        self.omissions.append((filed.meeting.id, reason))
        self._rows.append(_row(filed, day, note=_left_out(reason)))

    def close(self) -> None:
        """Write the index."""
        sheet = Sheet(_("Minutes"), _header(), self._rows)
        name = pgettext("download", "index") + ".xlsx"
        self._archive.add(name, to_xlsx([sheet]), self._last)
        self._archive.close()


def archive_name(chosen: MinutesChoice) -> str:
    """議事録_EDU-02_2026-04-01_2026-06-30.zip; what was not asked for is left out."""
    days = [day.isoformat() for day in (chosen.since, chosen.until) if day]
    return "_".join([_("Minutes"), *([chosen.group] if chosen.group else []), *days]) + ".zip"


def _header() -> list[str]:
    return [
        _("Working group"),
        pgettext("download", "Name of the group"),
        pgettext("download", "Document no."),
        pgettext("download", "Meeting no."),
        pgettext("download", "Title of the meeting"),
        pgettext("download", "Date"),
        pgettext("download", "State"),
        pgettext("download", "Version"),
        pgettext("download", "Number of decisions"),
        _("Decisions"),
        pgettext("download", "File"),
        pgettext("download", "Note"),
        _("Hash of the text"),
    ]


def _left_out(reason: Omission) -> str:
    where = _("It is left out of this file. The page of its meeting has it as Word and as Markdown.")
    return f"{label(reason)}{pgettext('between sentences', ' ')}{where}"


def _row(filed: FiledMinutes, day: date, name: str = "", note: str = "") -> Sequence[Cell]:
    meeting, minutes = filed.meeting, filed.minutes
    return (
        meeting.group.code,
        meeting.group.name(current_locale()),
        filed.sheet.number,
        meeting.number,
        meeting.title,
        day,
        label(minutes.state),
        minutes.last_version,
        len(filed.decisions),
        pgettext("list of words", ", ").join(filed.decisions),
        name,
        note,
        minutes.current.text_hash,
    )
