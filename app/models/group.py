"""Domains, working groups, the cities that take part in each and the people with a role in it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.roles import CITY_ROLES, RoleKind
from app.models.base import Base, UtcDateTime, enum_column, held_at
from app.models.city import City
from app.models.person import User


class Domain(Base):
    """A business domain that gathers working groups (住民, 税, 国保年金 …)."""

    __tablename__ = "domains"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str]
    name_en: Mapped[str]
    short_name_ja: Mapped[str]
    position: Mapped[int] = mapped_column(index=True)

    def name(self, locale: str) -> str:
        """The domain's name in a language."""
        return self.name_en if locale == "en" else self.name_ja


class StandardBusiness(Base):
    """One of the businesses of the national standard (標準化対象20業務)."""

    __tablename__ = "standard_businesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


group_standards = Table(
    "group_standards",
    Base.metadata,
    Column("group_id", ForeignKey("groups.id"), primary_key=True),
    Column("standard_business_id", ForeignKey("standard_businesses.id"), primary_key=True),
)


class Group(Base):
    """A working group: one business area of the council."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"), index=True)
    name_ja: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    last_serial: Mapped[int] = mapped_column(default=0)
    last_meeting: Mapped[int] = mapped_column(default=0)
    domain: Mapped[Domain] = relationship(lazy="joined")
    standards: Mapped[list[StandardBusiness]] = relationship(secondary=group_standards)
    cities: Mapped[list["GroupCity"]] = relationship(back_populates="group", order_by="GroupCity.id")
    roles: Mapped[list["GroupRole"]] = relationship(back_populates="group", order_by="GroupRole.id")

    def name(self, locale: str) -> str:
        """The group's name in a language."""
        return self.name_en if locale == "en" else self.name_ja

    def cities_at(self, at: datetime) -> list[City]:
        """The cities that take part at an instant, members and associates, by code."""
        here = [p.city for p in self.cities if held_at(p.since, p.until, at)]
        return sorted((c for c in here if c.membership_at(at)), key=lambda c: c.code)

    def voting_cities_at(self, at: datetime) -> list[City]:
        """The participating member cities at an instant: those that have a position (B2, B6)."""
        return [city for city in self.cities_at(at) if city.is_member(at)]


class GroupCity(Base):
    """One span in which a city takes part in a group: [since, until)."""

    __tablename__ = "group_cities"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="interval"),
        Index(
            "uq_group_cities_open",
            "group_id",
            "city_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    group: Mapped[Group] = relationship(back_populates="cities")
    city: Mapped[City] = relationship(lazy="joined")


class GroupRole(Base):
    """One span in which a person holds a role in a group: [since, until). Deputies have a rank, 1 first."""

    __tablename__ = "group_roles"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="interval"),
        CheckConstraint("(kind = 'deputy') = (rank IS NOT NULL)", name="deputy_rank"),
        UniqueConstraint("group_id", "user_id", "kind", "since", name="uq_group_roles_span"),
        Index(
            "uq_group_roles_chair",
            "group_id",
            unique=True,
            sqlite_where=text("kind = 'chair' AND until IS NULL"),
            postgresql_where=text("kind = 'chair' AND until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[RoleKind] = enum_column(RoleKind, "kind")
    rank: Mapped[int | None]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    group: Mapped[Group] = relationship(back_populates="roles")
    user: Mapped[User] = relationship(back_populates="roles", lazy="joined")

    def held_at(self, at: datetime) -> bool:
        """Whether the role is held at an instant."""
        return held_at(self.since, self.until, at)

    @property
    def is_of_city(self) -> bool:
        """Whether the role speaks from within a city."""
        return self.kind in CITY_ROLES
