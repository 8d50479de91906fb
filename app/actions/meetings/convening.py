"""Calling a group to a meeting (招集通知), sending a written resolution (書面決議): who was told, and when, is kept."""

from collections.abc import Sequence
from datetime import datetime

from app.actions.ballots.deadlines import closing_instant
from app.actions.differences.texts import checked_markdown
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.meetings.balloting import open_on
from app.actions.meetings.mailing import Stationery, mail_about
from app.actions.notices import notify
from app.clock import now
from app.domain.calendar import last_day_tokyo
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import CalledPerson, Meeting, MeetingCall, User
from app.policies.convening import may_call, may_send_written
from app.policies.rules import written_rule
from app.policies.verdicts import ensure
from app.queries.council import the_council
from app.queries.meetings import lock_meeting
from app.queries.meetings.convening import named_now
from app.queries.meetings.facts import papers_of
from app.queries.meetings.people import invited


def call_meeting(
    meeting_id: int,
    actor: User,
    *,
    message: str = "",
    key: str = "",
    seen: int | None = None,
    stationery: Stationery | None = None,
) -> MeetingCall:
    """Call everybody in the group and the secretariat to a meeting, by notice and mail; the same form once (B15)."""
    meeting = lock_meeting(meeting_id)
    at = now()
    if not claim_key(key, actor) and meeting.calls:
        return meeting.calls[-1]
    ensure(may_call(actor, meeting, at, seen))
    people = invited(meeting, at)
    call = _keep_call(meeting, actor, people, checked_markdown("message", message), at)
    notify(
        people,
        NoticeKind.MEETING_CALLED,
        subject=meeting,
        key=str(call.number),
        meeting=meeting.number,
        group=meeting.group.code,
        starts_at=meeting.starts_at.isoformat(),
    )
    mail_about(meeting, people, NoticeKind.MEETING_CALLED, at, stationery, said=call.message)
    return call


def send_written(
    meeting_id: int,
    actor: User,
    *,
    message: str = "",
    key: str = "",
    seen: int | None = None,
    stationery: Stationery | None = None,
) -> MeetingCall:
    """Send a written resolution: all its ballots open now, until its last day, or none; the notice names them (B36).

    Raises Invalid where fewer working days are left than the council asks for (B29), or an item is not ready (L4).
    """
    meeting = lock_meeting(meeting_id)
    at = now()
    if not claim_key(key, actor) and meeting.calls:
        return meeting.calls[-1]
    ensure(may_send_written(actor, meeting, at, seen))
    message, council = checked_markdown("message", message), the_council()
    rule = written_rule(council, len(meeting.group.voting_cities_at(at)))
    last_day = last_day_tokyo(meeting.ends_at)
    closing_instant(last_day, at, rule, council)
    for item in sorted(meeting.agenda, key=lambda item: item.difference_id or 0):
        open_on(item, actor, rule=rule, closes_on=last_day, field="message")
    meeting.starts_at = at
    people = invited(meeting, at)
    call = _keep_call(meeting, actor, people, message, at)
    notify(
        people,
        NoticeKind.WRITTEN_OPENED,
        subject=meeting,
        meeting=meeting.number,
        group=meeting.group.code,
        due=meeting.ends_at.isoformat(),
    )
    mail_about(meeting, people, NoticeKind.WRITTEN_OPENED, at, stationery, said=message)
    return call


def _keep_call(
    meeting: Meeting, actor: User, people: Sequence[User], message: str, at: datetime
) -> MeetingCall:
    """Keep what is named and who is told, and record it."""
    call = MeetingCall(
        number=len(meeting.calls) + 1,
        named=named_now(meeting, papers_of(meeting)),
        message=message,
        sent_by_id=actor.id,
        sent_by_printed=actor.printed,
        sent_at=at,
        people=[_person(person) for person in people],
    )
    meeting.calls.append(call)
    meeting.serial += 1
    db.session.flush()
    record(
        EventKind.MEETING_CALLED,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        after={
            "meeting": meeting.number,
            "call": call.number,
            "named": call.named,
            "message": message,
            "told": [person.printed for person in people],
        },
    )
    return call


def _person(person: User) -> CalledPerson:
    return CalledPerson(
        user_id=person.id,
        city_id=person.city_id,
        organisation=person.organisation,
        section=person.section,
        post=person.post,
        name=person.name,
    )
