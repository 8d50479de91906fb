"""The row of a meeting and its events: entered with the next number of its group, changed with a trace."""

from datetime import datetime
from typing import Any

from app.actions.events import record
from app.domain.events import EventKind
from app.domain.meetings import MeetingForm, MeetingState
from app.extensions import db
from app.models import Group, Meeting, User


def enter_meeting(
    group: Group,
    actor: User,
    at: datetime,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    form: MeetingForm,
    place: str = "",
    note: str = "",
    written: bool = False,
) -> Meeting:
    """Enter a planned meeting under the next number of its locked group, without a gap, and record it."""
    group.last_meeting += 1
    meeting = Meeting(
        group=group,
        number=group.last_meeting,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        form=form,
        place=place,
        note=note,
        written=written,
        state=MeetingState.PLANNED,
        serial=0,
        planned_by_id=actor.id,
        planned_at=at,
    )
    db.session.add(meeting)
    db.session.flush()
    after = facts_of_event(meeting)
    record(EventKind.MEETING_PLANNED, actor=actor, subject=meeting, group=group, after=after)
    return meeting


def facts_of_event(meeting: Meeting) -> dict[str, Any]:
    """What events keep of a meeting."""
    return {
        "meeting": meeting.number,
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "form": meeting.form.value,
        "place": meeting.place,
        "note": meeting.note,
    } | ({"written": True} if meeting.written else {})


def note_change(meeting: Meeting, actor: User, before: dict[str, Any]) -> set[str]:
    """Record what a meeting says otherwise than before, and name it; no change leaves no trace (T3)."""
    after = facts_of_event(meeting)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        meeting.serial += 1
        record(
            EventKind.MEETING_CHANGED,
            actor=actor,
            subject=meeting,
            group=meeting.group,
            before={name: before[name] for name in changed},
            after={"meeting": meeting.number} | {name: after[name] for name in changed},
        )
    return set(changed)
