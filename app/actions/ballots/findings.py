"""The chair's finding that unanimity cannot be had, after which a fallback may be opened (B41)."""

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.texts import normalise
from app.extensions import db
from app.models import Finding, User
from app.policies.fallback import may_record_finding
from app.policies.verdicts import Invalid, ensure
from app.queries.ballots.fallback import after_round
from app.queries.ballots.one import lock_round


def record_finding(round_id: int, actor: User, *, reason: str) -> Finding:
    """Record, bound to the failed round and its text, why it may be followed by a fallback; it opens nothing (B41)."""
    round = lock_round(round_id)
    at = now()
    ensure(may_record_finding(actor, after_round(round), at))
    if not is_reason(reason):
        raise Invalid("reason", "reason_required")
    finding = Finding(
        round_id=round.id,
        text_hash=round.text_hash,
        reason=normalise(reason).strip(),
        recorded_by_id=actor.id,
        recorded_by_printed=actor.printed,
        recorded_at=at,
    )
    db.session.add(finding)
    record(
        EventKind.FINDING_RECORDED,
        actor=actor,
        subject=round,
        difference=round.difference,
        after={
            "round": round.id,
            "number": round.number,
            "text_hash": round.text_hash,
            "reason": finding.reason,
        },
    )
    return finding
