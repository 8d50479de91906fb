"""Reminding cities of what waits for them, once for each subject and kind (A9)."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from app.actions.notices import notify
from app.clock import now
from app.extensions import db
from app.models import Reminder
from app.queries.reminders import Due, people_to_remind, reminders_due


def send_reminders() -> int:
    """Send every reminder that is due now and has not gone out; how many went.

    Two workers at once send each only once: the row of the reminder decides, not that it was looked for before.
    """
    at = now()
    return sum(_remind(due, at) for due in reminders_due(at))


def _remind(due: Due, at: datetime) -> bool:
    owed = due.owed
    people = people_to_remind(owed, at)
    if not people or not _first(due, at):
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


def _first(due: Due, at: datetime) -> bool:
    """Keep the reminder; False where it is kept already."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Reminder).values(subject=due.owed.key, city_id=due.owed.city_id, kind=due.kind, at=at)
    return db.session.scalar(row.on_conflict_do_nothing().returning(Reminder.id)) is not None
