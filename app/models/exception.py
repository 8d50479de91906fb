"""Exceptions: one city's departure from a decision, asked for, answered, and always with an end (D4)."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.calendar import tokyo_date
from app.domain.exceptions import ExceptionPhase, ExceptionText, phase_on
from app.domain.force import Days
from app.models.base import Base, UtcDateTime
from app.models.city import City
from app.models.decision import Decision


class DecisionException(Base):
    """A city's exception to a decision; granted is None until it is answered. ended_on is a last day before last_day.

    Nothing of the text changes after it was asked for, nothing of the answer after it was given. reminded counts the
    days before the end of which people were told last.
    """

    __tablename__ = "decision_exceptions"
    __table_args__ = (
        CheckConstraint("trim(body) <> ''", name="body"),
        CheckConstraint("trim(reason) <> ''", name="reason"),
        CheckConstraint("(granted IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("granted IS NULL OR granted OR trim(answer) <> ''", name="refusal_has_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_on IS NULL)", name="ended"),
        CheckConstraint("ended_at IS NULL OR trim(end_reason) <> ''", name="end_has_reason"),
        CheckConstraint(
            "ended_on IS NULL OR (granted IS NOT NULL AND granted AND ended_on < last_day)",
            name="ended_early",
        ),
        Index("ix_decision_exceptions_city", "decision_id", "city_id"),
        Index("ix_decision_exceptions_end", "granted", "last_day"),
        Index(
            "uq_decision_exceptions_asked",
            "decision_id",
            "city_id",
            unique=True,
            sqlite_where=text("granted IS NULL"),
            postgresql_where=text("granted IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    body: Mapped[str]
    reason: Mapped[str]
    last_day: Mapped[date]
    text_hash: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_by_printed: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_by_printed: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_by_printed: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded: Mapped[int | None]
    decision: Mapped[Decision] = relationship()
    city: Mapped[City] = relationship(lazy="joined")

    @property
    def ends_on(self) -> date:
        """The last day on which it holds."""
        return self.ended_on or self.last_day

    @property
    def days(self) -> Days | None:
        """The days on which it holds: from the day it was granted; None while it is not."""
        if not self.granted or self.answered_at is None:
            return None
        return Days(tokyo_date(self.answered_at), self.ends_on + timedelta(days=1))

    def phase_on(self, day: date) -> ExceptionPhase:
        """How it stands on a day."""
        return phase_on(day, granted=self.granted, ends_on=self.ends_on)

    @property
    def text(self) -> ExceptionText:
        """Everything the hash covers."""
        return ExceptionText(self.decision.text_hash, self.city.code, self.body, self.reason, self.last_day)

    def facts(self) -> dict[str, Any]:
        """What events and notices say of it."""
        return {
            "decision": self.decision_id,
            "number": self.decision.number,
            "city": self.city.names,
            "last_day": self.last_day.isoformat(),
            "text_hash": self.text_hash,
        }
