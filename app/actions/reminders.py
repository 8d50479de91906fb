"""Reminding cities of what waits for them, once for each subject and kind (A9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.actions.notices import notify
from app.clock import now
from app.domain.notices import NoticeKind
from app.domain.reminders import ReminderKind
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import Meeting, Reminder, User
from app.queries.meetings.preparation import lacks_by_number, preparation_of
from app.queries.meetings.tomorrow import key_of, meetings_to_prepare
from app.queries.reminders import VOICES, Due, people_to_remind, reminders_due
from app.queries.roles import people_of_city, people_of_group, secretaries


def send_reminders() -> int:
    """Send every reminder that is due now and has not gone out; how many went.

    Two workers at once send each only once: the row of the reminder decides, not that it was looked for before.
    """
    at = now()
    return sum(_remind(due, at) for due in reminders_due(at))


def tell_before_meetings() -> int:
    """Tell, on the working day before a meeting, who leads how far the cities are, and each city what it lacks.

    Once for each time of the meeting and each city (A9). What a city has prepared in its caucus is told to nobody (A1).
    """
    at = now()
    return sum(_tell_before(meeting, at) for meeting in meetings_to_prepare(at))


def _tell_before(meeting: Meeting, at: datetime) -> int:
    preparation = preparation_of(meeting, None, at)
    leaders = [*people_of_group(meeting.group, at, kinds=(RoleKind.CHAIR,)), *secretaries()]
    lights = [[city.code, light.value] for city, light in preparation.totals]
    told = _tell(meeting, None, leaders, at, lights=lights)
    for city in preparation.cities:
        lacks = lacks_by_number(preparation, city)
        if lacks:
            people = people_of_group(meeting.group, at, kinds=VOICES, city_id=city.id)
            people = people or people_of_city(meeting.group, city.id, at)
            said = {number: [lack.value for lack in found] for number, found in lacks.items()}
            told += _tell(meeting, city.id, people, at, lacks=said)
    return told


def _tell(meeting: Meeting, city_id: int | None, people: Sequence[User], at: datetime, **facts: Any) -> int:
    kind = ReminderKind.DAY_BEFORE
    if not people or not _first(key_of(meeting), city_id, kind, at):
        return 0
    notify(
        people,
        NoticeKind.MEETING_TO_PREPARE,
        subject=meeting,
        key=f"{meeting.starts_at.isoformat()}:{city_id or ''}",
        meeting=meeting.number,
        group=meeting.group.code,
        reminder=kind.value,
        starts_at=meeting.starts_at.isoformat(),
        **facts,
    )
    return 1


def _remind(due: Due, at: datetime) -> bool:
    owed = due.owed
    people = people_to_remind(owed, at)
    if not people or not _first(owed.key, owed.city_id, due.kind, at):
        return False
    notify(
        people,
        owed.task,
        subject=owed.subject,
        difference=owed.difference,
        key=f"{owed.key}:{owed.city_id or ''}:{due.kind.value}",
        reminder=due.kind.value,
        due=owed.due.isoformat() if owed.due else None,
    )
    return True


def _first(subject: str, city_id: int | None, kind: ReminderKind, at: datetime) -> bool:
    """Keep the reminder; False where it is kept already."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Reminder).values(subject=subject, city_id=city_id, kind=kind, at=at)
    return db.session.scalar(row.on_conflict_do_nothing().returning(Reminder.id)) is not None
