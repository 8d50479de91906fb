"""The notice of a meeting: who was told of what, kept for good, and marked where the agenda changed since."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import add_papers, call_meeting
from app.domain.meetings import CallPart
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import CalledPerson, Meeting, MeetingCall, Notice, User
from app.policies.verdicts import Refused
from app.queries.meetings.convening import calls_of
from app.queries.meetings.facts import papers_of
from app.transaction import transaction
from tests.builders.council import a_chair, a_representative, a_secretary
from tests.builders.discussion import a_file
from tests.builders.meetings import a_meeting, an_item, done


def test_the_notice_tells_the_group_once_and_keeps_who_was_told(session: Session) -> None:
    meeting, secretary = a_meeting(), a_secretary()
    voice = a_representative(meeting.group, meeting.group.cities[0].city)
    an_item(meeting, leader=secretary)
    for _ in range(2):
        call = done(call_meeting, meeting.id, secretary, message="資料をお読みください。", key="one form")

    assert {person.user_id for person in call.people} >= {voice.id, secretary.id}
    assert [call.number for call in session.scalars(select(MeetingCall))] == [1]
    told = set(session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.MEETING_CALLED)))
    assert told == {person.user_id for person in call.people}
    assert _changed(meeting) == ()


def test_what_changed_after_the_notice_is_marked_until_it_is_sent_again(session: Session) -> None:
    meeting, secretary = a_meeting(), a_secretary()
    an_item(meeting, leader=secretary)
    done(call_meeting, meeting.id, secretary)
    an_item(meeting, title="追加の議題", leader=secretary)
    done(add_papers, meeting.id, secretary, [a_file("資料1.pdf")])

    assert _changed(meeting) == (CallPart.AGENDA, CallPart.PAPERS)
    assert done(call_meeting, meeting.id, secretary).number == 2
    assert _changed(meeting) == ()


def test_only_who_leads_calls_and_only_to_a_meeting_to_come_with_an_agenda(session: Session) -> None:
    meeting = a_meeting()
    city = meeting.group.cities[0].city
    chair, voice = a_chair(meeting.group, city), a_representative(meeting.group, city)
    _refused(meeting, chair, "agenda_is_empty")
    an_item(meeting, leader=chair)
    _refused(meeting, voice, "chair_or_secretariat_only")
    clock.travel(timedelta(hours=1))
    _refused(meeting, chair, "meeting_has_begun")


@pytest.mark.parametrize("table", [MeetingCall, CalledPerson])
def test_a_notice_that_was_sent_stays_as_it_was(
    session: Session, table: type[MeetingCall] | type[CalledPerson]
) -> None:
    meeting, secretary = a_meeting(), a_secretary()
    an_item(meeting, leader=secretary)
    done(call_meeting, meeting.id, secretary)
    changed = {"message": "x"} if table is MeetingCall else {"name": "x"}
    for write in (update(table).values(**changed), delete(table)):
        with pytest.raises(IntegrityError, match=f"{table.__tablename__}_(stay|are_kept)"):
            session.connection().execute(write)
        session.rollback()


def _changed(meeting: Meeting) -> tuple[CallPart, ...]:
    db.session.expire_all()
    return calls_of(meeting, papers_of(meeting), a_secretary(), clock.now()).changed


def _refused(meeting: Meeting, actor: User, code: str) -> None:
    with pytest.raises(Refused) as refused, transaction():
        call_meeting(meeting.id, actor)
    assert refused.value.verdict.code == code
