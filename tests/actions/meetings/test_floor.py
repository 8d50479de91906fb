"""The item that a meeting talks about: who turns to it and when, and who comes second; presence with one click (M8)."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import give_floor, hold_meeting, mark_attendance, remove_agenda_item
from app.domain.events import EventKind
from app.models import AgendaItem, Event, Floor, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.queries.meetings.facts import attendance_of
from app.queries.meetings.floor import floor_of
from app.transaction import transaction
from tests.builders.console import Running, a_floor, a_running_meeting
from tests.builders.council import a_partner, a_person, a_secretary
from tests.builders.meetings import a_meeting, an_item
from tests.builders.proposals import a_difference_on_the_table


def test_a_meeting_turns_to_an_item_and_keeps_since_when(session: Session) -> None:
    running = a_running_meeting([a_difference_on_the_table()])
    first, second = running.items
    _turns(running, first, seen=0)
    clock.travel(timedelta(minutes=7))
    _turns(running, second, seen=1)

    floor = floor_of(running.meeting)
    assert floor is not None
    assert (floor.item, floor.since, floor.serial) == (second, clock.now(), 2)
    event = session.scalars(select(Event).where(Event.kind == EventKind.FLOOR_GIVEN)).all()[-1]
    assert (event.before["item"], event.after["item"]) == (1, 2)
    assert event.before["difference"] == first.difference.number if first.difference else None


def test_who_comes_second_is_told_unless_both_meant_the_same(session: Session) -> None:
    running = a_running_meeting([a_difference_on_the_table()])
    first, second = running.items
    _turns(running, first, seen=0)
    _turns(running, first, seen=0)
    with pytest.raises(Refused) as refused:
        _turns(running, second, seen=0)

    assert refused.value.verdict.code == "floor_given_meanwhile"
    assert len(session.scalars(select(Event).where(Event.kind == EventKind.FLOOR_GIVEN)).all()) == 1


def test_the_chair_and_the_secretariat_turn_to_items_and_nobody_else(session: Session) -> None:
    running = a_running_meeting()
    for person in (a_secretary(), running.chair):
        _turns(running, running.items[0], actor=person)
        _turns(running, None, actor=person)
    for person in (running.voices[1], a_partner(running.meeting.group), a_person(running.cities[0])):
        with pytest.raises(Refused) as refused:
            _turns(running, running.items[0], actor=person)
        assert refused.value.verdict.ground is Ground.PERSON


def test_no_item_has_the_floor_before_the_day_nor_after_the_meeting_was_held(session: Session) -> None:
    running = a_running_meeting()
    tomorrow = a_meeting(running.meeting.group, running.chair, starts_at=clock.now() + timedelta(days=1))
    item = an_item(tomorrow, leader=running.chair)
    with pytest.raises(Refused) as refused, transaction():
        give_floor(tomorrow.id, running.chair, item_id=item.id)
    assert refused.value.verdict.code == "meeting_is_to_come"

    _turns(running, running.items[0])
    with transaction():
        hold_meeting(running.meeting.id, running.chair)
    floor = floor_of(running.meeting)
    assert floor is not None
    assert (floor.item_id, floor.since, floor.serial) == (None, None, 2)
    with pytest.raises(Refused) as refused:
        _turns(running, running.items[0])
    assert refused.value.verdict.code == "meeting_was_held"


def test_an_item_that_has_the_floor_stays_on_the_agenda(session: Session) -> None:
    running = a_running_meeting()
    item = a_floor(running.items[0], running.chair)
    with pytest.raises(Refused) as refused, transaction():
        remove_agenda_item(item.id, running.chair)
    assert refused.value.verdict.code == "item_has_floor"

    _turns(running, None)
    with transaction():
        remove_agenda_item(item.id, running.chair)
    assert session.get(AgendaItem, item.id) is None


def test_the_floor_goes_to_items_of_the_very_meeting(session: Session) -> None:
    running = a_running_meeting()
    other = an_item(a_meeting(running.meeting.group, running.chair), leader=running.chair)
    with pytest.raises(NotFound):
        _turns(running, other)
    session.rollback()
    with pytest.raises(IntegrityError):
        session.execute(
            insert(Floor).values(meeting_id=running.meeting.id, item_id=other.id, since=clock.now(), serial=1)
        )


def test_a_floor_without_an_item_has_no_instant(session: Session) -> None:
    running = a_running_meeting()
    a_floor(running.items[0], running.chair)
    with pytest.raises(IntegrityError):
        session.execute(update(Floor).values(item_id=None))


def test_m8_one_click_notes_that_a_person_is_there_and_leaves_the_others_as_they_are(
    session: Session,
) -> None:
    running = a_running_meeting()
    first, second, third = running.voices
    _marks(running, first, True)
    _marks(running, second, True)
    _marks(running, second, False)
    _marks(running, second, False)

    rows = {row.user_id: row.present for row in attendance_of(running.meeting)}
    assert rows == {first.id: True, second.id: False}
    events = session.scalars(select(Event).where(Event.kind == EventKind.ATTENDANCE_RECORDED)).all()
    assert len(events) == 3
    with pytest.raises(Refused):
        _marks(running, third, True, actor=third)
    with pytest.raises(Invalid):
        _marks(running, a_person(running.cities[0]), True)


def _turns(
    running: Running, item: AgendaItem | None, *, seen: int | None = None, actor: User | None = None
) -> None:
    with transaction():
        give_floor(running.meeting.id, actor or running.chair, item_id=item.id if item else None, seen=seen)


def _marks(running: Running, person: User, present: bool, actor: User | None = None) -> None:
    with transaction():
        mark_attendance(running.meeting.id, actor or running.chair, person.id, present=present)
