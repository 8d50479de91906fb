"""A joining city gets one task for each decision in force, whenever and however often it is asked for (D7)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.council_cities import CityFields, add_city
from app.actions.joining import keep_up_joinings, start_joining
from app.clock import now
from app.domain.calendar import start_of_day_tokyo
from app.domain.events import EventKind
from app.domain.joining import TaskState
from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import City, Event, Joining, Notice, PositionTask, User
from app.policies.verdicts import Ground, Refused
from app.transaction import transaction
from tests.builders.ballots import a_ballot, cast_letters, run_out
from tests.builders.council import a_chair, a_partner, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.joining import (
    a_newcomer,
    becomes_member,
    begun,
    decisions_in,
    tasks_of,
    today,
)
from tests.builders.manual import a_later_decision
from tests.conftest import Installation
from tests.support.races import race

AT_ONCE = 4


def decided_on(tasks: list[PositionTask]) -> list[int]:
    return [task.decision_id for task in tasks]


def test_d7_an_associate_that_becomes_a_member_gets_one_task_for_each_decision_in_force(
    session: Session,
) -> None:
    newcomer = a_newcomer()
    decisions = decisions_in(newcomer.group, 3)
    becomes_member(newcomer)

    assert decided_on(newcomer.tasks) == [decision.id for decision in decisions]
    assert {task.state for task in newcomer.tasks} == {TaskState.UNANSWERED}


def test_d7_what_was_superseded_or_is_not_yet_in_force_gives_no_task(session: Session) -> None:
    newcomer = a_newcomer()
    earlier, other = decisions_in(newcomer.group, 2)
    later = a_later_decision(earlier, effective_on=today())
    a_later_decision(other, effective_on=today() + timedelta(days=30))
    a_quick_decision(newcomer.group, effective_on=today() + timedelta(days=30))

    assert decided_on(begun(newcomer)) == sorted([other.id, later.id])


def test_d7_starting_ahead_of_the_first_day_and_joining_then_adds_none(session: Session) -> None:
    newcomer = a_newcomer()
    decisions = decisions_in(newcomer.group, 2)
    first = [task.id for task in begun(newcomer)]
    becomes_member(newcomer)
    with transaction():
        keep_up_joinings()

    assert [task.id for task in newcomer.tasks] == first
    assert len(first) == len(decisions)


def test_d7_a_new_city_of_the_council_gets_its_tasks_when_it_is_added(session: Session) -> None:
    newcomer = a_newcomer()
    decisions = decisions_in(newcomer.group, 2)
    fields = CityFields("府中市", "Fuchu", "ふちゅうし")
    with transaction():
        city = add_city(newcomer.secretary, "132063", fields, kind=MembershipKind.MEMBER, since=today())

    assert decided_on(tasks_of(city)) == [decision.id for decision in decisions]


def test_d7_a_first_day_to_come_opens_the_tasks_on_that_day(session: Session) -> None:
    newcomer = a_newcomer()
    decisions = decisions_in(newcomer.group, 1)
    first_day = today() + timedelta(days=7)
    becomes_member(newcomer, first_day)
    with transaction():
        assert keep_up_joinings() == 0
    assert newcomer.tasks == []

    with clock.freeze(start_of_day_tokyo(first_day)), transaction():
        assert keep_up_joinings() == 1
    assert decided_on(newcomer.tasks) == [decision.id for decision in decisions]


def test_d7_decisions_made_after_joining_are_voted_on_and_give_no_task(session: Session) -> None:
    newcomer = a_newcomer()
    before = decisions_in(newcomer.group, 1)
    becomes_member(newcomer)
    with clock.freeze(now() + timedelta(hours=1)):
        a_quick_decision(newcomer.group, "aaaa", effective_on=today())
    _a_day_later()

    assert decided_on(newcomer.tasks) == [before[0].id]


def test_d7_what_the_others_had_before_them_when_it_joined_gives_a_task_once_it_is_in_force(
    session: Session,
) -> None:
    """B3: the city has no voice in the round that was open, so it is asked afterwards."""
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    ballot = a_ballot(group=newcomer.group, effective_on=today())
    with clock.freeze(now() + timedelta(minutes=1)):
        becomes_member(newcomer)
        cast_letters(ballot, "aaa")
    run_out(ballot.round)
    assert len(newcomer.tasks) == 1

    _a_day_later()
    assert [task.decision.round_id for task in newcomer.tasks[1:]] == [ballot.round.id]


def test_d7_a_decision_to_come_gives_a_task_on_the_day_it_takes_effect(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    coming = a_quick_decision(newcomer.group, effective_on=today() + timedelta(days=3))
    with clock.freeze(now() + timedelta(minutes=1)):
        becomes_member(newcomer)
    _a_day_later(2)
    assert len(newcomer.tasks) == 1

    _a_day_later(3)
    assert decided_on(newcomer.tasks)[1:] == [coming.id]


def test_a_task_whose_decision_is_overtaken_waits_no_more(session: Session) -> None:
    newcomer = a_newcomer()
    decision = decisions_in(newcomer.group, 1)[0]
    becomes_member(newcomer)
    with clock.freeze(now() + timedelta(hours=1)):
        a_later_decision(decision, "aaaa", effective_on=today() + timedelta(days=2))
    _a_day_later(2)

    assert [task.state for task in newcomer.tasks] == [TaskState.SUPERSEDED]
    assert session.scalars(select(Joining)).one().finished_at is not None


@pytest.mark.race
def test_d7_many_at_once_leave_one_task_a_decision(installation: Installation, session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 3)
    ends = race(installation.database, [_starting(newcomer.city, newcomer.secretary)] * AT_ONCE)

    assert [end for end in ends if isinstance(end, Refused)], ends
    session.rollback()
    assert len(newcomer.tasks) == 3
    assert len(session.scalars(select(Event).where(Event.kind == EventKind.JOINING_STARTED)).all()) == 1


def test_d7_the_database_refuses_a_second_task_for_a_decision_and_city(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    (task,) = begun(newcomer)
    twin = PositionTask(
        joining_id=task.joining_id, city_id=task.city_id, decision_id=task.decision_id, opened_at=now()
    )
    with pytest.raises(Refused) as refused, transaction():
        session.add(twin)

    assert re.search("uq_position_tasks_city|decision_id", refused.value.verdict.params["constraint"])


def test_starting_tells_those_who_speak_for_the_city_and_is_recorded_once(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    begun(newcomer)

    event = session.scalars(select(Event).where(Event.kind == EventKind.JOINING_STARTED)).one()
    assert (event.after["tasks"], event.actor_id) == (2, newcomer.secretary.id)
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.JOINING_STARTED)).all()
    assert told == [newcomer.voice.id]


def test_only_the_secretariat_starts_a_joining_and_only_of_a_city_that_joins(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    member = newcomer.group.cities[0].city
    for person in (newcomer.voice, a_chair(newcomer.group, member), a_partner(newcomer.group)):
        assert _refusal(newcomer.city, person) == (Ground.PERSON, "secretariat_only")
    assert _refusal(member, newcomer.secretary) == (Ground.TIME, "member_already")
    begun(newcomer)
    assert _refusal(newcomer.city, newcomer.secretary) == (Ground.TIME, "joining_begun")


def test_the_founding_cities_have_nothing_to_join(session: Session) -> None:
    fields = CityFields("府中市", "Fuchu", "ふちゅうし")
    secretary = a_secretary()
    with transaction():
        add_city(secretary, "132063", fields, kind=MembershipKind.MEMBER, since=today())

    assert session.scalars(select(Joining)).all() == []


def _a_day_later(days: int = 1) -> None:
    """The worker comes by some days later."""
    with clock.freeze(now() + timedelta(days=days)), transaction():
        keep_up_joinings()


def _starting(city: City, secretary: User) -> Callable[[], object]:
    """The act from a session of its own."""
    city_id, secretary_id = city.id, secretary.id
    return lambda: start_joining(city_id, db.session.get_one(User, secretary_id))


def _refusal(city: City, person: User) -> tuple[Ground | None, str]:
    with pytest.raises(Refused) as refused, transaction():
        start_joining(city.id, person)
    return refused.value.verdict.ground, refused.value.verdict.code
