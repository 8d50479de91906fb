"""Planning, changing and calling off meetings."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import cancel_meeting, change_meeting, plan_meeting
from app.domain.events import EventKind
from app.domain.meetings import MeetingForm, MeetingState
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import Event, Meeting, Notice, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.council import a_chair, a_domain, a_group, a_partner, a_representative, a_secretary
from tests.builders.meetings import a_meeting, a_sitting
from tests.conftest import Installation
from tests.support.races import race
from tests.support.times import MONDAY


def test_meetings_of_a_group_are_numbered_without_gaps_and_the_group_is_told(session: Session) -> None:
    group = a_group()
    chair = a_chair(group, group.cities[0].city)
    member = a_representative(group, group.cities[1].city)
    other = a_group([], code="TAX-01", domain=a_domain("TAX", "税"))
    with pytest.raises(Invalid):
        a_meeting(group, chair, title=" 　")
    first, second = a_meeting(group, chair), a_meeting(group, chair)

    assert (first.number, second.number, a_meeting(other).number) == (1, 2, 1)
    assert first.state is MeetingState.PLANNED
    assert _told(session, NoticeKind.MEETING_PLANNED) == [member.id, member.id]
    event = session.scalars(
        select(Event).where(Event.kind == EventKind.MEETING_PLANNED).order_by(Event.id)
    ).first()
    assert event is not None
    assert (event.subject_type, event.subject_id, event.group_id) == ("meetings", first.id, group.id)


def test_b15_a_form_sent_twice_plans_one_meeting(session: Session) -> None:
    group, leader = a_group(), a_secretary()
    one, two = (a_meeting(group, leader, key="the form") for _ in range(2))

    assert one is two
    assert group.last_meeting == 1


@pytest.mark.race
def test_two_who_plan_at_once_get_two_numbers(installation: Installation, session: Session) -> None:
    group_id, leader_id = a_group().id, a_secretary().id
    at = clock.now() + timedelta(days=1)

    def plan() -> int:
        leader = db.session.get_one(User, leader_id)
        return plan_meeting(
            group_id,
            leader,
            title="定例会",
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            form=MeetingForm.ONLINE,
        ).number

    assert sorted(race(installation.database, [plan, plan])) == [1, 2]


def test_who_was_there_and_is_not_to_come_is_not_told(session: Session) -> None:
    group = a_group()
    a_representative(group, group.cities[0].city)
    a_meeting(group, starts_at=clock.now() - timedelta(days=3))

    assert _told(session, NoticeKind.MEETING_PLANNED) == []


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"title": "あ" * 121}, "title", "line_too_long"),
        ({"form": MeetingForm.PLACE, "place": ""}, "place", "place_needed"),
        ({"form": MeetingForm.HYBRID, "place": " 　"}, "place", "place_needed"),
        ({"ends_at": MONDAY}, "ends", "ends_before_it_starts"),
    ],
)
def test_what_cannot_stand_is_refused_by_its_field(
    session: Session, fields: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        a_meeting(**fields)  # type: ignore[arg-type]

    assert (invalid.value.field, invalid.value.code) == (field, code)
    assert session.scalars(select(Meeting)).all() == []


def test_only_chair_and_secretariat_plan(session: Session) -> None:
    group = a_group()
    for person in (a_representative(group, group.cities[0].city), a_partner(group)):
        with pytest.raises(Refused) as refused:
            a_meeting(group, person)
        assert refused.value.verdict.ground is Ground.PERSON


def test_a_change_of_time_is_told_a_change_of_title_is_not_and_no_change_leaves_no_trace(
    session: Session,
) -> None:
    meeting, leader = a_meeting(), a_secretary()
    member = a_representative(meeting.group, meeting.group.cities[0].city)
    _change(meeting, leader)
    _change(meeting, leader, title="臨時会")

    assert _told(session, NoticeKind.MEETING_CHANGED) == []
    _change(meeting, leader, title="臨時会", starts_at=meeting.starts_at + timedelta(minutes=30))

    assert _told(session, NoticeKind.MEETING_CHANGED) == [member.id]
    changes = session.scalars(
        select(Event).where(Event.kind == EventKind.MEETING_CHANGED).order_by(Event.id)
    ).all()
    assert [sorted(event.before) for event in changes] == [["title"], ["starts_at"]]


def test_l2_a_meeting_is_not_changed_from_a_page_that_is_out_of_date(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    seen = meeting.serial
    _change(meeting, leader, title="先の人", seen=seen)
    with pytest.raises(Refused) as refused:
        _change(meeting, leader, title="後の人", seen=seen)

    assert refused.value.verdict.code == "meeting_changed_meanwhile"
    assert meeting.title == "先の人"


def test_a_meeting_called_off_keeps_number_and_reason_and_takes_nothing_more(session: Session) -> None:
    meeting, leader = a_meeting(), a_secretary()
    member = a_representative(meeting.group, meeting.group.cities[0].city)
    with pytest.raises(Invalid), transaction():
        cancel_meeting(meeting.id, leader, reason="**　**")
    with transaction():
        cancel_meeting(meeting.id, leader, reason="台風のため。")

    assert (meeting.state, meeting.cancel_reason) == (MeetingState.CANCELLED, "台風のため。")
    assert _told(session, NoticeKind.MEETING_CANCELLED) == [member.id]
    assert a_meeting(meeting.group).number == 2
    with pytest.raises(Refused) as refused:
        _change(meeting, leader, title="復活")
    assert refused.value.verdict.code == "meeting_was_cancelled"


def test_a_meeting_that_was_held_is_not_called_off(session: Session) -> None:
    sitting = a_sitting()
    with pytest.raises(Refused) as refused, transaction():
        cancel_meeting(sitting.meeting.id, sitting.secretary, reason="台風のため。")

    assert refused.value.verdict.code == "meeting_was_held"


def _change(meeting: Meeting, leader: object, seen: int | None = None, **changed: object) -> None:
    fields = {name: getattr(meeting, name) for name in ("title", "starts_at", "ends_at", "form", "place")}
    with transaction():
        change_meeting(meeting.id, leader, **{**fields, **changed}, seen=seen)  # type: ignore[arg-type]


def _told(session: Session, kind: NoticeKind) -> list[int]:
    return list(session.scalars(select(Notice.user_id).where(Notice.kind == kind).order_by(Notice.id)))
