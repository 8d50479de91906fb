"""What of each thing can be found: its text, its title, where it stands. What a caucus says is no source (A1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import func, select

from app.domain.meetings import MinutesState
from app.domain.reading import reading
from app.domain.searching import SearchKind, shown_form
from app.extensions import db
from app.models import (
    Comment,
    Decision,
    Difference,
    Edition,
    EditionParagraph,
    Meeting,
    Minutes,
    Practice,
    Proposal,
)


@dataclass(frozen=True)
class Findable:
    """What the index keeps of one thing."""

    group_id: int
    title: str
    text: str
    place: Mapping[str, Any]
    at: datetime


def _texts(*parts: str) -> str:
    return shown_form("\n".join(part for part in parts if part))


def _difference(row: Difference) -> Findable:
    reasons = (row.end_reason, row.no_difference_reason, row.hold_reason)
    text = _texts(row.number, row.title, reading(row.why), *map(reading, reasons))
    return Findable(
        row.group_id, f"{row.number} {row.title}", text, {"difference": row.number}, row.raised_at
    )


def _practice(row: Practice) -> Findable | None:
    if not row.last_revision:
        return None
    current = row.current
    text = _texts(reading(current.body), current.source, current.legal_basis)
    place = {"difference": row.difference.number, "city": row.city.code, "names": row.city.names}
    return Findable(row.difference.group_id, _of(row.difference), text, place, current.stated_at)


def _proposal(row: Proposal) -> Findable:
    version = row.current
    text = _texts(version.title, *map(reading, (version.body, version.scope, version.exceptions)))
    place = {"difference": row.difference.number, "proposal": row.number}
    return Findable(row.difference.group_id, version.title, text, place, version.created_at)


def _comment(row: Comment) -> Findable:
    text = _texts(reading(row.body), reading(row.resolution))
    place = {"difference": row.difference.number, "comment": row.id}
    return Findable(row.difference.group_id, _of(row.difference), text, place, row.created_at)


def _decision(row: Decision) -> Findable:
    text = _texts(row.number, row.title, *map(reading, (row.body, row.scope, row.exceptions)))
    place = {"decision": row.id}
    return Findable(row.group_id, f"{row.number} {row.title}", text, place, row.decided_at)


def _paragraph(row: EditionParagraph) -> Findable | None:
    """A paragraph of the latest edition; one of an earlier edition is read there and not found here."""
    if row.edition.number != db.session.scalar(select(func.max(Edition.number))):
        return None
    text = _texts(row.section_title, row.title, reading(row.body))
    place = {"edition": row.edition.number, "group": row.group.code, "anchor": row.anchor}
    at = datetime.combine(row.edition.published_on, time(), UTC)
    return Findable(row.group_id, row.title or row.section_title, text, place, at)


def _meeting(row: Meeting) -> Findable:
    items = (
        part
        for item in row.agenda
        for part in (item.title, reading(item.explanation), reading(item.conclusion_text))
    )
    text = _texts(row.title, row.place, reading(row.note), reading(row.cancel_reason), *items)
    return Findable(row.group_id, row.title, text, {"meeting": row.id}, row.starts_at)


def _minutes(row: Minutes) -> Findable | None:
    """Minutes that were circulated; a draft is a working paper of those who write it (M5)."""
    if row.state is MinutesState.DRAFT:
        return None
    text = _texts(reading(row.current.body), *(reading(correction.body) for correction in row.corrections))
    meeting = row.meeting
    return Findable(meeting.group_id, meeting.title, text, {"meeting": meeting.id}, row.current.created_at)


def _of(difference: Difference) -> str:
    return f"{difference.number} {difference.title}"


SOURCES: Mapping[SearchKind, tuple[type[Any], Callable[[Any], Findable | None]]] = {
    SearchKind.DIFFERENCE: (Difference, _difference),
    SearchKind.PRACTICE: (Practice, _practice),
    SearchKind.PROPOSAL: (Proposal, _proposal),
    SearchKind.COMMENT: (Comment, _comment),
    SearchKind.DECISION: (Decision, _decision),
    SearchKind.PARAGRAPH: (EditionParagraph, _paragraph),
    SearchKind.MEETING: (Meeting, _meeting),
    SearchKind.MINUTES: (Minutes, _minutes),
}


def findable(kind: SearchKind, subject_id: int) -> Findable | None:
    """What can be found of a thing as it stands now; None for what is gone or is not to be found."""
    model, source = SOURCES[kind]
    row = db.session.get(model, subject_id)
    return source(row) if row is not None else None
