"""The record of a meeting: attendance as of that day, conclusions, papers, that it was held (M8)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import add_papers, conclude_item, hold_meeting, record_attendance
from app.domain.events import EventKind
from app.domain.meetings import Conclusion, MeetingState, MinutesState
from app.domain.roles import RoleKind
from app.models import Event, Meeting, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.meetings.facts import attendance_of, papers_of
from app.queries.meetings.people import invitees
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_role,
    a_secretary,
    an_observer,
)
from tests.builders.discussion import PNG, a_file
from tests.builders.meetings import a_meeting, a_sitting, an_item, some_minutes


def test_m8_attendance_keeps_section_post_and_name_as_of_that_day(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    city = meeting.group.cities[0].city
    person = a_role(meeting.group, a_person(city, name="佐藤 花子"), RoleKind.REPRESENTATIVE).user
    _attend(meeting, leader, {person.id: True})
    with transaction():
        session.get_one(User, person.id).section = "企画課"
    _attend(meeting, leader, {person.id: False})

    row = attendance_of(meeting)[0]
    assert (row.city_id, row.section, row.post, row.name) == (city.id, "学務課", "主任", "佐藤 花子")
    assert row.present is False


def test_the_invited_are_the_people_of_the_group_on_that_day_and_the_secretariat(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    group, city = meeting.group, meeting.group.cities[0].city
    here = [a_representative(group, city), a_member(group, city), an_observer(group), a_partner(group)]
    chair = a_chair(group, city)
    gone = a_role(group, a_person(city), RoleKind.MEMBER, until=clock.now()).user
    later = a_role(group, a_person(city), RoleKind.MEMBER, since=meeting.ends_at).user
    found = {each.user.id: each.role for each in invitees(meeting)}

    assert {person.id for person in (*here, chair, leader)} <= found.keys()
    assert not {gone.id, later.id} & found.keys()
    assert found[leader.id] is None
    with pytest.raises(Invalid) as invalid:
        _attend(meeting, leader, {gone.id: True})
    assert invalid.value.code == "person_not_invited"


def test_the_list_is_set_as_a_whole_and_the_same_list_leaves_no_trace(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    one, two = (a_representative(meeting.group, place.city) for place in meeting.group.cities[:2])
    _attend(meeting, leader, {one.id: True, two.id: False})
    _attend(meeting, leader, {one.id: True, two.id: False})
    _attend(meeting, leader, {two.id: True})

    assert [(row.user_id, row.present) for row in attendance_of(meeting)] == [(two.id, True)]
    events = session.scalars(
        select(Event).where(Event.kind == EventKind.ATTENDANCE_RECORDED).order_by(Event.id)
    ).all()
    assert [len(event.after["present"]) for event in events] == [1, 1]
    assert events[0].after["absent"] == [two.printed]


def test_nothing_is_recorded_before_the_day_of_the_meeting(session: Session) -> None:
    meeting, leader = a_meeting(starts_at=clock.now() + timedelta(days=1)), a_secretary()
    item = an_item(meeting)
    for act in (
        lambda: record_attendance(meeting.id, leader, {}),
        lambda: conclude_item(item.id, leader, conclusion=Conclusion.NOTED),
        lambda: hold_meeting(meeting.id, leader),
    ):
        with pytest.raises(Refused) as refused, transaction():
            act()
        assert refused.value.verdict.code == "meeting_is_to_come"


def test_a_conclusion_is_recorded_corrected_and_taken_back(session: Session) -> None:
    item, leader = an_item(a_meeting()), a_secretary()
    for conclusion, text in (
        (Conclusion.CONTINUED, "次回に。"),
        (Conclusion.CONTINUED, "次回に。"),
        (None, ""),
    ):
        with transaction():
            conclude_item(item.id, leader, conclusion=conclusion, text=text)

    assert item.conclusion is None
    events = session.scalars(
        select(Event).where(Event.kind == EventKind.AGENDA_CONCLUDED).order_by(Event.id)
    ).all()
    assert [event.after["conclusion"] for event in events] == ["continued", None]
    assert events[1].before == {"conclusion": "continued", "text": "次回に。"}


def test_a_meeting_is_held_once(session: Session) -> None:
    sitting = a_sitting()

    assert sitting.meeting.state is MeetingState.HELD
    with pytest.raises(Refused) as refused, transaction():
        hold_meeting(sitting.meeting.id, sitting.secretary)
    assert refused.value.verdict.code == "meeting_was_held"


def test_papers_are_kept_once_by_their_content(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    for names in (["資料1.pdf"], ["資料1の写し.pdf"], []):
        with transaction():
            if names:
                add_papers(meeting.id, leader, [a_file(name) for name in names])
            else:
                add_papers(meeting.id, leader, [a_file("図.png", PNG)])

    assert [paper.filename for paper in papers_of(meeting)] == ["資料1.pdf", "図.png"]
    with pytest.raises(Invalid), transaction():
        add_papers(meeting.id, leader, [])


def test_m6_the_record_rests_when_the_minutes_are_final(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    meeting, leader = sitting.meeting, sitting.secretary
    for act in (
        lambda: record_attendance(meeting.id, leader, {}),
        lambda: add_papers(meeting.id, leader, [a_file()]),
    ):
        with pytest.raises(Refused) as refused, transaction():
            act()
        assert refused.value.verdict.code == "minutes_are_final"


def test_others_than_chair_and_secretariat_record_nothing(session: Session) -> None:
    meeting = a_meeting()
    member = a_representative(meeting.group, meeting.group.cities[0].city)
    with pytest.raises(Refused) as refused:
        _attend(meeting, member, {member.id: True})

    assert refused.value.verdict.ground is Ground.PERSON


def _attend(meeting: Meeting, leader: User, people: dict[int, bool]) -> None:
    with transaction():
        record_attendance(meeting.id, leader, people)
