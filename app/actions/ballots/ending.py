"""Ending a round by hand, or later than planned: early closing, cancelling, extending (B30, B31, B44)."""

from datetime import date

from app.actions.ballots.deadlines import closing_instant
from app.actions.closing import close_round
from app.actions.events import record
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.calendar import latest_notice
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.rounds import RoundState
from app.domain.texts import normalise
from app.domain.workflow import Act
from app.models import Round, User
from app.policies.ballots import may_cancel, may_close_early, may_extend
from app.policies.verdicts import Invalid, ensure
from app.queries.ballots.counting import early_closing
from app.queries.ballots.one import lock_round
from app.queries.ballots.people import people_told, people_who_act
from app.queries.council import the_council


def close_round_early(round_id: int, actor: User) -> Round:
    """Close a round before its deadline, if the frozen rule allows it and every city has acted (B31)."""
    round = lock_round(round_id)
    at = now()
    ensure(may_close_early(actor, round, early_closing(round, at), at))
    close_round(round, at, actor)
    return round


def cancel_round(round_id: int, actor: User, *, reason: str) -> Round:
    """Cancel a round opened by mistake; its positions are kept, and nothing is rejected by it (B44)."""
    round = lock_round(round_id)
    at = now()
    ensure(may_cancel(actor, round, at))
    if not is_reason(reason):
        raise Invalid("reason", "reason_required")
    round.state, round.closed_at, round.end_reason = RoundState.CANCELLED, at, normalise(reason).strip()
    facts = {"round": round.id, "number": round.number, "reason": round.end_reason}
    move(round.difference, Act.CANCEL_BALLOT, actor, EventKind.ROUND_CANCELLED, after=facts)
    notify(
        people_told(round, at),
        NoticeKind.ROUND_CANCELLED,
        subject=round,
        difference=round.difference,
        number=round.number,
    )
    return round


def extend_round(round_id: int, actor: User, *, closes_on: date, reason: str) -> Round:
    """Move the deadline of an open round to a later day, with a reason that every city is told (B30)."""
    round = lock_round(round_id)
    at = now()
    ensure(may_extend(actor, round, at))
    if not is_reason(reason):
        raise Invalid("reason", "reason_required")
    before, closes_at = round.closes_at, closing_instant(closes_on, at, round.rule, the_council())
    if closes_at <= before:
        raise Invalid("closes_on", "extension_must_be_later")
    round.closes_at = closes_at
    round.notice_by = latest_notice(closes_at, round.rule.min_working_days)
    facts = {"round": round.id, "number": round.number, "closes_at": closes_at.isoformat()}
    record(
        EventKind.ROUND_EXTENDED,
        actor=actor,
        subject=round,
        difference=round.difference,
        before={"closes_at": before.isoformat()},
        after={**facts, "reason": normalise(reason).strip()},
    )
    notify(
        people_who_act(round, at),
        NoticeKind.ROUND_EXTENDED,
        subject=round,
        difference=round.difference,
        key=closes_at.isoformat(),
        closes_at=closes_at.isoformat(),
    )
    return round
