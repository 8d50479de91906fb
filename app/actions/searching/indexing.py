"""Keeping the index: changed rows are noted at each flush and entered just before the commit (A6)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from app.actions.searching.sources import SOURCES, Findable, findable
from app.domain.searching import SearchKind, folded, grams_of
from app.extensions import db
from app.models import (
    AgendaItem,
    Comment,
    Decision,
    Difference,
    Edition,
    EditionParagraph,
    Meeting,
    Minutes,
    MinutesCorrection,
    MinutesVersion,
    Practice,
    PracticeRevision,
    Proposal,
    ProposalVersion,
    SearchDocument,
)

Subject = tuple[SearchKind, int]

# Whose text changes with a row. A new edition takes the place of the one before, paragraph by paragraph.
_SUBJECTS: Mapping[type[Any], Callable[[Any], Subject]] = {
    Difference: lambda row: (SearchKind.DIFFERENCE, row.id),
    Practice: lambda row: (SearchKind.PRACTICE, row.id),
    PracticeRevision: lambda row: (SearchKind.PRACTICE, row.practice_id),
    Proposal: lambda row: (SearchKind.PROPOSAL, row.id),
    ProposalVersion: lambda row: (SearchKind.PROPOSAL, row.proposal_id),
    Comment: lambda row: (SearchKind.COMMENT, row.id),
    Decision: lambda row: (SearchKind.DECISION, row.id),
    EditionParagraph: lambda row: (SearchKind.PARAGRAPH, row.id),
    Meeting: lambda row: (SearchKind.MEETING, row.id),
    AgendaItem: lambda row: (SearchKind.MEETING, row.meeting_id),
    Minutes: lambda row: (SearchKind.MINUTES, row.id),
    MinutesVersion: lambda row: (SearchKind.MINUTES, row.minutes_id),
    MinutesCorrection: lambda row: (SearchKind.MINUTES, row.minutes_id),
}


@event.listens_for(Session, "after_flush")
def _note_flushed(session: Session, _context: Any) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        _note(session, row)


def _note(session: Session, row: object) -> None:
    noted: set[Subject] = session.info.setdefault("search", set())
    if subject := _SUBJECTS.get(type(row)):
        noted.add(subject(row))
    elif isinstance(row, Edition):
        noted.update(_subjects_kept(SearchKind.PARAGRAPH))


def index_changes(session: Session) -> None:
    """Enter what was noted; what is not to be found any more leaves the index."""
    for kind, subject_id in sorted(session.info.pop("search", ())):
        _enter(kind, subject_id)
    session.flush()
    session.info.pop("search", None)


def reindex() -> int:
    """Build the whole index anew; answer how many things can be found."""
    db.session.execute(delete(SearchDocument))
    count = 0
    for kind, (model, _source) in SOURCES.items():
        for subject_id in db.session.scalars(select(model.id).order_by(model.id)).all():
            count += _enter(kind, subject_id)
            if count % 200 == 0:
                db.session.flush()
    db.session.flush()
    return count


def _subjects_kept(kind: SearchKind) -> Iterator[Subject]:
    kept = select(SearchDocument.subject_id).where(SearchDocument.kind == kind)
    return ((kind, subject_id) for subject_id in db.session.scalars(kept))


def _enter(kind: SearchKind, subject_id: int) -> bool:
    found = findable(kind, subject_id)
    kept = db.session.scalars(
        select(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.subject_id == subject_id)
    ).one_or_none()
    if found is None:
        if kept is not None:
            db.session.delete(kept)
        return False
    if kept is None:
        kept = SearchDocument(kind=kind, subject_id=subject_id)
        db.session.add(kept)
    _fill(kept, found)
    return True


def _fill(document: SearchDocument, found: Findable) -> None:
    """Only what differs is written."""
    document.group_id, document.title, document.at = found.group_id, found.title, found.at
    if document.place != found.place:
        document.place = dict(found.place)
    if document.text != found.text:
        document.text, document.folded = found.text, folded(found.text)
        document.grams = " ".join(grams_of(document.folded))
