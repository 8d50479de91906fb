"""People, the managerial posts they hold, their links for invitation and reset, and attempts to sign in."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts import TokenPurpose
from app.domain.roles import UserKind
from app.models.base import Base, UtcDateTime, enum_column, held_at
from app.models.city import City

if TYPE_CHECKING:
    from app.models.group import GroupRole


class User(Base):
    """A person with an account. The printed name is city, section, post and name as far as each is given."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("(kind = 'city') = (city_id IS NOT NULL)", name="city_of_city_people"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint(
            "anonymised_at IS NULL OR (NOT active AND password_hash IS NULL AND name = '')",
            name="anonymised_is_closed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    kind: Mapped[UserKind] = enum_column(UserKind, "kind", index=True)
    city_id: Mapped[int | None] = mapped_column(ForeignKey("cities.id"), index=True)
    organisation: Mapped[str] = mapped_column(default="")
    section: Mapped[str] = mapped_column(default="")
    post: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    administrator: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str | None]
    session_serial: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    city: Mapped[City | None] = relationship(lazy="joined")
    roles: Mapped[list["GroupRole"]] = relationship(back_populates="user")
    holdings: Mapped[list["PostHolding"]] = relationship(back_populates="user")

    # Flask-Login asks these of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.active

    def get_id(self) -> str:
        """The identity kept in the session; it ends when the person signs out everywhere (A2)."""
        return f"{self.id}:{self.session_serial}"

    @property
    def printed(self) -> str:
        """Affiliation, section, post and name in one line, as documents print it."""
        affiliation = self.city.name_ja if self.city else self.organisation
        return " ".join(part for part in (affiliation, self.section, self.post, self.name) if part)

    @property
    def full_post(self) -> str:
        """Section and post, without the city and the name."""
        return " ".join(part for part in (self.section, self.post) if part)

    def posts_at(self, at: datetime) -> list["Post"]:
        """The managerial posts held at an instant."""
        return [h.post for h in self.holdings if held_at(h.since, h.until, at)]


class Post(Base):
    """A managerial post of a city (課長, 部長) that signs on escalated matters."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("city_id", "name", name="uq_posts_city_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("cities.id"), index=True)
    name: Mapped[str]
    city: Mapped[City] = relationship(lazy="joined")
    holdings: Mapped[list["PostHolding"]] = relationship(back_populates="post", order_by="PostHolding.since")


class PostHolding(Base):
    """One span in which a person holds a post: [since, until)."""

    __tablename__ = "post_holdings"
    __table_args__ = (CheckConstraint("until IS NULL OR until > since", name="interval"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    post: Mapped[Post] = relationship(back_populates="holdings", lazy="joined")
    user: Mapped[User] = relationship(back_populates="holdings")


class AccountToken(Base):
    """A single-use link: only its hash is kept."""

    __tablename__ = "account_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[TokenPurpose] = enum_column(TokenPurpose, "purpose")
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship(lazy="joined")


class SignInAttempt(Base):
    """An attempt that failed, kept to slow down guessing by account and by address."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_account_at", "account", "at"),
        Index("ix_sign_in_attempts_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
