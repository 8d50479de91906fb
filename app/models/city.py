"""Cities, and how and when each belongs to the council."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.roles import MembershipKind
from app.models.base import Base, UtcDateTime, enum_column, held_at


class City(Base):
    """A municipality, by its 6-digit code with JIS X 0402 check digit."""

    __tablename__ = "cities"
    __table_args__ = (CheckConstraint("length(code) = 6", name="code_length"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_ja: Mapped[str]
    name_en: Mapped[str]
    reading: Mapped[str]
    population: Mapped[int | None]
    population_on: Mapped[date | None]
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="city", order_by="Membership.since", lazy="selectin"
    )

    def name(self, locale: str) -> str:
        """The city's name in a language."""
        return self.name_en if locale == "en" else self.name_ja

    @property
    def names(self) -> dict[str, str]:
        """The name in each language, as the event log keeps it."""
        return {"ja": self.name_ja, "en": self.name_en}

    def membership_at(self, at: datetime) -> "Membership | None":
        """How the city belongs to the council at an instant."""
        return next((m for m in self.memberships if held_at(m.since, m.until, at)), None)

    def is_member(self, at: datetime) -> bool:
        """Whether the city votes at an instant."""
        membership = self.membership_at(at)
        return membership is not None and membership.kind is MembershipKind.MEMBER


class Membership(Base):
    """One span in which a city belongs to the council, as member or associate: [since, until).

    settled_at is when its end was carried out: what was open for a city that left is closed (D10).
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="interval"),
        CheckConstraint("settled_at IS NULL OR until IS NOT NULL", name="settled_end"),
        Index("ix_memberships_ended", "settled_at", "until"),
        Index(
            "uq_memberships_open",
            "city_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    kind: Mapped[MembershipKind] = enum_column(MembershipKind, "kind")
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    city: Mapped[City] = relationship(back_populates="memberships")
