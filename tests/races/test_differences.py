"""Two people at the same moment, in real threads: one succeeds, the other is told, nothing is written twice (L2)."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.differences import (
    PracticeConflict,
    hold,
    merge,
    open_survey,
    raise_difference,
    state_practice,
    withdraw,
)
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.differences import DifferenceKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Difference, Event, PracticeRevision, User
from app.policies.verdicts import Ground, Refused
from tests.builders.council import a_deputy, a_group, a_representative, a_secretary
from tests.builders.differences import WHY, a_difference, a_surveying_difference
from tests.conftest import Installation
from tests.support.races import race

pytestmark = pytest.mark.race


def _who(person_id: int) -> User:
    """The person, in the session of the thread that acts."""
    return db.session.get_one(User, person_id)


def _done(outcomes: list[object]) -> int:
    return sum(not isinstance(outcome, Exception) for outcome in outcomes)


def _one_refused(outcomes: list[object]) -> Refused:
    refused = next(outcome for outcome in outcomes if isinstance(outcome, Exception))
    assert isinstance(refused, Refused)
    assert _done(outcomes) == 1, outcomes
    assert refused.verdict.ground is Ground.TIME
    return refused


def test_l2_two_moves_from_the_same_stage(installation: Installation, session: Session) -> None:
    difference = a_difference()
    number, seen = difference.number, difference.stage_serial
    first, second = a_secretary().id, a_secretary().id
    events = session.scalar(select(func.count()).select_from(Event)) or 0
    session.rollback()

    outcomes = race(
        installation.database,
        [
            lambda: open_survey(number, _who(first), seen=seen),
            lambda: withdraw(number, _who(second), reason="重複のため", seen=seen),
        ],
    )

    assert _one_refused(outcomes).verdict.code == "stale"
    session.expire_all()
    assert difference.stage is (Stage.WITHDRAWN if isinstance(outcomes[0], Refused) else Stage.SURVEYING)
    assert difference.stage_serial == seen + 1
    assert session.scalar(select(func.count()).select_from(Event)) == events + 1


def test_l2_the_same_move_twice_without_a_form(installation: Installation, session: Session) -> None:
    difference = a_difference()
    number, people = difference.number, (a_secretary().id, a_secretary().id)
    day = tokyo_date(now()) + timedelta(days=7)
    session.rollback()

    def act(person: int) -> object:
        return hold(number, _who(person), reason="国の通知待ち", review_on=day)

    outcomes = race(installation.database, [partial(act, person) for person in people])

    assert _one_refused(outcomes).verdict.code == "held"


def test_l9_two_merges_into_each_other(installation: Installation, session: Session) -> None:
    group, people = a_group(), (a_secretary().id, a_secretary().id)
    one, other = a_difference(group).number, a_difference(group).number
    session.rollback()

    outcomes = race(
        installation.database,
        [
            lambda: merge(one, _who(people[0]), into=other, reason="同じ内容のため"),
            lambda: merge(other, _who(people[1]), into=one, reason="同じ内容のため"),
        ],
    )

    assert _done(outcomes) == 1, outcomes
    session.expire_all()
    merged = session.scalars(select(Difference).where(Difference.stage == Stage.MERGED)).all()
    assert len(merged) == 1


def test_numbers_raised_at_once_are_two(installation: Installation, session: Session) -> None:
    group_id, people = a_group().id, (a_secretary().id, a_secretary().id)
    session.rollback()

    def act(person: int) -> object:
        return raise_difference(
            group_id, _who(person), title="通知の時期", kind=DifferenceKind.NOTICE, why=WHY
        )

    assert _done(race(installation.database, [partial(act, person) for person in people])) == 2
    session.expire_all()
    assert set(session.scalars(select(Difference.number))) == {"EDU-02-001", "EDU-02-002"}


def test_b15_one_form_sent_twice_at_once_raises_one(installation: Installation, session: Session) -> None:
    group_id, person = a_group().id, a_secretary().id
    session.rollback()

    def act() -> object:
        return raise_difference(
            group_id, _who(person), title="通知の時期", kind=DifferenceKind.NOTICE, why=WHY, key="form-1"
        )

    assert _done(race(installation.database, [act, act])) == 2
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Difference)) == 1


@pytest.mark.parametrize("base", [0, None])
def test_two_colleagues_state_a_practice_at_once(
    installation: Installation, session: Session, base: int | None
) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    number, city_id = difference.number, city.id
    people = (a_representative(difference.group, city).id, a_deputy(difference.group, city).id)
    session.rollback()

    def act(person: int, body: str) -> object:
        return state_practice(number, city_id, _who(person), body=body, base=base)

    bodies = ("一月に発送する。", "二月に発送する。")
    outcomes = race(
        installation.database,
        [partial(act, person, body) for person, body in zip(people, bodies, strict=True)],
    )

    revisions = session.scalars(select(PracticeRevision.number).order_by(PracticeRevision.number)).all()
    if base is None:
        assert (_done(outcomes), revisions) == (2, [1, 2])
    else:
        assert _done(outcomes) == 1
        assert any(isinstance(outcome, PracticeConflict) for outcome in outcomes)
        assert revisions == [1]
