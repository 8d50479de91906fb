"""Decisions: numbered, dated, immutable, with the exact text and its hash (D1, D2); and who adopted them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.texts import CustomizationAnswer, Flag, OutcomeKind
from app.models.ballot import Round
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.city import City
from app.models.difference import Difference
from app.models.group import Domain, Group
from app.models.proposal import ProposalVersion
from app.models.signoff import Escalation


class DecisionSeries(Base):
    """The last number given in a fiscal year and scope; its row is the lock that keeps numbers gapless (D1)."""

    __tablename__ = "decision_series"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"), primary_key=True)
    last_serial: Mapped[int] = mapped_column(default=0)


class Decision(Base):
    """What the cities agreed. tally, signoffs, dissent and alternatives are frozen facts; nothing is edited later."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "domain_id", "serial", name="uq_decisions_serial"),
        UniqueConstraint("difference_id", "cycle", name="uq_decisions_cycle"),
        CheckConstraint("serial > 0", name="serial_positive"),
        Index("ix_decisions_group_decided", "group_id", "decided_at"),
        Index("ix_decisions_decided", "decided_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    cycle: Mapped[int]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    escalation_id: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_versions.id"))
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", name="fk_decisions_meeting"), index=True
    )
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    title: Mapped[str]
    body: Mapped[str]
    outcome: Mapped[OutcomeKind] = enum_column(OutcomeKind, "outcome")
    flags: Mapped[list[str]] = mapped_column(Json)
    customization_answer: Mapped[CustomizationAnswer | None] = enum_column(
        CustomizationAnswer, "customization_answer", nullable=True
    )
    scope: Mapped[str] = mapped_column(default="")
    exceptions: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[str]
    tally: Mapped[dict[str, Any] | None] = mapped_column(Json)
    positions: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    signoffs: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    board: Mapped[dict[str, Any] | None] = mapped_column(Json)
    alternatives: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    yearly_saving_yen: Mapped[int | None] = mapped_column(BigInteger)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    effective_on: Mapped[date]
    difference: Mapped[Difference] = relationship()
    group: Mapped[Group] = relationship()
    domain: Mapped[Domain] = relationship()
    round: Mapped[Round | None] = relationship()
    escalation: Mapped[Escalation | None] = relationship()
    version: Mapped[ProposalVersion] = relationship()
    supersedes: Mapped["Decision | None"] = relationship(remote_side=[id])
    superseded_by: Mapped["Decision | None"] = relationship(
        primaryjoin="Decision.id == foreign(remote(Decision.supersedes_id))", viewonly=True, uselist=False
    )

    @property
    def flag_set(self) -> frozenset[Flag]:
        """The flags of the text, as values of the enum."""
        return frozenset(Flag(flag) for flag in self.flags)

    @property
    def dissent(self) -> list[dict[str, Any]]:
        """The positions that did not simply approve, with their reasons (D2)."""
        return [p for p in self.positions if p["kind"] not in ("approve", None)]


class Adoption(Base):
    """Since when a city works by a decision: all of its mandatory items are closed with evidence (D5)."""

    __tablename__ = "adoptions"
    __table_args__ = (UniqueConstraint("decision_id", "city_id", name="uq_adoptions_city"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    adopted_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_by_printed: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[Decision] = relationship()
    city: Mapped[City] = relationship(lazy="joined")
