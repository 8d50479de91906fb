"""Two who call, pull out or send at the same instant: one does, the other is told, and nobody is told twice."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.mail import Enclosure
from app.actions.meetings import call_meeting, pull_from_consent, put_together, send_written
from app.actions.meetings.mailing import Stationery
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import MeetingCall, Notice, OutgoingMail, Round, User
from app.policies.verdicts import Refused
from tests.builders.convening import a_consent_list, a_written_resolution
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.meetings import a_meeting, an_item
from tests.conftest import Installation
from tests.support.races import race

pytestmark = pytest.mark.race

STATIONERY = Stationery(
    lambda meeting: f"http://localhost/meetings/{meeting.id}",
    lambda _meeting, _at: Enclosure("m.ics", "text/calendar", b"BEGIN:VCALENDAR"),
)


def test_of_two_who_call_to_a_meeting_at_once_one_does_and_nobody_is_told_twice(
    installation: Installation, session: Session
) -> None:
    group = a_group()
    a_representative(group, group.cities[0].city)
    people = [a_secretary().id, a_secretary().id]
    meeting = a_meeting(group)
    an_item(meeting)
    ends = race(
        installation.database, [_telling(call_meeting, meeting.id, who, meeting.serial) for who in people]
    )

    assert _refused(session, ends) == ["meeting_changed_meanwhile"]
    assert _told_once(session, NoticeKind.MEETING_CALLED) >= {*people}


def test_b15_one_form_calls_once_however_often_it_is_sent_at_once(
    installation: Installation, session: Session
) -> None:
    meeting, secretary = a_meeting(), a_secretary()
    an_item(meeting)
    form = _telling(call_meeting, meeting.id, secretary.id, meeting.serial, key="one form")
    ends = race(installation.database, [form, form])

    assert _refused(session, ends) == []
    assert len(set(ends)) == 1
    _told_once(session, NoticeKind.MEETING_CALLED)


@pytest.mark.parametrize("form", [("one form", "one form"), ("one form", "another")])
def test_b36_a_written_resolution_sent_twice_at_once_opens_its_ballots_once(
    form: tuple[str, str], installation: Installation, session: Session
) -> None:
    written = a_written_resolution()
    meeting_id, people = written.meeting.id, [written.secretary.id, a_secretary().id]
    if form[0] == form[1]:
        people[1] = people[0]
    ends = race(
        installation.database,
        [_telling(send_written, meeting_id, who, None, key) for who, key in zip(people, form, strict=True)],
    )

    assert _refused(session, ends) == ([] if form[0] == form[1] else ["written_was_sent"])
    assert len(session.scalars(select(Round)).all()) == 2
    assert _told_once(session, NoticeKind.WRITTEN_OPENED) >= {voice.id for voice in written.voices}


def test_b36_an_item_is_pulled_out_before_the_list_is_put_to_its_ballots_or_not_at_all(
    installation: Installation, session: Session
) -> None:
    listed = a_consent_list()
    first = listed.items[0]
    pulled, put = race(
        installation.database,
        [
            _doing(pull_from_consent, first.id, listed.voices[2].id),
            _doing(put_together, listed.meeting.id, listed.secretary.id, reason="異議なしの見込みのため。"),
        ],
    )
    session.rollback()
    opened = {round.difference_id for round in session.scalars(select(Round))}

    assert not isinstance(put, Exception)
    if isinstance(pulled, Refused):
        assert pulled.verdict.code == "consent_was_put"
    else:
        assert pulled is None
    wanted = listed.items if isinstance(pulled, Refused) else listed.items[1:]
    assert opened == {item.difference_id for item in wanted}
    assert first.consent is not None
    assert (first.consent.pulled_at is None) == (first.consent.round_id is not None)


def _doing(act: Callable[..., Any], subject_id: int, person_id: int, **named: Any) -> Callable[[], None]:
    def do() -> None:
        act(subject_id, db.session.get_one(User, person_id), **named)

    return do


def _telling(
    act: Callable[..., MeetingCall], meeting_id: int, person_id: int, seen: int | None, key: str = ""
) -> Callable[[], int]:
    """A call by notice and mail; its id."""

    def tell() -> int:
        person = db.session.get_one(User, person_id)
        return act(meeting_id, person, key=key, seen=seen, stationery=STATIONERY).id

    return tell


def _refused(session: Session, ends: Sequence[Any]) -> list[str]:
    session.rollback()
    assert [end for end in ends if isinstance(end, Exception) and not isinstance(end, Refused)] == []
    return [end.verdict.code for end in ends if isinstance(end, Refused)]


def _told_once(session: Session, kind: NoticeKind) -> set[int]:
    """The people who were told, by one calling, with one notice and one mail each."""
    assert session.scalars(select(MeetingCall.number)).all() == [1]
    told = session.scalars(select(Notice.user_id).where(Notice.kind == kind)).all()
    mailed = session.scalars(select(OutgoingMail.recipient)).all()
    assert {*Counter(told).values(), *Counter(mailed).values()} == {1}
    assert len(told) == len(mailed)
    return set(told)
