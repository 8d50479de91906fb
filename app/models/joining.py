"""A city that joins: its joining, and one position task for each decision in force (D7)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.joining import Answer, Said, TaskClosing, TaskState, state_of
from app.models.base import Base, UtcDateTime, enum_column
from app.models.city import City
from app.models.decision import Decision
from app.models.difference import Difference


class Joining(Base):
    """A city answers to what was decided without it. One row a city, whose row is the lock of all of its answers.

    It is planned until it has begun; began_by is nobody where the first day of a membership began it. kept_up_on is
    the last day for which its tasks are complete.
    """

    __tablename__ = "joinings"
    __table_args__ = (Index("ix_joinings_kept_up", "left_at", "kept_up_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), unique=True)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    began_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    began_by_printed: Mapped[str] = mapped_column(default="")
    kept_up_on: Mapped[date]
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    city: Mapped[City] = relationship(lazy="joined")

    @property
    def begun(self) -> bool:
        """Whether the city is asked at present, or has answered everything."""
        return self.began_at is not None and self.left_at is None


class PositionTask(Base):
    """What a joining city says to one decision: asked once, whoever asks how often (D7). serial counts its changes.

    A confirmed answer stays. difference_id is the difference that an objection opened (D8).
    """

    __tablename__ = "position_tasks"
    __table_args__ = (
        UniqueConstraint("decision_id", "city_id", name="uq_position_tasks_city"),
        CheckConstraint(
            "answer IS NULL OR answer IN ('adopt', 'adopt_from') OR trim(reason) <> ''", name="reason_due"
        ),
        CheckConstraint(
            "(from_on IS NOT NULL) = (answer IS NOT NULL AND answer = 'adopt_from')", name="from_day"
        ),
        CheckConstraint(
            "(until_on IS NOT NULL) = (answer IS NOT NULL AND answer = 'ask_exception')", name="last_day"
        ),
        CheckConstraint(
            "(trim(instead) <> '') = (answer IS NOT NULL AND answer = 'ask_exception')",
            name="text_of_exception",
        ),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(answer IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        CheckConstraint("confirmed_at IS NULL OR answer IS NOT NULL", name="confirmed_answer"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by"),
        CheckConstraint("(closed_at IS NULL) = (closed_as IS NULL)", name="closed_as_something"),
        CheckConstraint("closed_at IS NULL OR confirmed_at IS NULL", name="confirmed_stays"),
        CheckConstraint(
            "difference_id IS NULL OR (answer = 'object' AND confirmed_at IS NOT NULL)",
            name="difference_of_objection",
        ),
        Index("ix_position_tasks_open", "city_id", "closed_at", "confirmed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    joining_id: Mapped[int] = mapped_column(ForeignKey("joinings.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    serial: Mapped[int] = mapped_column(default=0)
    answer: Mapped[Answer | None] = enum_column(Answer, "answer", nullable=True)
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    instead: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_by_printed: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_by_printed: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_as: Mapped[TaskClosing | None] = enum_column(TaskClosing, "closed_as", nullable=True)
    difference_id: Mapped[int | None] = mapped_column(ForeignKey("differences.id"), index=True)
    joining: Mapped[Joining] = relationship()
    city: Mapped[City] = relationship(lazy="joined")
    decision: Mapped[Decision] = relationship()
    difference: Mapped[Difference | None] = relationship()

    @property
    def state(self) -> TaskState:
        """Where the question stands."""
        return state_of(
            answered=self.answer is not None,
            confirmed=self.confirmed_at is not None,
            closed_as=self.closed_as,
        )

    @property
    def said(self) -> Said | None:
        """The answer with what belongs to it; None before there is one."""
        if self.answer is None:
            return None
        return Said(self.answer, self.from_on, self.until_on, self.instead, self.reason)
