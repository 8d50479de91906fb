"""Every act on a difference, at every stage, is refused or done exactly as the table says (L1)."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.differences import (
    close_survey,
    find_no_difference,
    hold,
    merge,
    open_survey,
    reopen,
    restore,
    resume,
    state_practice,
    withdraw,
)
from app.clock import now, travel
from app.domain.calendar import tokyo_date
from app.domain.workflow import BEFORE_VOTING, TRANSITIONS, WHILE_HELD, Act, Stage
from app.extensions import db
from app.models import Difference, Event, Group, User
from app.policies.verdicts import Ground, Refused, Verdict
from app.transaction import transaction
from tests.builders.council import a_group, a_secretary
from tests.builders.differences import a_difference, a_practice, put_at

REASON = "手順をそろえるため"


@dataclass(frozen=True)
class Case:
    """A difference, another one beside it, and who acts: plain values that outlive a refused transaction."""

    number: str
    other: str
    city_id: int
    actor: User


DEEDS: dict[Act, Callable[[Case], object]] = {
    Act.OPEN_SURVEY: lambda c: open_survey(c.number, c.actor),
    Act.STATE_PRACTICE: lambda c: state_practice(
        c.number, c.city_id, c.actor, body="来月から郵送に変更した。", instruction="電話で確認"
    ),
    Act.CLOSE_SURVEY: lambda c: close_survey(c.number, c.actor),
    Act.FIND_NO_DIFFERENCE: lambda c: find_no_difference(c.number, c.actor),
    Act.HOLD: lambda c: hold(c.number, c.actor, reason=REASON, review_on=tokyo_date(now())),
    Act.RESUME: lambda c: resume(c.number, c.actor),
    Act.WITHDRAW: lambda c: withdraw(c.number, c.actor, reason=REASON),
    Act.RESTORE: lambda c: restore(c.number, c.actor, reason=REASON),
    Act.MERGE: lambda c: merge(c.number, c.actor, into=c.other, reason=REASON),
    Act.REOPEN: lambda c: reopen(c.number, c.actor, reason=REASON),
}


def _case(group: Group, actor: User, stage: Stage, *, held: bool) -> Case:
    """A difference at a stage on which nothing but the table can stand in the way of an act."""
    difference, other = a_difference(group, actor), a_difference(group, actor)
    for place in list(group.cities):
        a_practice(difference, place.city, author=actor, instruction="電話で確認")
    at = now()
    with transaction():
        found = db.session.get_one(Difference, difference.id)
        found.no_difference_until, found.no_difference_reason = at, "全市が同じ扱い"
        if held:
            found.held_at, found.hold_reason, found.hold_review_on = at, "国の通知待ち", tokyo_date(at)
    put_at(difference, stage, other)
    return Case(difference.number, other.number, group.cities[0].city_id, actor)


class _Undo(Exception):
    """Ends a trial so that the next one begins where this one did."""


@dataclass(frozen=True)
class Outcome:
    """What an act came to: the stage and the number of its events, or the refusal."""

    stage: Stage | None = None
    events: int = 0
    refusal: Verdict | None = None


def _try(deed: Callable[[Case], object], case: Case) -> Outcome:
    """Do the act, look, and undo it."""
    outcome = Outcome()
    with suppress(_Undo):
        try:
            with transaction():
                deed(case)
                outcome = Outcome(_stage_of(case), len(db.session.info["events"]))
                raise _Undo
        except Refused as refused:
            outcome = Outcome(refusal=refused.verdict)
    return outcome


@pytest.mark.parametrize("stage", list(Stage))
def test_l1_an_act_is_done_or_refused_as_the_table_says(session: Session, stage: Stage) -> None:
    group, secretary = a_group(), a_secretary()
    case, held = (_case(group, secretary, stage, held=held) for held in (False, True))
    travel(timedelta(days=1))
    before = _events()
    for act, deed in DEEDS.items():
        outcome = _try(deed, held if act is Act.RESUME else case)
        if (stage, act) in TRANSITIONS:
            assert outcome == Outcome(TRANSITIONS[stage, act], events=1), f"L7: {act} has one event"
        else:
            assert outcome.refusal is not None, f"{act} at {stage} was done"
            assert outcome.refusal.ground is Ground.TIME
    assert (_events(), _stage_of(case)) == (before, stage), "a refusal writes nothing"


@pytest.mark.parametrize("stage", BEFORE_VOTING)
def test_a_held_difference_takes_nothing_but_resuming_and_withdrawing(session: Session, stage: Stage) -> None:
    case = _case(a_group(), a_secretary(), stage, held=True)
    for act, deed in DEEDS.items():
        outcome = _try(deed, case)
        if act in WHILE_HELD:
            assert outcome.stage is TRANSITIONS[stage, act]
        else:
            assert outcome.refusal is not None, act
            assert outcome.refusal.code == ("held" if (stage, act) in TRANSITIONS else "not_at_this_stage")


def _events() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def _stage_of(case: Case) -> Stage:
    return db.session.scalars(select(Difference.stage).where(Difference.number == case.number)).one()
