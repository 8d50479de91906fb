"""Whether what is kept with a hash still gives it, and whether the event log holds that hash (A3, T2)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, undefer

from app.domain.events import EventKind, TextFault, TextKind
from app.domain.hashing import digest
from app.domain.minutes import text_hash as minutes_hash
from app.domain.texts import text_hash
from app.extensions import db
from app.models import (
    Attachment,
    Comment,
    Decision,
    Event,
    Meeting,
    Minutes,
    MinutesVersion,
    Practice,
    PracticeRevision,
    Proposal,
    ProposalVersion,
)
from app.models.base import Base
from app.queries.decisions.page import is_intact

BATCH = 200


@dataclass(frozen=True)
class AlteredText:
    """A text or file that is not what was recorded, and what is wrong; name tells an operator which one."""

    kind: TextKind
    name: str
    fault: TextFault


def altered_texts(*, files: bool = False) -> Iterator[AlteredText]:
    """Everything kept that is not what was recorded; files are read whole, so only where asked for.

    The caucus is left out: to name an entry would tell that there is one (A1).
    """
    hashes = _hashes_of_differences()
    yield from _proposal_versions(hashes)
    yield from _decisions(hashes)
    yield from _minutes()
    yield from _practices()
    yield from _comments()
    if files:
        yield from _files()


def _fault(intact: bool, recorded: bool) -> TextFault | None:
    if not intact:
        return TextFault.ALTERED
    return None if recorded else TextFault.UNRECORDED


def _found(kind: TextKind, name: str, fault: TextFault | None) -> Iterator[AlteredText]:
    if fault:
        yield AlteredText(kind, name, fault)


def _proposal_versions(hashes: Mapping[int, set[str]]) -> Iterator[AlteredText]:
    whole = joinedload(ProposalVersion.proposal).options(joinedload(Proposal.difference))
    for version in _each(ProposalVersion, whole):
        proposal = version.proposal
        name = f"{proposal.difference.number} / {proposal.number} / {version.number}"
        intact = version.text_hash == text_hash(version.text)
        recorded = version.text_hash in hashes[proposal.difference_id]
        yield from _found(TextKind.PROPOSAL_VERSION, name, _fault(intact, recorded))


def _decisions(hashes: Mapping[int, set[str]]) -> Iterator[AlteredText]:
    for decision in _each(Decision, joinedload(Decision.version)):
        recorded = decision.text_hash in hashes[decision.difference_id]
        yield from _found(TextKind.DECISION, decision.number, _fault(is_intact(decision), recorded))


def _minutes() -> Iterator[AlteredText]:
    said = _said(Meeting, (EventKind.MINUTES_DRAFTED, EventKind.MINUTES_EDITED), part="version")
    whole = joinedload(MinutesVersion.minutes).joinedload(Minutes.meeting).joinedload(Meeting.group)
    for version in _each(MinutesVersion, whole):
        meeting = version.minutes.meeting
        name = f"{meeting.group.code} / {meeting.number} / {version.number}"
        intact = version.text_hash == minutes_hash(version.body, version.facts)
        recorded = said.get((meeting.id, version.number)) == version.text_hash
        yield from _found(TextKind.MINUTES, name, _fault(intact, recorded))


def _practices() -> Iterator[AlteredText]:
    said = _said(PracticeRevision, (EventKind.PRACTICE_STATED,))
    whole = joinedload(PracticeRevision.practice).options(
        joinedload(Practice.difference), joinedload(Practice.city)
    )
    for revision in _each(PracticeRevision, whole):
        practice = revision.practice
        name = f"{practice.difference.number} / {practice.city.code} / {revision.number}"
        yield from _found(TextKind.PRACTICE, name, _against(revision, said.get((revision.id, None))))


def _comments() -> Iterator[AlteredText]:
    """Comments that people wrote; what an objection said is proved with its round (flask recount)."""
    said = _said(Comment, (EventKind.COMMENT_ADDED,))
    for comment in _each(Comment, joinedload(Comment.difference)):
        if comment.round_id is None:
            name = f"{comment.difference.number} / {comment.id}"
            yield from _found(TextKind.COMMENT, name, _against(comment, said.get((comment.id, None))))


def _against(text: PracticeRevision | Comment, recorded: str | None) -> TextFault | None:
    """A redacted text is gone; the hash that its redaction kept is still the recorded one (A5)."""
    if recorded is None:
        return TextFault.UNRECORDED
    given = text.redaction.text_hash if text.redaction else digest(text.body.encode())
    return None if given == recorded else TextFault.ALTERED


def _files() -> Iterator[AlteredText]:
    for file in _each(Attachment, undefer(Attachment.content)):
        kept = file.redaction.text_hash if file.redaction else digest(file.content)
        intact = kept.rpartition(":")[2] == file.sha256
        yield from _found(TextKind.FILE, str(file.id), None if intact else TextFault.ALTERED)


def _hashes_of_differences() -> dict[int, set[str]]:
    """Every hash of a text that the log holds about each difference."""
    found: dict[int, set[str]] = defaultdict(set)
    about = select(Event.difference_id, Event.after).where(Event.difference_id.is_not(None))
    for difference_id, after in db.session.execute(about.execution_options(yield_per=BATCH)):
        if "text_hash" in after:
            found[difference_id].add(after["text_hash"])
    return found


def _said(
    model: type[Base], kinds: tuple[EventKind, ...], part: str = ""
) -> dict[tuple[int, int | None], str]:
    """The hash that the log holds of each subject, or of each numbered part of it."""
    wanted = select(Event.subject_id, Event.after).where(
        Event.subject_type == model.__tablename__, Event.kind.in_(kinds)
    )
    rows = db.session.execute(wanted.execution_options(yield_per=BATCH))
    return {(row.subject_id, row.after.get(part)): row.after["text_hash"] for row in rows}


def _each(model: Any, *options: Any) -> Iterator[Any]:
    """Every row of a table by its id, some at a time."""
    last = 0
    key: InstrumentedAttribute[int] = model.id
    while True:
        wanted = select(model).where(key > last).options(*options).order_by(key).limit(BATCH)
        batch = db.session.scalars(wanted).unique().all()
        yield from batch
        if not batch:
            return
        last = batch[-1].id
        for row in batch:
            db.session.expunge(row)
