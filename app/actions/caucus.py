"""A city's caucus on a difference: its private thread and the position it means to take (A1).

Its events are private to the city and hold hashes instead of words.
"""

from datetime import datetime

from app.actions.attachments import Files, accepted, columns_of
from app.actions.differences.texts import checked_markdown, said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.clock import now
from app.domain.events import EventKind
from app.domain.hashing import digest
from app.domain.positions import PositionKind, is_reason, needs_reason
from app.extensions import db
from app.models import CaucusEntry, CaucusFile, CaucusPosition, Difference, User
from app.policies.caucus import may_draft_position, may_write_caucus
from app.policies.verdicts import Invalid, ensure
from app.queries.caucus import caucus_position_of, last_entry_of
from app.queries.differences import lock_difference

MAX_REASON = 4000


def add_caucus_entry(number: str, actor: User, *, body: str, files: Files = (), key: str = "") -> CaucusEntry:
    """Write into the own city's private thread; nobody is told, nobody else can know (A1)."""
    difference = lock_difference(number)
    at = now()
    ensure(may_write_caucus(actor, difference, at))
    text = said_in_words("body", body, "needs_words")
    kept = accepted(files)
    if not claim_key(key, actor):
        return last_entry_of(difference, actor)
    entry = CaucusEntry(
        difference_id=difference.id,
        city_id=actor.city_id,
        author_id=actor.id,
        author_printed=actor.printed,
        body=text,
        created_at=at,
        files=[CaucusFile(**columns_of(file, actor, at)) for file in kept],
    )
    db.session.add(entry)
    record(
        EventKind.CAUCUS_ENTRY_ADDED,
        actor=actor,
        subject=entry,
        difference=difference,
        private_city=actor.city_id,
        after={
            "difference": difference.number,
            "text_hash": digest(text.encode()),
            "files": [file.sha256 for file in kept],
        },
    )
    return entry


def draft_caucus_position(
    number: str, actor: User, *, kind: PositionKind, reason: str = "", seen: str | None = None
) -> CaucusPosition:
    """Note the position the city means to take; the form of its ballot begins with it.

    seen is the `stamp` of the draft the form was rendered from: a colleague's newer one comes back as Invalid.
    """
    difference = lock_difference(number)
    at = now()
    ensure(may_draft_position(actor, difference, at))
    reason = _reason(kind, reason)
    draft = caucus_position_of(difference, actor.city_id)
    if draft is not None and (draft.kind, draft.reason) == (kind, reason):
        return draft
    if seen is not None and seen != stamp(draft):
        raise Invalid("", "draft_changed_meanwhile")
    before = _facts(draft)
    draft = draft or CaucusPosition(difference_id=difference.id, city_id=actor.city_id)
    _fill(draft, kind, reason, actor, at)
    _record(draft, difference, actor, before)
    return draft


def stamp(draft: CaucusPosition | None) -> str:
    """What a form carries to tell later whether a draft changed meanwhile."""
    if draft is None:
        return ""
    return digest(f"{draft.drafted_at.isoformat()}\n{draft.kind}\n{draft.reason}".encode())


def _reason(kind: PositionKind, reason: str) -> str:
    """The draft's reason under the rule of the ballot itself, so that it can be taken over as it is (B18)."""
    reason = checked_markdown("reason", reason)
    if needs_reason(kind) and not is_reason(reason):
        raise Invalid("reason", "position_needs_reason")
    if len(reason) > MAX_REASON:
        raise Invalid("reason", "reason_too_long", limit=MAX_REASON)
    return reason


def _fill(draft: CaucusPosition, kind: PositionKind, reason: str, actor: User, at: datetime) -> None:
    draft.kind, draft.reason = kind, reason
    draft.drafted_by_id, draft.drafted_by_printed, draft.drafted_at = actor.id, actor.printed, at
    db.session.add(draft)
    db.session.flush()


def _record(
    draft: CaucusPosition, difference: Difference, actor: User, before: dict[str, str | None]
) -> None:
    record(
        EventKind.CAUCUS_POSITION_DRAFTED,
        actor=actor,
        subject=draft,
        difference=difference,
        private_city=actor.city_id,
        before=before,
        after={"difference": difference.number, **_facts(draft)},
    )


def _facts(draft: CaucusPosition | None) -> dict[str, str | None]:
    if draft is None:
        return {"kind": None, "reason_hash": None}
    return {"kind": draft.kind.value, "reason_hash": digest(draft.reason.encode())}
