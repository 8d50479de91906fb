"""A9: a reminder goes once per subject, city and kind, never after the city acted, never after closing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import cast_position, extend_round
from app.actions.closing import close_due_rounds
from app.actions.differences import hold, resume, state_practice
from app.actions.reminders import send_reminders
from app.actions.take_home import finish_take_home
from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo, tokyo_date
from app.domain.meetings import MinutesState
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.reminders import ReminderKind
from app.models import Notice, Reminder, User
from app.queries.council import the_council
from app.transaction import transaction
from tests.builders.ballots import a_ballot
from tests.builders.council import a_chair, a_group, a_representative, a_secretary
from tests.builders.differences import a_difference, a_surveying_difference
from tests.builders.discussion import a_take_home_item
from tests.builders.meetings import confirmed, some_minutes
from tests.builders.signoff import an_escalation, sign_city
from tests.conftest import Installation
from tests.support.races import race

DAY = timedelta(days=1)
SOON, LAST_DAY, OVERDUE, WAITING, _ = ReminderKind


@dataclass(frozen=True)
class Case:
    """Something that waits for the city of a person until an instant, and how the city acts."""

    task: NoticeKind
    person: User
    due: datetime | None
    act: Callable[[], object]


def _survey() -> Case:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)

    def act() -> object:
        return state_practice(difference.number, city.id, person, body="毎年一月に送る。")

    return Case(NoticeKind.PRACTICE_DUE, person, difference.survey_due_at, act)


def _ballot() -> Case:
    ballot = a_ballot()

    def act() -> object:
        return cast_position(ballot.round.id, ballot.voice(0), kind=PositionKind.APPROVE, seen=0)

    return Case(NoticeKind.POSITION_DUE, ballot.voice(0), ballot.round.closes_at, act)


def _take_home() -> Case:
    group = a_group()
    person = a_representative(group, group.cities[0].city)
    item = a_take_home_item(a_difference(group), due_on=date(2026, 12, 18), owner_id=person.id)

    def act() -> object:
        return finish_take_home(item.id, person, outcome="改正は要らない。")

    return Case(NoticeKind.TAKE_HOME_DUE, person, end_of_day_tokyo(item.due_on), act)


def _hold() -> Case:
    difference = a_difference()
    chair = a_chair(difference.group)
    with transaction():
        hold(difference.number, chair, reason="国の省令を待つ。", review_on=date(2026, 12, 18))
    due = end_of_day_tokyo(date(2026, 12, 18))
    return Case(NoticeKind.HOLD_REVIEW_DUE, chair, due, lambda: resume(difference.number, chair))


def _signature() -> Case:
    signing = an_escalation()
    return Case(NoticeKind.SIGNATURE_WAITS, signing.manager(0), None, lambda: None)


def _minutes() -> Case:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    return Case(NoticeKind.MINUTES_WAIT, sitting.voices[0], None, lambda: None)


WITH_DEADLINE = {"practice": _survey, "position": _ballot, "take-home item": _take_home, "hold": _hold}
WITHOUT = {"signature": _signature, "minutes": _minutes}


def _run(at: datetime | None = None) -> int:
    if at is not None:
        clock.travel(at - clock.now())
    with transaction():
        return send_reminders()


def _told(session: Session, case: Case) -> list[str]:
    """The kinds of reminders that the person got about the task, in order."""
    wanted = select(Notice.facts).where(Notice.user_id == case.person.id, Notice.kind == case.task)
    return [facts["reminder"] for facts in session.scalars(wanted.order_by(Notice.id))]


@pytest.mark.parametrize("name", WITH_DEADLINE)
def test_a9_before_a_deadline_each_kind_goes_once(session: Session, name: str) -> None:
    case = WITH_DEADLINE[name]()
    due = case.due
    seen = []
    for at in (due - 5 * DAY, due - 3 * DAY, due - 2 * DAY, due - DAY / 2, due - DAY / 3, due, due + DAY):
        _run(at)
        _run()
        seen.append(_told(session, case))

    late = [] if case.task is NoticeKind.POSITION_DUE else ["overdue"]
    assert seen == [
        [],
        ["soon"],
        ["soon"],
        ["soon", "last_day"],
        ["soon", "last_day"],
        ["soon", "last_day", *late],
        ["soon", "last_day", *late],
    ]


@pytest.mark.parametrize("name", WITH_DEADLINE)
def test_a9_after_an_outage_only_the_latest_kind_goes(session: Session, name: str) -> None:
    case = WITH_DEADLINE[name]()
    _run(case.due - timedelta(hours=1))

    assert _told(session, case) == ["last_day"]


@pytest.mark.parametrize("name", WITH_DEADLINE)
def test_a9_never_after_the_city_acted(session: Session, name: str) -> None:
    case = WITH_DEADLINE[name]()
    _run(case.due - 3 * DAY)
    with transaction():
        case.act()
    for at in (case.due - DAY / 2, case.due, case.due + 9 * DAY):
        _run(at)

    assert _told(session, case) == ["soon"]


@pytest.mark.parametrize("name", WITHOUT)
def test_a9_what_has_no_deadline_is_brought_up_once(session: Session, name: str) -> None:
    case = WITHOUT[name]()
    seen = []
    for days in (1, 6, 1, 30):
        _run(clock.now() + days * DAY)
        seen.append(_told(session, case))

    assert seen == [[], ["waiting"], ["waiting"], ["waiting"]]


def test_a9_a_city_that_signed_or_confirmed_is_not_reminded(session: Session) -> None:
    signing = an_escalation()
    sign_city(signing, 0)
    sitting = some_minutes(signing.group, until=MinutesState.CIRCULATED)
    confirmed(sitting, sitting.voices[:1])
    _run(clock.now() + 10 * DAY)

    kinds = (NoticeKind.SIGNATURE_WAITS, NoticeKind.MINUTES_WAIT)
    told = set(session.scalars(select(Notice.user_id).where(Notice.kind.in_(kinds))))
    assert {signing.manager(1).id, sitting.voices[1].id} <= told
    assert not told & {signing.manager(0).id, sitting.voices[0].id}


def test_a9_never_after_closing_even_where_nobody_closed_it_yet(session: Session) -> None:
    ballot = a_ballot()
    assert _run(ballot.round.closes_at) == 0
    with transaction():
        close_due_rounds()
    assert _run() == 0
    assert session.scalar(select(func.count()).select_from(Reminder)) == 0


def test_a9_an_extension_does_not_remind_anew(session: Session) -> None:
    ballot = a_ballot()
    _run(ballot.round.closes_at - 2 * DAY)
    first = session.scalar(select(func.count()).select_from(Reminder))
    later = tokyo_date(ballot.round.closes_at) + 14 * DAY
    with transaction():
        extend_round(ballot.round.id, ballot.secretary, closes_on=later, reason="議会の日程のため。")
    _run(start_of_day_tokyo(later - 2 * DAY))

    assert first == len(ballot.cities)
    assert session.scalar(select(func.count()).select_from(Reminder)) == first


def test_a9_another_hold_of_the_same_difference_is_another_subject(session: Session) -> None:
    case = _hold()
    _run(case.due)
    with transaction():
        case.act()
    number = session.scalars(select(Notice).where(Notice.kind == case.task)).first().difference.number
    with transaction():
        hold(number, case.person, reason="再び待つ。", review_on=date(2027, 1, 29))
    _run(end_of_day_tokyo(date(2027, 1, 29)))

    assert _told(session, case) == ["overdue", "overdue"]


def test_a9_the_days_ahead_are_a_setting(session: Session) -> None:
    with transaction():
        the_council().reminder_days = 10
    case = _survey()
    _run(case.due - 10 * DAY)

    assert _told(session, case) == ["soon"]


def test_a9_a_closed_group_is_not_reminded(session: Session) -> None:
    difference = a_surveying_difference()
    with transaction():
        difference.group.active = False
    assert _run(difference.survey_due_at) == 0


@pytest.mark.race
def test_a9_two_workers_remind_once(installation: Installation, session: Session) -> None:
    difference = a_surveying_difference()
    for place in difference.group.cities:
        a_representative(difference.group, place.city)
    clock.travel(difference.survey_due_at - clock.now())
    session.rollback()
    answers = race(installation.database, [send_reminders, send_reminders])

    assert sorted(answers) == [0, 3]
    told = select(func.count()).where(Notice.kind == NoticeKind.PRACTICE_DUE)
    assert session.scalar(told) == 3


@pytest.mark.parametrize("city", [True, False])
def test_a9_the_database_keeps_a_reminder_from_going_twice(session: Session, city: bool) -> None:
    group = a_group()
    row = {
        "subject": "round:1",
        "city_id": group.cities[0].city_id if city else None,
        "kind": SOON,
        "at": start_of_day_tokyo(tokyo_date(clock.now())),
    }
    with transaction():
        session.execute(insert(Reminder).values(**row))
    with pytest.raises(IntegrityError, match="reminders"):
        session.execute(insert(Reminder).values(**row))


def test_a9_nobody_is_reminded_where_nobody_can_be_and_later_somebody_is(session: Session) -> None:
    difference = a_surveying_difference()
    assert _run(difference.survey_due_at) == 0
    a_representative(difference.group, difference.group.cities[0].city)
    assert _run() == 1


def test_a9_the_command_says_how_many_went(installation: Installation, session: Session) -> None:
    case = _survey()
    clock.travel(case.due - clock.now())
    session.rollback()
    run = installation.app.test_cli_runner().invoke
    sent = [run(args=["remind"]).output for _ in range(2)]

    assert sent == ["Reminders sent: 1\n", "Reminders sent: 0\n"]
    assert a_secretary().id not in set(session.scalars(select(Notice.user_id)))
