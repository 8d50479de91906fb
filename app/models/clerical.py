"""Clerical corrections: annotations to a decision, whose row they never change (D2)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.clerical import CorrectionState, state_at
from app.models.base import Base, UtcDateTime
from app.models.city import City
from app.models.decision import Decision


class ClericalCorrection(Base):
    """A passage of a decided text that was written by mistake, and what it should read; its words never change."""

    __tablename__ = "clerical_corrections"
    __table_args__ = (
        UniqueConstraint("decision_id", "number", name="uq_clerical_corrections_number"),
        CheckConstraint("old_passage <> '' AND new_passage <> ''", name="passages"),
        CheckConstraint("old_passage <> new_passage", name="changes_something"),
        CheckConstraint("trim(reason) <> ''", name="reason"),
        CheckConstraint("objections_until >= proposed_at", name="interval"),
        CheckConstraint(
            "(stopped_at IS NULL) = (stopped_by_id IS NULL) AND (stopped_at IS NULL) = (city_id IS NULL)",
            name="stopped_by_a_city",
        ),
        CheckConstraint("stopped_at IS NULL OR trim(objection) <> ''", name="objection"),
        CheckConstraint("stopped_at IS NULL OR stopped_at < objections_until", name="stopped_in_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    number: Mapped[int]
    old_passage: Mapped[str]
    new_passage: Mapped[str]
    reason: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_by_printed: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    objections_until: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    stopped_by_printed: Mapped[str] = mapped_column(default="")
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    objection: Mapped[str] = mapped_column(default="")
    decision: Mapped[Decision] = relationship()
    city: Mapped[City | None] = relationship(lazy="joined")

    def state_at(self, at: datetime) -> CorrectionState:
        """How it stands at an instant; the clock alone makes it hold."""
        return state_at(at, self.objections_until, self.stopped_at)
