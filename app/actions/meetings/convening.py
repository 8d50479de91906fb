"""Calling a group to a meeting (招集通知): who was told of which agenda, and when, is kept for good."""

from datetime import datetime

from app.actions.differences.texts import checked_markdown
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import CalledPerson, Meeting, MeetingCall, User
from app.policies.convening import may_call
from app.policies.verdicts import ensure
from app.queries.meetings import lock_meeting
from app.queries.meetings.convening import named_now
from app.queries.meetings.facts import papers_of
from app.queries.roles import people_of_group, secretaries


def call_meeting(meeting_id: int, actor: User, *, message: str = "", key: str = "") -> MeetingCall:
    """Call everybody in the group and the secretariat to a meeting; the same form calls once (B15)."""
    meeting = lock_meeting(meeting_id)
    at = now()
    if not claim_key(key, actor) and meeting.calls:
        return meeting.calls[-1]
    ensure(may_call(actor, meeting, at))
    call = _keep_call(meeting, actor, checked_markdown("message", message), at)
    notify(
        invited(meeting, at),
        NoticeKind.MEETING_CALLED,
        subject=meeting,
        key=str(call.number),
        meeting=meeting.number,
        group=meeting.group.code,
        starts_at=meeting.starts_at.isoformat(),
    )
    return call


def invited(meeting: Meeting, at: datetime) -> list[User]:
    """Whom a notice tells: everybody with a role in the group, and the secretariat."""
    people = {person.id: person for person in (*people_of_group(meeting.group, at), *secretaries())}
    return list(people.values())


def _keep_call(meeting: Meeting, actor: User, message: str, at: datetime) -> MeetingCall:
    """Keep what is named and who is told, and record it."""
    people = invited(meeting, at)
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
