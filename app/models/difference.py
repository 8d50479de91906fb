"""Differences, and what each city does today about them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.differences import DifferenceKind
from app.domain.workflow import Stage
from app.models.base import Base, UtcDateTime, enum_column
from app.models.city import City
from app.models.group import Group, StandardBusiness
from app.models.person import User
from app.models.redaction import Redaction

difference_standards = Table(
    "difference_standards",
    Base.metadata,
    Column("difference_id", ForeignKey("differences.id"), primary_key=True),
    Column("standard_business_id", ForeignKey("standard_businesses.id"), primary_key=True),
)


class Difference(Base):
    """One operational point on which cities differ. Its number is never reused; stage_serial counts its moves (L2).

    no_difference_until is the last instant for objections to an announced finding that the cities do not differ.
    """

    __tablename__ = "differences"
    __table_args__ = (
        UniqueConstraint("group_id", "serial", name="uq_differences_group_serial"),
        CheckConstraint("(stage = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged_into_other"),
        CheckConstraint("(held_at IS NULL) = (hold_review_on IS NULL)", name="hold_has_review"),
        CheckConstraint("held_at IS NULL OR hold_reason <> ''", name="hold_has_reason"),
        CheckConstraint(
            "(no_difference_until IS NULL) = (no_difference_reason = '')", name="no_difference_has_reason"
        ),
        Index("ix_differences_group_stage", "group_id", "stage"),
        Index("ix_differences_stage_changed", "stage", "stage_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[DifferenceKind] = enum_column(DifferenceKind, "kind", index=True)
    why: Mapped[str]
    stage: Mapped[Stage] = enum_column(Stage, "stage")
    stage_serial: Mapped[int] = mapped_column(default=0)
    stage_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cycle: Mapped[int] = mapped_column(default=1)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    survey_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discussion_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold_reason: Mapped[str] = mapped_column(default="")
    hold_review_on: Mapped[date | None]
    no_difference_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    no_difference_reason: Mapped[str] = mapped_column(default="")
    end_reason: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("differences.id"), index=True)
    last_proposal: Mapped[int] = mapped_column(default=0)
    last_round: Mapped[int] = mapped_column(default=0)
    group: Mapped[Group] = relationship(lazy="joined")
    raised_by: Mapped[User] = relationship()
    merged_into: Mapped["Difference | None"] = relationship(remote_side=[id])
    standards: Mapped[list[StandardBusiness]] = relationship(secondary=difference_standards)
    practices: Mapped[list["Practice"]] = relationship(back_populates="difference")

    @property
    def held(self) -> bool:
        """Whether a hold rests on the difference."""
        return self.held_at is not None


class Practice(Base):
    """One city's current practice on a difference; its revisions are kept, the last one counts."""

    __tablename__ = "practices"
    __table_args__ = (UniqueConstraint("difference_id", "city_id", name="uq_practices_city"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    last_revision: Mapped[int] = mapped_column(default=0)
    difference: Mapped[Difference] = relationship(back_populates="practices")
    city: Mapped[City] = relationship(lazy="joined")
    revisions: Mapped[list["PracticeRevision"]] = relationship(
        back_populates="practice", order_by="PracticeRevision.number"
    )
    current: Mapped["PracticeRevision"] = relationship(
        primaryjoin="and_(PracticeRevision.practice_id == Practice.id,"
        " PracticeRevision.number == Practice.last_revision)",
        viewonly=True,
        uselist=False,
    )


class PracticeRevision(Base):
    """What a city said it does, at one time. An example (例示) is never shown as a fact about the city."""

    __tablename__ = "practice_revisions"
    __table_args__ = (
        UniqueConstraint("practice_id", "number", name="uq_practice_revisions_number"),
        CheckConstraint("body <> ''", name="body"),
        CheckConstraint("yearly_volume IS NULL OR yearly_volume >= 0", name="volume"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"))
    number: Mapped[int]
    body: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    yearly_volume: Mapped[int | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    stated_by_printed: Mapped[str]
    stated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    instruction: Mapped[str] = mapped_column(default="")
    practice: Mapped[Practice] = relationship(back_populates="revisions")
    redaction: Mapped[Redaction | None] = relationship(lazy="joined", viewonly=True, uselist=False)
