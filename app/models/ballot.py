"""Ballot rounds: the frozen electorate and rule, and each city's one position."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.positions import PositionKind
from app.domain.rounds import ActingAs, DepartureHandling, PositionActKind, RoundState
from app.domain.tally import Result, Rule
from app.models.base import Base, Json, UtcDateTime, enum_column
from app.models.city import City
from app.models.difference import Difference
from app.models.person import User
from app.models.proposal import ProposalVersion


class Round(Base):
    """One opening of a ballot. What it froze at opening never changes (B2); at most one is open a difference (B43).

    notice_by is the last instant at which a notice made a silence count, kept lest new holidays move it (B28, B36).
    fallback_of is the failed round on the same text that it follows under a weaker rule (B41).
    """

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("difference_id", "number", name="uq_rounds_number"),
        UniqueConstraint("id", "text_hash", name="uq_rounds_text"),
        ForeignKeyConstraint(
            ["fallback_of_id", "text_hash"], ["rounds.id", "rounds.text_hash"], name="fk_rounds_fallback"
        ),
        CheckConstraint("closes_at > opened_at", name="interval"),
        CheckConstraint("notice_by <= closes_at", name="notice_before_closing"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_instant"),
        CheckConstraint("(state = 'closed') = (result IS NOT NULL)", name="closed_has_result"),
        CheckConstraint("state <> 'cancelled' OR end_reason <> ''", name="cancelled_has_reason"),
        Index(
            "uq_rounds_open",
            "difference_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_rounds_state_closes", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"), index=True)
    cycle: Mapped[int]
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_versions.id"), index=True)
    text_hash: Mapped[str]
    rule_frozen: Mapped[dict[str, Any]] = mapped_column(Json)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_by_printed: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    notice_by: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[RoundState] = enum_column(RoundState, "state")
    result: Mapped[Result | None] = enum_column(Result, "result", nullable=True)
    tally_frozen: Mapped[dict[str, Any] | None] = mapped_column(Json)
    overrides: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    casting_vote: Mapped[PositionKind | None] = enum_column(PositionKind, "casting_vote", nullable=True)
    sealed: Mapped[bool] = mapped_column(default=False)
    end_reason: Mapped[str] = mapped_column(default="")
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", name="fk_rounds_meeting"), index=True
    )
    fallback_of_id: Mapped[int | None] = mapped_column(index=True)
    difference: Mapped[Difference] = relationship()
    version: Mapped[ProposalVersion] = relationship()
    electorate: Mapped[list["RoundCity"]] = relationship(back_populates="round", order_by="RoundCity.city_id")
    positions: Mapped[list["Position"]] = relationship(
        back_populates="round", order_by="Position.city_id", cascade="all, delete-orphan"
    )
    acts: Mapped[list["PositionAct"]] = relationship(back_populates="round", order_by="PositionAct.id")
    fallback_of: Mapped["Round | None"] = relationship(
        primaryjoin="foreign(Round.fallback_of_id) == remote(Round.id)"
    )

    @property
    def rule(self) -> Rule:
        """The rule as it was frozen at opening."""
        return Rule.from_json(self.rule_frozen)

    def accepts_at(self, at: datetime) -> bool:
        """Whether a position committed at this instant would count (B24): open, and before closes_at."""
        return self.state is RoundState.OPEN and at < self.closes_at

    def is_due(self, at: datetime) -> bool:
        """Whether the clock has closed the round, recorded or not (B25)."""
        return self.state is RoundState.OPEN and at >= self.closes_at

    def state_at(self, at: datetime) -> RoundState:
        """The state every surface shows: a round past its closing instant is closed, recorded or not (B25)."""
        return RoundState.CLOSED if self.is_due(at) else self.state

    def member(self, city_id: int | None) -> "RoundCity | None":
        """A city's place in the electorate; None for a city that has no position in this round (B3)."""
        return next((entry for entry in self.electorate if entry.city_id == city_id), None)

    def position_of(self, city_id: int | None) -> "Position | None":
        """A city's current position, if it took one."""
        return next((position for position in self.positions if position.city_id == city_id), None)


class RoundCity(Base):
    """A city of a round's electorate, frozen at opening, and when it was notified (B36)."""

    __tablename__ = "round_cities"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), primary_key=True, index=True)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    departure: Mapped[DepartureHandling | None] = enum_column(DepartureHandling, "departure", nullable=True)
    departure_reason: Mapped[str] = mapped_column(default="")
    round: Mapped[Round] = relationship(back_populates="electorate")
    city: Mapped[City] = relationship(lazy="joined")


class Position(Base):
    """A city's one current position in a round (B1, B16): only a city of the electorate can have one (B3)."""

    __tablename__ = "positions"
    __table_args__ = (
        UniqueConstraint("round_id", "city_id", name="uq_positions_round_city"),
        ForeignKeyConstraint(
            ["round_id", "city_id"],
            ["round_cities.round_id", "round_cities.city_id"],
            name="fk_positions_electorate",
        ),
        CheckConstraint("kind = 'approve' OR trim(reason) <> ''", name="reason_due"),
        CheckConstraint("acting_as <> 'instructed' OR evidence <> ''", name="instruction_has_evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    kind: Mapped[PositionKind] = enum_column(PositionKind, "kind")
    reason: Mapped[str] = mapped_column(default="")
    serial: Mapped[int]
    acting_as: Mapped[ActingAs] = enum_column(ActingAs, "acting_as")
    evidence: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user_printed: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    round: Mapped[Round] = relationship(back_populates="positions", foreign_keys=[round_id])
    city: Mapped[City] = relationship(lazy="joined", foreign_keys=[city_id])
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class PositionAct(Base):
    """One act on a city's position, kept for ever: what the position rows are made from (B1, B7, B21, B39)."""

    __tablename__ = "position_acts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "city_id"],
            ["round_cities.round_id", "round_cities.city_id"],
            name="fk_position_acts_electorate",
        ),
        UniqueConstraint("round_id", "city_id", "serial", name="uq_position_acts_serial"),
        CheckConstraint("(act = 'withdrawn') = (kind IS NULL)", name="withdrawn_has_no_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    serial: Mapped[int]
    act: Mapped[PositionActKind] = enum_column(PositionActKind, "act")
    kind: Mapped[PositionKind | None] = enum_column(PositionKind, "kind", nullable=True)
    reason: Mapped[str] = mapped_column(default="")
    acting_as: Mapped[ActingAs] = enum_column(ActingAs, "acting_as")
    evidence: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user_printed: Mapped[str]
    user_post: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    round: Mapped[Round] = relationship(back_populates="acts", foreign_keys=[round_id])
    city: Mapped[City] = relationship(lazy="joined", foreign_keys=[city_id])


class Disposition(Base):
    """What became of a comment that came with an approval, before the decision is published (B22)."""

    __tablename__ = "dispositions"
    __table_args__ = (
        UniqueConstraint("round_id", "city_id", name="uq_dispositions_city"),
        ForeignKeyConstraint(
            ["round_id", "city_id"],
            ["round_cities.round_id", "round_cities.city_id"],
            name="fk_dispositions_electorate",
        ),
        CheckConstraint("trim(body) <> ''", name="body"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    body: Mapped[str]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_by_printed: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
