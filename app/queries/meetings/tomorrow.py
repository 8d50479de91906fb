"""The meetings whose last working day before has come, and of which somebody has not been told yet (A9)."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain.meetings import MeetingState
from app.domain.reminders import ReminderKind, is_day_before
from app.extensions import db
from app.models import AgendaItem, Group, Meeting, Reminder

LONGEST_HOLIDAYS = timedelta(days=16)
MOST = 100


def meetings_to_prepare(at: datetime) -> list[Meeting]:
    """The meetings to come before which no working day is left, and whose leaders have not been told of this time."""
    statement = (
        select(Meeting)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at > at,
            Meeting.starts_at < at + LONGEST_HOLIDAYS,
            exists().where(AgendaItem.meeting_id == Meeting.id),
        )
        .options(
            joinedload(Meeting.group).selectinload(Group.cities),
            selectinload(Meeting.agenda).joinedload(AgendaItem.difference),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )
    near = [
        meeting
        for meeting in db.session.scalars(statement).unique()
        if meeting.group.active and is_day_before(meeting.starts_at, at)
    ]
    told = _told([key_of(meeting) for meeting in near])
    return [meeting for meeting in near if key_of(meeting) not in told]


def key_of(meeting: Meeting) -> str:
    """The subject of its reminders: a meeting at another time is told of anew."""
    return f"meeting:{meeting.id}:{meeting.starts_at.isoformat()}"


def _told(keys: list[str]) -> set[str]:
    statement = select(Reminder.subject).where(
        Reminder.subject.in_(keys), Reminder.kind == ReminderKind.DAY_BEFORE, Reminder.city_id.is_(None)
    )
    return set(db.session.scalars(statement))
