"""Routes of posts, escalations that run along frozen copies of them, and managers' signatures."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.roles import StepRule
from app.domain.signoff import Meaning, SignoffState
from app.models.ballot import Round
from app.models.base import Base, UtcDateTime, enum_column
from app.models.city import City
from app.models.difference import Difference
from app.models.group import Domain
from app.models.person import Post, User
from app.models.proposal import ProposalVersion

if TYPE_CHECKING:
    from app.models.absence import LaterReading
    from app.models.board import BoardFinding


class Route(Base):
    """A city's ordered steps of posts for a domain (S1); the route without a domain serves all others."""

    __tablename__ = "routes"
    __table_args__ = (
        UniqueConstraint("city_id", "domain_id", name="uq_routes_city_domain"),
        Index(
            "uq_routes_city_default",
            "city_id",
            unique=True,
            sqlite_where=text("domain_id IS NULL"),
            postgresql_where=text("domain_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domains.id"), index=True)
    city: Mapped[City] = relationship(lazy="joined")
    domain: Mapped[Domain | None] = relationship(lazy="joined")
    steps: Mapped[list["RouteStep"]] = relationship(
        order_by="RouteStep.position", cascade="all, delete-orphan", lazy="selectin"
    )


class RouteStep(Base):
    """One step of a route: all or any of its posts must approve (S2)."""

    __tablename__ = "route_steps"
    __table_args__ = (UniqueConstraint("route_id", "position", name="uq_route_steps_position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("routes.id"))
    position: Mapped[int]
    rule: Mapped[StepRule] = enum_column(StepRule, "rule")
    posts: Mapped[list["RouteStepPost"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class RouteStepPost(Base):
    """A post of a step."""

    __tablename__ = "route_step_posts"

    step_id: Mapped[int] = mapped_column(ForeignKey("route_steps.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True, index=True)
    post: Mapped[Post] = relationship(lazy="joined")


class Escalation(Base):
    """A matter before the managers of all cities: one text, one hash (T6). At most one runs on a difference.

    needs_board is the council's setting as it was at the opening (S12).
    """

    __tablename__ = "escalations"
    __table_args__ = (
        CheckConstraint("(state = 'running') = (ended_at IS NULL)", name="ended_has_instant"),
        Index(
            "uq_escalations_running",
            "difference_id",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index("ix_escalations_state_opened", "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    difference_id: Mapped[int] = mapped_column(ForeignKey("differences.id"), index=True)
    cycle: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("proposal_versions.id"))
    text_hash: Mapped[str]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    needs_board: Mapped[bool] = mapped_column(default=False)
    state: Mapped[SignoffState] = enum_column(SignoffState, "state")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str] = mapped_column(default="")
    difference: Mapped[Difference] = relationship()
    version: Mapped[ProposalVersion] = relationship()
    round: Mapped[Round | None] = relationship()
    cities: Mapped[list["CityRoute"]] = relationship(
        back_populates="escalation", order_by="CityRoute.city_id", lazy="selectin"
    )
    findings: Mapped[list["BoardFinding"]] = relationship(
        back_populates="escalation", order_by="BoardFinding.id"
    )


class CityRoute(Base):
    """One city's run through its steps for an escalation; its own 決裁番号 and paper date gate nothing (S9)."""

    __tablename__ = "city_routes"
    __table_args__ = (
        UniqueConstraint("escalation_id", "city_id", name="uq_city_routes_city"),
        CheckConstraint("state <> 'running' OR ended_at IS NULL", name="running_not_ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    state: Mapped[SignoffState] = enum_column(SignoffState, "state")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reference_number: Mapped[str] = mapped_column(default="")
    reference_on: Mapped[date | None]
    escalation: Mapped[Escalation] = relationship(back_populates="cities")
    city: Mapped[City] = relationship(lazy="joined")
    steps: Mapped[list["SignoffStep"]] = relationship(
        back_populates="city_route", order_by="SignoffStep.position", lazy="selectin"
    )


class SignoffStep(Base):
    """A step of a running route, frozen from the city's route when the escalation opened (S10).

    asked_at is when it last came to this step's posts.
    """

    __tablename__ = "signoff_steps"
    __table_args__ = (UniqueConstraint("city_route_id", "position", name="uq_signoff_steps_position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    city_route_id: Mapped[int] = mapped_column(ForeignKey("city_routes.id"))
    position: Mapped[int]
    rule: Mapped[StepRule] = enum_column(StepRule, "rule")
    state: Mapped[SignoffState] = enum_column(SignoffState, "state")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    city_route: Mapped[CityRoute] = relationship(back_populates="steps")
    holders: Mapped[list["SignoffHolder"]] = relationship(lazy="selectin", order_by="SignoffHolder.post_id")
    signatures: Mapped[list["Signature"]] = relationship(
        back_populates="step", order_by="Signature.id", lazy="selectin"
    )
    readings: Mapped[list["LaterReading"]] = relationship(
        back_populates="step", order_by="LaterReading.id", lazy="selectin"
    )


class SignoffHolder(Base):
    """A post that may sign a frozen step; whoever holds it when signing signs."""

    __tablename__ = "signoff_holders"

    step_id: Mapped[int] = mapped_column(ForeignKey("signoff_steps.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True, index=True)
    post_name: Mapped[str]
    post: Mapped[Post] = relationship(lazy="joined")


class Signature(Base):
    """A manager's act: printed name, post, city, meaning, hash and instant (S7). A dismissed one stays (T6).

    A deputy's names the absent principal in whose place it was given (代, S5).
    """

    __tablename__ = "signatures"
    __table_args__ = (
        CheckConstraint("meaning = 'approve' OR trim(reason) <> ''", name="reason_due"),
        CheckConstraint("(principal_id IS NULL) = (principal_printed = '')", name="principal_printed"),
        CheckConstraint("principal_id <> user_id", name="deputy_is_another"),
        Index(
            "uq_signatures_step_post",
            "step_id",
            "post_id",
            unique=True,
            sqlite_where=text("dismissed_at IS NULL"),
            postgresql_where=text("dismissed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("signoff_steps.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    printed_name: Mapped[str]
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    principal_printed: Mapped[str] = mapped_column(default="")
    post_name: Mapped[str]
    meaning: Mapped[Meaning] = enum_column(Meaning, "meaning")
    reason: Mapped[str] = mapped_column(default="")
    text_hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    step: Mapped[SignoffStep] = relationship(back_populates="signatures")
    city: Mapped[City] = relationship(lazy="joined")
    user: Mapped[User] = relationship(foreign_keys=[user_id])
