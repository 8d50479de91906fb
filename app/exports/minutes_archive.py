"""Minutes of many meetings in one ZIP archive: a file for each meeting in a folder of its group, and an index (M10)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import IO

from app.domain.calendar import tokyo_date
from app.domain.downloads import FileFormat
from app.exports.archive import Archive
from app.exports.document import Document
from app.exports.markdown import to_markdown
from app.exports.minutes import minutes_document, minutes_filename
from app.exports.pdf import to_pdfs
from app.exports.spreadsheet import Cell, Sheet, to_xlsx
from app.exports.word import to_docx
from app.i18n import current_locale, pgettext
from app.i18n import gettext as _
from app.models import Council
from app.queries.meetings.filing import FiledMinutes, MinutesChoice
from app.wording import label

BATCH = 25
"""Minutes that are read, set and written together; no more of them are ever in memory."""
SECONDS_FOR_A_BATCH = 240

WRITERS: Mapping[FileFormat, Callable[[Sequence[Document]], list[bytes]]] = {
    FileFormat.WORD: lambda documents: [to_docx(document) for document in documents],
    FileFormat.PDF: lambda documents: to_pdfs(documents, seconds=SECONDS_FOR_A_BATCH),
    FileFormat.MARKDOWN: lambda documents: [to_markdown(document).encode() for document in documents],
}


class MinutesArchive:
    """An archive that grows batch by batch; only the lines of its index stay in memory."""

    def __init__(self, target: IO[bytes], file_format: FileFormat) -> None:
        """Begin an archive in a file."""
        self._archive = Archive(target)
        self._format = file_format
        self._rows: list[Sequence[Cell]] = []
        self._last = date.min

    def add(self, batch: Sequence[FiledMinutes], council: Council) -> None:
        """Write the minutes of a batch as they read."""
        documents = [minutes_document(filed.sheet, council) for filed in batch]
        for filed, content in zip(batch, WRITERS[self._format](documents), strict=True):
            group = filed.meeting.group.code
            name = f"{group}/{minutes_filename(filed.sheet, self._format.value)}"
            day = tokyo_date(filed.meeting.starts_at)
            self._archive.add(name, content, day)
            self._rows.append(_row(filed, name, day))
            self._last = max(self._last, day)

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
        _("Hash of the text"),
    ]


def _row(filed: FiledMinutes, name: str, day: date) -> Sequence[Cell]:
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
        minutes.current.text_hash,
    )
