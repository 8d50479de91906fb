"""Amendments: suggested changes to one version of a proposal, kept whatever becomes of them (T8, T9)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.amending import AmendmentState
from app.models.base import Base, UtcDateTime, enum_column
from app.models.city import City
from app.models.person import User
from app.models.proposal import Proposal, ProposalVersion


class Amendment(Base):
    """A suggested body for the version `base`. Its words never change; one that has ended never changes at all."""

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number", name="uq_amendments_number"),
        CheckConstraint("body <> ''", name="body"),
        CheckConstraint("trim(reason) <> ''", name="reason"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_has_instant"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_someone"),
        CheckConstraint("(state = 'accepted') = (result_id IS NOT NULL)", name="accepted_has_version"),
        CheckConstraint("(state = 'outdated') = (outdated_by_id IS NOT NULL)", name="outdated_by_another"),
        CheckConstraint("state <> 'declined' OR trim(answer) <> ''", name="declined_has_reason"),
        Index("ix_amendments_state", "proposal_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    number: Mapped[int]
    base_id: Mapped[int] = mapped_column(ForeignKey("proposal_versions.id"))
    body: Mapped[str]
    reason: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_printed: Mapped[str]
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[AmendmentState] = enum_column(AmendmentState, "state")
    answer: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_by_printed: Mapped[str] = mapped_column(default="")
    result_id: Mapped[int | None] = mapped_column(ForeignKey("proposal_versions.id"), unique=True)
    outdated_by_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"))
    proposal: Mapped[Proposal] = relationship()
    base: Mapped[ProposalVersion] = relationship(foreign_keys=[base_id])
    result: Mapped[ProposalVersion | None] = relationship(foreign_keys=[result_id])
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    city: Mapped[City | None] = relationship(lazy="joined")
    outdated_by: Mapped["Amendment | None"] = relationship(remote_side=[id])
