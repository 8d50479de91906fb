"""Closing rounds: the tally is stored, objections become concerns, and the difference goes its way (B23-B26, B38)."""

import logging
from datetime import datetime
from typing import Any

from app.actions.decisions import decide
from app.actions.events import record
from app.actions.notices import notify
from app.actions.signoff import begin_signoff
from app.actions.workflow import move
from app.clock import now
from app.domain.discussion import CommentKind
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.tally import Result, Tally
from app.domain.texts import ESCALATING
from app.domain.workflow import Act
from app.extensions import db
from app.models import Comment, Round, User
from app.policies.ballots import may_be_closed
from app.policies.verdicts import ensure
from app.queries.ballots.counting import tally_of
from app.queries.ballots.due import due_round_ids
from app.queries.ballots.one import lock_round
from app.queries.ballots.people import people_told

logger = logging.getLogger(__name__)


def close_due_rounds() -> int:
    """Close every round whose time has come and return how many; whoever comes second finds nothing to do (B26).

    A round that cannot be closed is logged and left as it is, closed to everybody by the clock (B25); the others close.
    """
    closed = 0
    for round_id in due_round_ids(now()):
        gathered = db.session.info.setdefault("events", [])
        kept = len(gathered)
        try:
            with db.session.begin_nested():
                closed += _close_if_due(round_id)
        except Exception:
            del gathered[kept:]
            logger.exception("round %s could not be closed", round_id)
    return closed


def _close_if_due(round_id: int) -> bool:
    round = lock_round(round_id)
    at = now()
    if not (round.is_due(at) and may_be_closed(round, at)):
        return False
    close_round(round, at, None)
    return True


def close_round(round: Round, at: datetime, actor: User | None) -> Tally:
    """Close a locked round with the tally of its positions and go on from it; actor None is the clock (B38)."""
    ensure(may_be_closed(round, at))
    tally = tally_of(round, closed=True)
    round.tally_frozen = tally.to_json()
    round.result = tally.result
    round.state, round.closed_at = RoundState.CLOSED, min(at, round.closes_at)
    concerns = _objections_become_concerns(round, at)
    notify(
        people_told(round, at),
        NoticeKind.ROUND_CLOSED,
        subject=round,
        difference=round.difference,
        number=round.number,
        result=tally.result.value,
    )
    _go_on(round, actor, _facts(round, tally, concerns))
    return tally


def _go_on(round: Round, actor: User | None, facts: dict[str, Any]) -> None:
    """Carried: decided, or to the managers where the text asks for them (L6). Failed: back to the discussion."""
    difference, version = round.difference, round.version
    if round.result is not Result.CARRIED:
        move(difference, Act.FAIL, actor, EventKind.ROUND_CLOSED, after=facts)
        return
    record(EventKind.ROUND_CLOSED, actor=actor, subject=round, difference=difference, after=facts)
    if version.flag_set & ESCALATING:
        begin_signoff(difference, version, round, actor, "")
    else:
        decide(difference, version, round=round, escalation=None, actor=actor)


def _objections_become_concerns(round: Round, at: datetime) -> int:
    """Each objection that counted becomes a concern of its city, to be answered before the next ballot (B23)."""
    out = {entry.city_id for entry in round.electorate if entry.departure is DepartureHandling.EXCLUDE}
    objections = [p for p in round.positions if p.kind is PositionKind.OBJECT and p.city_id not in out]
    for position in objections:
        db.session.add(
            Comment(
                difference_id=round.difference_id,
                round_id=round.id,
                kind=CommentKind.CONCERN,
                body=position.reason,
                author_id=position.user_id,
                author_printed=position.user_printed,
                city_id=position.city_id,
                created_at=at,
            )
        )
    return len(objections)


def _facts(round: Round, tally: Tally, concerns: int) -> dict[str, Any]:
    return {
        "round": round.id,
        "number": round.number,
        "result": tally.result.value,
        "counts": {state.value: count for state, count in tally.counts.items()},
        "closed_at": (round.closed_at or round.closes_at).isoformat(),
        "concerns": concerns,
    }
