"""What goes into an ordered file: read in short transactions, made outside of them, written into a temporary file."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from app.clock import now
from app.domain.downloads import FileFormat, Omission, OrderKind
from app.domain.meetings import MinutesLayout
from app.exports.manual_files import edition_file
from app.exports.minutes_archive import BATCH, MinutesArchive, archive_name
from app.exports.typesetting import PdfFailed
from app.extensions import Database
from app.models import User
from app.policies.downloads import may_order
from app.policies.verdicts import ensure
from app.queries.council import the_council
from app.queries.manual.editions import edition_numbered
from app.queries.manual.reading import whole_edition
from app.queries.meetings.filing import MinutesChoice, filed_minutes, minutes_to_file
from app.queries.people import person_named

Report = Callable[[int, int], None]


class NothingThere(Exception):
    """There is nothing of what was ordered that its owner may read."""


@dataclass(frozen=True)
class Content:
    """What was written; holds are the ids of what stands in it, omissions of what is named but left out, and why."""

    filename: str
    media_type: str
    holds: tuple[int, ...] = ()
    omissions: Sequence[tuple[int, Omission]] = ()


def edition_content(
    database: Database,
    person_id: int,
    facts: Mapping[str, Any],
    file_format: FileFormat,
    target: IO[bytes],
    report: Report,
) -> Content:
    """A whole edition, for whoever may still read it."""
    report(0, 2)
    with database.scope():
        _allowed(person_id, OrderKind.EDITION)
        file = edition_file(whole_edition(edition_numbered(facts["edition"])), file_format)
    report(1, 2)
    target.write(file.write())
    return Content(file.filename, file.media_type)


def minutes_content(
    database: Database,
    person_id: int,
    facts: Mapping[str, Any],
    file_format: FileFormat,
    target: IO[bytes],
    report: Report,
) -> Content:
    """Minutes of many meetings, batch by batch: what may be read is asked anew for each of them.

    Those that cannot be set are left out; PdfFailed where none can be.
    """
    layout = MinutesLayout(facts["layout"])
    chosen = MinutesChoice(facts["group"], _day(facts["since"]), _day(facts["until"]))
    with database.scope():
        meeting_ids = minutes_to_file(chosen, _allowed(person_id, OrderKind.MINUTES), now())
    if not meeting_ids:
        raise NothingThere
    with closing(MinutesArchive(target, file_format)) as archive:
        for start in range(0, len(meeting_ids), BATCH):
            report(start, len(meeting_ids))
            with database.scope():
                person = _allowed(person_id, OrderKind.MINUTES)
                batch = filed_minutes(meeting_ids[start : start + BATCH], person, now(), layout)
                council = the_council()
            archive.add(batch, council)
    if len(archive.omissions) == len(meeting_ids):
        raise PdfFailed("none of the minutes can be set")
    report(len(meeting_ids), len(meeting_ids))
    return Content(archive_name(chosen), "application/zip", tuple(meeting_ids), archive.omissions)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _allowed(person_id: int, kind: OrderKind) -> User:
    """The person, if the order would be taken today as well."""
    person = person_named(person_id)
    ensure(may_order(person, kind))
    return person
