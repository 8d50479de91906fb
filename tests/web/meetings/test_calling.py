"""Calling to a meeting on its pages: the mail that goes out, with the meeting as calendars read it."""

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar, Component
from sqlalchemy.orm import Session

from app import clock
from app.jobs.mail import deliver_mail
from app.models import Meeting, User
from tests.builders.council import a_group, a_secretary
from tests.builders.meetings import a_meeting, an_item
from tests.conftest import Installation
from tests.support.mail_server import MailServer, mail_server

SignedIn = Callable[[User], FlaskClient]
Post = Callable[[], list[EmailMessage]]


@pytest.fixture
def post(installation: Installation) -> Iterator[Post]:
    """Deliver what waits; the letters that went."""
    with mail_server() as server:
        yield lambda: _delivered(installation, server)


def test_the_mail_brings_the_meeting_as_its_page_offers_it_and_takes_it_out_when_called_off(
    session: Session, signed_in: SignedIn, post: Post
) -> None:
    meeting, secretary = _meeting()
    browser, address = signed_in(secretary), f"/meetings/{meeting.id}"
    assert browser.post(f"{address}/call", data={"message": "資料を読む。", "key": "f"}).status_code == 303
    (called,) = post()
    offered = browser.get(f"{address}/meeting.ics").data
    moved = {"title": "定例会", "day": "2026-11-24", "starts": "14:00", "ends": "16:00", "form": "online"}
    assert browser.post(f"{address}/edit", data=moved).status_code == 303
    assert browser.post(f"{address}/cancel", data={"reason": "台風のため。"}).status_code == 303
    changed, off = post()

    assert _file(called).get_payload(decode=True) == offered
    assert _file(called).get_filename() == "EDU-02-1.ics"
    first, second, last = (_read(letter) for letter in (called, changed, off))
    assert [method for method, _event in (first, second, last)] == ["PUBLISH", "PUBLISH", "CANCEL"]
    events = [event for _method, event in (first, second, last)]
    assert {str(event["uid"]) for event in events} == {f"meeting-{meeting.id}@localhost"}
    sequences = [int(event["sequence"]) for event in events]
    assert sequences == sorted(set(sequences))
    start = events[1]["dtstart"]
    assert (start.params["tzid"], start.dt.isoformat()) == ("Asia/Tokyo", "2026-11-24T14:00:00+09:00")
    assert events[1].decoded("dtstamp") == clock.now()
    assert str(events[0]["organizer"]) == "mailto:suriawase@localhost"
    assert "attendee" not in events[0]
    assert (str(events[1]["status"]), str(events[2]["status"])) == ("CONFIRMED", "CANCELLED")


def test_the_form_of_a_notice_names_what_was_seen_and_the_second_of_two_is_told(
    session: Session, signed_in: SignedIn, post: Post
) -> None:
    meeting, secretary = _meeting()
    browser, address = signed_in(secretary), f"/meetings/{meeting.id}/call"
    seen = str(meeting.serial)
    assert f'name="seen" type="hidden" value="{seen}"' in browser.get(address).text
    sends = [{"message": "資料を読む。", "key": key, "seen": seen} for key in ("one", "one", "two")]
    answers = [browser.post(address, data=form) for form in sends]

    assert [answer.status_code for answer in answers] == [303, 303, 409]
    assert "資料を読む。" in answers[2].text
    assert len(post()) == 1


def _meeting() -> tuple[Meeting, User]:
    """A meeting to which the secretariat's only person is called."""
    group, secretary = a_group(), a_secretary()
    meeting = a_meeting(group, secretary, starts_at=clock.now() + timedelta(days=2))
    an_item(meeting, leader=secretary)
    return meeting, secretary


def _delivered(installation: Installation, server: MailServer) -> list[EmailMessage]:
    before = len(server.letters)
    settings = replace(installation.app.extensions["settings"], smtp_url=server.address)
    deliver_mail(installation.database, settings)
    return [
        email.message_from_string(letter, policy=email.policy.default) for letter in server.letters[before:]
    ]


def _file(letter: EmailMessage) -> EmailMessage:
    (attached,) = letter.iter_attachments()
    return attached


def _read(letter: EmailMessage) -> tuple[str, Component]:
    """The method of the calendar that came with a mail, the same in the mail as in the file, and its event."""
    file = _file(letter)
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert file.get_content_type() == "text/calendar"
    assert file["Content-Type"].params["method"] == str(calendar["method"])
    return str(calendar["method"]), event
