"""Planning a written resolution (書面決議): a meeting without a sitting, whose agenda is put to ballots."""

from datetime import date, datetime

from app.actions.ballots.deadlines import closing_instant
from app.actions.differences.texts import checked_markdown, line
from app.actions.keys import claim_key
from app.actions.meetings.entering import enter_meeting, facts_of_event, note_change
from app.actions.meetings.planning import MAX_TITLE
from app.clock import now
from app.domain.meetings import MeetingForm
from app.models import Group, Meeting, User
from app.policies.meetings import may_plan, may_prepare
from app.policies.rules import written_rule
from app.policies.verdicts import Invalid, Refused, ensure, not_now
from app.queries.council import the_council
from app.queries.groups import lock_group
from app.queries.meetings import last_planned_by, lock_meeting


def plan_written(
    group_id: int, actor: User, *, title: str, closes_on: date, note: str = "", key: str = ""
) -> Meeting:
    """Plan a written resolution that ends with a day; nobody is told before it is sent."""
    group = lock_group(group_id)
    at = now()
    ensure(may_plan(actor, group, at))
    ends_at, title = _closing(group, closes_on, at), _title(title)
    note = checked_markdown("note", note)
    if not claim_key(key, actor):
        return last_planned_by(group, actor)
    return enter_meeting(
        group,
        actor,
        at,
        title=title,
        starts_at=at,
        ends_at=ends_at,
        form=MeetingForm.ONLINE,
        note=note,
        written=True,
    )


def change_written(
    meeting_id: int, actor: User, *, title: str, closes_on: date, note: str = "", seen: int | None = None
) -> Meeting:
    """Change title, last day or message until it is sent. No change leaves no trace."""
    meeting = lock_meeting(meeting_id)
    at = now()
    ensure(may_prepare(actor, meeting, at, seen))
    if not meeting.written:
        raise Refused(not_now("meeting_is_a_sitting"))
    before = facts_of_event(meeting)
    meeting.title, meeting.note = _title(title), checked_markdown("note", note)
    meeting.ends_at = _closing(meeting.group, closes_on, at)
    note_change(meeting, actor, before)
    return meeting


def _closing(group: Group, closes_on: date, at: datetime) -> datetime:
    council = the_council()
    return closing_instant(closes_on, at, written_rule(council, len(group.voting_cities_at(at))), council)


def _title(title: str) -> str:
    title = line("title", title, MAX_TITLE)
    if not title:
        raise Invalid("title", "required")
    return title
