"""Reminders that went out: the row is what keeps one from going twice (A9)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.reminders import ReminderKind
from app.models.base import Base, UtcDateTime, enum_column


class Reminder(Base):
    """A city was reminded of a subject, or who leads the group where no city is named.

    The subject is a table, an id and, where the same row asks again, what tells the occasions apart.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        Index(
            "uq_reminders_city",
            "subject",
            "city_id",
            "kind",
            unique=True,
            sqlite_where=text("city_id IS NOT NULL"),
            postgresql_where=text("city_id IS NOT NULL"),
        ),
        Index(
            "uq_reminders_leaders",
            "subject",
            "kind",
            unique=True,
            sqlite_where=text("city_id IS NULL"),
            postgresql_where=text("city_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    kind: Mapped[ReminderKind] = enum_column(ReminderKind, "kind")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
