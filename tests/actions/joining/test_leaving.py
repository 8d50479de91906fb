"""A city leaves: its history stays, what was open closes as left, and nothing waits for it any more (D10, B3, B4)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.council_cities import change_membership
from app.actions.joining import settle_ended_memberships
from app.actions.take_home import finish_take_home
from app.clock import now
from app.domain.calendar import start_of_day_tokyo
from app.domain.events import EventKind
from app.domain.joining import Answer, TaskState
from app.domain.meetings import MinutesState
from app.domain.rounds import RoundState
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.models import City, Difference, Event, Joining, Membership, TakeHomeItem, User
from app.policies.verdicts import Refused
from app.queries.confirmations import unconfirmed
from app.queries.differences.balls import ball_on
from app.queries.outstanding import outstanding_by_city
from app.queries.todo import tasks_of
from app.transaction import transaction
from tests.builders.adoption import adopted_by
from tests.builders.ballots import a_ballot, cast_letters, run_out
from tests.builders.council import a_group, a_representative, a_secretary, three_cities
from tests.builders.decided import a_quick_decision
from tests.builders.differences import a_surveying_difference
from tests.builders.discussion import a_concern, a_take_home_item
from tests.builders.joining import a_newcomer, answers, becomes_member, confirms, decisions_in, today
from tests.builders.manual import an_edition
from tests.builders.meetings import some_minutes
from tests.builders.proposals import a_difference_on_the_table
from tests.builders.signoff import an_escalation_by_the_chair, sign_city


def leaves(city: City, secretary: User | None = None, *, days: int = 0) -> None:
    """The city leaves, from today unless said otherwise."""
    secretary = secretary or a_secretary()
    with transaction():
        change_membership(city.id, secretary, kind=None, since=today() + timedelta(days=days))


def test_d10_open_positions_close_as_left_and_confirmed_ones_stay(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    becomes_member(newcomer)
    answers(newcomer.voice, newcomer.tasks, Answer.ADOPT, Answer.OBJECT)
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    with clock.freeze(now() + timedelta(days=30)):
        leaves(newcomer.city, newcomer.secretary)
    assert {task.state for task in newcomer.tasks} == {TaskState.CONFIRMED}
    assert session.scalars(select(Joining)).one().left_at is not None


def test_d10_what_it_had_not_answered_is_closed_visibly_and_takes_no_answer(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    becomes_member(newcomer)
    answers(newcomer.voice, newcomer.tasks[:1], Answer.ADOPT)
    with clock.freeze(now() + timedelta(days=1)):
        leaves(newcomer.city, newcomer.secretary)
        assert {task.state for task in newcomer.tasks} == {TaskState.LEFT}
        assert newcomer.tasks[0].answer is Answer.ADOPT
        with pytest.raises(Refused) as refused:
            answers(newcomer.voice, newcomer.tasks, Answer.ADOPT)
        assert tasks_of(newcomer.voice, now()) == []
    assert refused.value.verdict.code == "city_has_left"
    event = _event(session, EventKind.TASKS_CLOSED_AS_LEFT)
    assert event.after["closed"] == {"position_tasks": 2, "take_home_items": 0, "routes": 0}


def test_d10_a_city_that_comes_back_is_asked_again_about_what_it_left_open(session: Session) -> None:
    newcomer = a_newcomer()
    first, second = decisions_in(newcomer.group, 2)
    becomes_member(newcomer)
    with clock.freeze(now() + timedelta(days=1)):
        leaves(newcomer.city, newcomer.secretary)
    with clock.freeze(now() + timedelta(days=2)):
        becomes_member(newcomer)

    assert [(task.decision_id, task.state) for task in newcomer.tasks] == [
        (first.id, TaskState.UNANSWERED),
        (second.id, TaskState.UNANSWERED),
    ]


def test_d10_take_home_items_close_as_left_on_their_difference(session: Session) -> None:
    group = a_group()
    first, second, _third = group.voting_cities_at(now())
    difference = a_difference_on_the_table(group)
    items = [a_take_home_item(difference, city) for city in (first, second)]
    voice = a_representative(group, first)
    leaves(first)

    session.rollback()
    kept = list(session.scalars(select(TakeHomeItem).order_by(TakeHomeItem.id)))
    assert [item.left_at is not None for item in kept] == [True, False]
    assert [item.id for item in kept] == [item.id for item in items]
    assert tasks_of(voice, now()) == []
    event = _event(session, EventKind.CLOSED_AS_LEFT)
    assert (event.difference_id, event.after["what"]) == (difference.id, "take_home")


def test_d10_the_managers_of_the_others_decide_without_it(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    for place in (0, 1):
        sign_city(signing, place)
    last = signing.escalation.cities[2]
    leaves(last.city)

    session.rollback()
    assert signing.escalation.state is SignoffState.APPROVED
    assert signing.difference.stage is Stage.DECIDED
    states = {route.city_id: route.state for route in signing.escalation.cities}
    assert states[last.city_id] is SignoffState.LEFT


def test_d10_a_survey_and_a_concern_wait_for_it_no_more(session: Session) -> None:
    group = a_group()
    first, *others = group.voting_cities_at(now())
    surveyed, discussed = a_surveying_difference(group), a_difference_on_the_table(group)
    a_concern(discussed, a_representative(group, first))
    assert first.id in ball_on(surveyed, now()).city_ids
    assert ball_on(discussed, now()).city_ids == (first.id,)
    leaves(first)

    session.rollback()
    assert set(ball_on(surveyed, now()).city_ids) == {city.id for city in others}
    assert first.id not in ball_on(discussed, now()).city_ids
    assert first.id not in {line.city.id for line in outstanding_by_city(now(), unconfirmed(now()))}


def test_d10_minutes_are_confirmed_when_only_the_city_that_left_had_not(session: Session) -> None:
    group = a_group()
    sitting = some_minutes(group, [a_difference_on_the_table(group)], until=MinutesState.CIRCULATED)
    assert unconfirmed(now())
    for city in group.voting_cities_at(now()):
        leaves(city)

    session.rollback()
    assert unconfirmed(now()) == []
    assert sitting.minutes.state is MinutesState.CONFIRMED


def test_d10_a_decision_by_which_all_others_work_is_complete(session: Session) -> None:
    decision = a_quick_decision()
    group = decision.group
    first, second, third = group.voting_cities_at(now())
    voices = [a_representative(group, city) for city in (first, second)]
    an_edition()
    for voice in voices:
        adopted_by(voice, decision.difference)
    assert decision.difference.stage is Stage.PUBLISHED
    leaves(third)

    session.rollback()
    assert decision.difference.stage is Stage.COMPLETED


def test_d10_history_stays_readable(session: Session) -> None:
    decision = a_quick_decision()
    before = (decision.positions, decision.tally)
    first = decision.group.voting_cities_at(now())[0]
    leaves(first)

    session.rollback()
    assert (decision.positions, decision.tally) == before
    assert session.get(City, first.id) is not None
    assert [
        m.until is not None for m in session.scalars(select(Membership).where(Membership.city == first))
    ] == [True]


def test_d10_a_day_to_come_is_carried_out_by_the_worker_once(session: Session) -> None:
    group = a_group()
    first = group.voting_cities_at(now())[0]
    a_take_home_item(a_difference_on_the_table(group), first)
    leaves(first, days=3)
    with transaction():
        assert settle_ended_memberships() == 0
    with clock.freeze(start_of_day_tokyo(today() + timedelta(days=3))):
        for expected in (1, 0):
            with transaction():
                assert settle_ended_memberships() == expected
    session.rollback()
    assert session.scalars(select(TakeHomeItem.left_at)).one() is not None


def test_changing_from_member_to_associate_closes_nothing(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    becomes_member(newcomer)

    assert [task.state for task in newcomer.tasks] == [TaskState.UNANSWERED]
    with transaction():
        assert settle_ended_memberships() == 0


def test_b3_a_city_that_joins_during_a_round_takes_no_position_and_is_in_no_denominator(
    session: Session,
) -> None:
    newcomer = a_newcomer()
    ballot = a_ballot(group=newcomer.group)
    becomes_member(newcomer)

    assert newcomer.city.id not in {entry.city_id for entry in ballot.round.electorate}
    assert tasks_of(newcomer.voice, now()) == []
    cast_letters(ballot, "aaa")
    run_out(ballot.round)
    session.rollback()
    assert ballot.round.state is RoundState.CLOSED
    assert session.scalars(select(Difference.stage)).one() is Stage.DECIDED


def test_b4_an_open_round_waits_for_the_secretariat_after_a_city_left(session: Session) -> None:
    ballot = a_ballot(group=a_group(three_cities()))
    cast_letters(ballot, "aa.")
    leaves(ballot.cities[2])
    run_out(ballot.round)

    session.rollback()
    assert ballot.round.state is RoundState.OPEN
    assert ballot.round.difference.stage is Stage.VOTING


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE memberships SET settled_at = since", "settled_end"),
        ("UPDATE take_home_items SET left_at = done_at", "done_or_left"),
    ],
)
def test_the_database_refuses_an_end_that_is_none(session: Session, statement: str, constraint: str) -> None:
    group = a_group()
    city = group.voting_cities_at(now())[0]
    item = a_take_home_item(a_difference_on_the_table(group), city)
    voice = a_representative(group, city)
    with transaction():
        finish_take_home(item.id, voice, outcome="支障はない。")
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(text(statement))


def _event(session: Session, kind: EventKind) -> Event:
    return session.scalars(select(Event).where(Event.kind == kind)).one()
