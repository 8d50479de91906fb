"""A note beside a round that has ended: corrections are annotations (B42)."""

from app.actions.events import record
from app.actions.keys import claim_key
from app.clock import now
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.texts import normalise
from app.extensions import db
from app.models import RoundNote, User
from app.policies.ballots import may_annotate
from app.policies.verdicts import Invalid, ensure
from app.queries.ballots.one import lock_round


def annotate_round(round_id: int, actor: User, *, body: str, key: str = "") -> RoundNote | None:
    """Write a note beside a round that ended, which itself stays as it is; None for a form sent again (B15, B42)."""
    round = lock_round(round_id)
    at = now()
    ensure(may_annotate(actor, round, at))
    if not is_reason(body):
        raise Invalid("body", "note_needs_text")
    if not claim_key(key, actor):
        return None
    note = RoundNote(
        round_id=round.id,
        body=normalise(body).strip(),
        written_by_id=actor.id,
        written_by_printed=actor.printed,
        written_at=at,
    )
    db.session.add(note)
    record(
        EventKind.ROUND_ANNOTATED,
        actor=actor,
        subject=round,
        difference=round.difference,
        after={"round": round.id, "number": round.number, "body": note.body},
    )
    return note
