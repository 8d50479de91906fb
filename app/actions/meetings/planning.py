"""Planning a meeting, changing it, calling it off."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.differences.texts import checked_markdown, line, said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.meetings.entering import enter_meeting, facts_of_event, note_change
from app.actions.meetings.mailing import Stationery, mail_called
from app.actions.notices import notify
from app.clock import now
from app.domain.calendar import LAST_YEAR, tokyo_date
from app.domain.events import EventKind
from app.domain.meetings import MeetingForm, MeetingState
from app.domain.notices import NoticeKind
from app.models import Meeting, User
from app.policies.meetings import may_cancel, may_plan, may_prepare
from app.policies.verdicts import Invalid, ensure
from app.queries.groups import lock_group
from app.queries.meetings import last_planned_by, lock_meeting
from app.queries.meetings.people import group_without

MAX_TITLE = 120
TOLD = {"starts_at", "ends_at", "form", "place"}


@dataclass(frozen=True)
class _Fields:
    title: str
    starts_at: datetime
    ends_at: datetime
    form: MeetingForm
    place: str
    note: str


def plan_meeting(
    group_id: int,
    actor: User,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    form: MeetingForm,
    place: str = "",
    note: str = "",
    key: str = "",
) -> Meeting:
    """Plan the next meeting of a group, numbered without gaps, and tell the group of one that is to come."""
    group = lock_group(group_id)
    at = now()
    ensure(may_plan(actor, group, at))
    fields = _checked(title, starts_at, ends_at, form, place, note)
    if not claim_key(key, actor):
        return last_planned_by(group, actor)
    meeting = enter_meeting(group, actor, at, **vars(fields))
    if meeting.starts_at > at:
        _tell(meeting, actor, NoticeKind.MEETING_PLANNED, at)
    return meeting


def change_meeting(
    meeting_id: int,
    actor: User,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    form: MeetingForm,
    place: str = "",
    note: str = "",
    seen: int | None = None,
    stationery: Stationery | None = None,
) -> Meeting:
    """Change what a meeting says about itself; no change leaves no trace.

    The group hears of another time or place; whoever was called to the meeting gets a mail as well.
    """
    meeting = lock_meeting(meeting_id)
    at = now()
    ensure(may_prepare(actor, meeting, at, seen))
    fields = _checked(title, starts_at, ends_at, form, place, note)
    before = facts_of_event(meeting)
    for name, value in vars(fields).items():
        setattr(meeting, name, value)
    changed = note_change(meeting, actor, before)
    if meeting.state is MeetingState.PLANNED and meeting.starts_at > at and changed & TOLD:
        _tell(meeting, actor, NoticeKind.MEETING_CHANGED, at)
        mail_called(meeting, NoticeKind.MEETING_CHANGED, at, stationery)
    return meeting


def cancel_meeting(
    meeting_id: int, actor: User, *, reason: str, stationery: Stationery | None = None
) -> Meeting:
    """Call a meeting off with a reason; it keeps its number and stays readable."""
    meeting = lock_meeting(meeting_id)
    at = now()
    ensure(may_cancel(actor, meeting, at))
    meeting.cancel_reason = said_in_words("reason", reason)
    meeting.state = MeetingState.CANCELLED
    meeting.serial += 1
    record(
        EventKind.MEETING_CANCELLED,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        after={"meeting": meeting.number, "reason": meeting.cancel_reason},
    )
    _tell(meeting, actor, NoticeKind.MEETING_CANCELLED, at)
    mail_called(meeting, NoticeKind.MEETING_CANCELLED, at, stationery, said=meeting.cancel_reason)
    return meeting


def _checked(
    title: str, starts_at: datetime, ends_at: datetime, form: MeetingForm, place: str, note: str
) -> _Fields:
    title, place = line("title", title, MAX_TITLE), line("place", place)
    if not title:
        raise Invalid("title", "required")
    if tokyo_date(starts_at).year > LAST_YEAR:
        raise Invalid("day", "day_is_unknown")
    if ends_at <= starts_at:
        raise Invalid("ends", "ends_before_it_starts")
    if form is not MeetingForm.ONLINE and not place:
        raise Invalid("place", "place_needed")
    return _Fields(title, starts_at, ends_at, form, place, checked_markdown("note", note))


def _tell(meeting: Meeting, actor: User, kind: NoticeKind, at: datetime) -> None:
    notify(
        group_without(actor, meeting, at),
        kind,
        subject=meeting,
        key=str(meeting.serial),
        meeting=meeting.number,
        group=meeting.group.code,
        starts_at=meeting.starts_at.isoformat(),
    )
