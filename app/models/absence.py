"""Registered absences with their deputies, and what an absent manager has to read afterwards (S5, S6)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, UtcDateTime, held_at
from app.models.person import Post, User
from app.models.signoff import Signature, SignoffStep


class Absence(Base):
    """A span [since, until) in which somebody is away from a post, and who may act in the place, in order (S5)."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("until > since", name="interval"),
        CheckConstraint("trim(reason) <> ''", name="reason_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    reason: Mapped[str]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    post: Mapped[Post] = relationship(lazy="joined")
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined")
    registered_by: Mapped[User] = relationship(foreign_keys=[registered_by_id])
    deputies: Mapped[list["AbsenceDeputy"]] = relationship(
        order_by="AbsenceDeputy.rank", cascade="all, delete-orphan", lazy="selectin"
    )

    def runs_at(self, at: datetime) -> bool:
        """Whether the person is away at an instant."""
        return held_at(self.since, self.until, at)


class AbsenceDeputy(Base):
    """Who may act in an absent manager's place; the lower rank first."""

    __tablename__ = "absence_deputies"
    __table_args__ = (
        CheckConstraint("rank > 0", name="rank_positive"),
        UniqueConstraint("absence_id", "user_id", name="uq_absence_deputies_user"),
    )

    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    user: Mapped[User] = relationship(lazy="joined")


class LaterReading(Base):
    """後閲: what an absent manager reads afterwards, signed by a deputy or passed over (S5, S6). It undoes nothing."""

    __tablename__ = "later_readings"
    __table_args__ = (
        CheckConstraint("read_at IS NOT NULL OR remark = ''", name="remark_when_read"),
        Index(
            "uq_later_readings_step_post_user",
            "step_id",
            "post_id",
            "user_id",
            unique=True,
            sqlite_where=text("dismissed_at IS NULL"),
            postgresql_where=text("dismissed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("signoff_steps.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    post_name: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    printed_name: Mapped[str]
    absence_id: Mapped[int] = mapped_column(ForeignKey("absences.id"), index=True)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id"), unique=True)
    owed_since: Mapped[datetime] = mapped_column(UtcDateTime)
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remark: Mapped[str] = mapped_column(default="")
    step: Mapped[SignoffStep] = relationship(back_populates="readings")
    user: Mapped[User] = relationship()
    absence: Mapped[Absence] = relationship()
    signature: Mapped[Signature | None] = relationship()

    @property
    def passed_over(self) -> bool:
        """Whether the post was passed over and nobody signed in its place."""
        return self.signature_id is None
