"""The chair's casting vote, which counts only in a tie under a rule that names it (B32, B37)."""

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.domain.positions import PositionKind, is_reason
from app.domain.texts import normalise
from app.models import Round, User
from app.policies.ballots import may_give_casting_vote
from app.policies.verdicts import Invalid, ensure
from app.queries.ballots.one import lock_round


def give_casting_vote(round_id: int, actor: User, *, kind: PositionKind, reason: str) -> Round:
    """Record how the chair decides a tie, for or against; until the round closes it may be given again."""
    round = lock_round(round_id)
    ensure(may_give_casting_vote(actor, round, now()))
    if kind not in (PositionKind.APPROVE, PositionKind.OBJECT):
        raise Invalid("kind", "casting_vote_is_for_or_against")
    if not is_reason(reason):
        raise Invalid("reason", "position_needs_reason")
    if round.casting_vote is kind:
        return round
    before = round.casting_vote
    round.casting_vote = kind
    record(
        EventKind.CASTING_VOTE_GIVEN,
        actor=actor,
        subject=round,
        difference=round.difference,
        before={"kind": before.value if before else None},
        after={
            "round": round.id,
            "number": round.number,
            "kind": kind.value,
            "reason": normalise(reason).strip(),
        },
    )
    return round
