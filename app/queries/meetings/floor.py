"""The item that a meeting talks about."""

from sqlalchemy import select

from app.extensions import db
from app.models import Floor, Meeting


def floor_of(meeting: Meeting) -> Floor | None:
    """The floor of a meeting as committed now; None before anybody turned to an item."""
    statement = select(Floor).where(Floor.meeting_id == meeting.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
