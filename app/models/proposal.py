"""Proposals and their numbered, immutable versions."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.texts import CustomizationAnswer, Flag, OutcomeKind, ProposalText
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.difference import Difference
from app.models.person import User

if TYPE_CHECKING:
    from app.models.saving import SavingLine


class Proposal(Base):
    """A candidate common practice (案1, 案2 …). At most one of a difference is on the table."""

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("difference_id", "number", name="uq_proposals_number"),
        CheckConstraint("NOT (on_table AND withdrawn_at IS NOT NULL)", name="on_table_not_withdrawn"),
        Index(
            "uq_proposals_on_table",
            "difference_id",
            unique=True,
            sqlite_where=text("on_table"),
            postgresql_where=text("on_table"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"), index=True)
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    on_table: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_version: Mapped[int] = mapped_column(default=0)
    last_amendment: Mapped[int] = mapped_column(default=0)
    difference: Mapped[Difference] = relationship()
    author: Mapped[User] = relationship(lazy="joined")
    versions: Mapped[list["ProposalVersion"]] = relationship(
        back_populates="proposal", order_by="ProposalVersion.number"
    )
    current: Mapped["ProposalVersion"] = relationship(
        primaryjoin="and_(ProposalVersion.proposal_id == Proposal.id, ProposalVersion.number == Proposal.last_version)",
        viewonly=True,
        uselist=False,
    )


class ProposalVersion(Base):
    """One immutable text of a proposal; text_hash is over its canonical form (T2). Savings are yen a year.

    credited is whose amendment made the version, beside the author who accepted it (T9).
    """

    __tablename__ = "proposal_versions"
    __table_args__ = (
        UniqueConstraint("proposal_id", "number", name="uq_proposal_versions_number"),
        CheckConstraint("body <> ''", name="body"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("(credited_id IS NULL) = (credited_printed = '')", name="credited_by_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    number: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    outcome: Mapped[OutcomeKind] = enum_column(OutcomeKind, "outcome")
    flags: Mapped[list[str]] = mapped_column(Json)
    customization_answer: Mapped[CustomizationAnswer | None] = enum_column(
        CustomizationAnswer, "customization_answer", nullable=True
    )
    scope: Mapped[str] = mapped_column(default="")
    effective_on: Mapped[date | None]
    exceptions: Mapped[str] = mapped_column(default="")
    attachment_hashes: Mapped[list[str]] = mapped_column(Json, default=list)
    yearly_saving_yen: Mapped[int | None] = mapped_column(BigInteger)
    text_hash: Mapped[str] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(default="")
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("proposal_versions.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_printed: Mapped[str]
    credited_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    credited_printed: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposal: Mapped[Proposal] = relationship(back_populates="versions")
    saving_lines: Mapped[list["SavingLine"]] = relationship(
        back_populates="version", order_by="SavingLine.position"
    )

    @property
    def flag_set(self) -> frozenset[Flag]:
        """The flags of the version, as values of the enum."""
        return frozenset(Flag(flag) for flag in self.flags)

    @property
    def text(self) -> ProposalText:
        """Everything the hash covers (T2)."""
        return ProposalText(
            title=self.title,
            body=self.body,
            outcome=self.outcome,
            flags=self.flag_set,
            customization_answer=self.customization_answer,
            scope=self.scope,
            effective_on=self.effective_on,
            exceptions=self.exceptions,
            attachment_hashes=tuple(self.attachment_hashes),
        )
