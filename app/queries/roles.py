"""The people of a group: whom a notice goes to, and who holds which role today."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.domain.roles import CITY_ROLES, RoleKind, UserKind
from app.extensions import db
from app.models import City, Group, GroupRole, Post, PostHolding, User

# Whoever is only told or named: what a person may do is read when somebody asks for it.
BY_NAME = (joinedload(User.city).lazyload(City.memberships),)


def people_of_group(
    group: Group, at: datetime, *, kinds: Collection[RoleKind] = tuple(RoleKind), city_id: int | None = None
) -> list[User]:
    """The active people who hold one of the roles in a group at an instant, each once; of one city if given."""
    statement = (
        select(User)
        .join(GroupRole, GroupRole.user_id == User.id)
        .where(
            GroupRole.group_id == group.id,
            GroupRole.kind.in_(kinds),
            GroupRole.since <= at,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
            User.active,
        )
        .order_by(User.id)
        .options(*BY_NAME)
    )
    if city_id is not None:
        statement = statement.where(User.city_id == city_id)
    return list(db.session.scalars(statement).unique())


def people_of_city(group: Group, city_id: int, at: datetime) -> list[User]:
    """The people who work in a group for a city."""
    return people_of_group(group, at, kinds=CITY_ROLES, city_id=city_id)


def secretaries() -> list[User]:
    """The active people of the secretariat."""
    statement = select(User).where(User.kind == UserKind.SECRETARIAT, User.active).order_by(User.id)
    return list(db.session.scalars(statement.options(*BY_NAME)))


def holders_of(post: Post, at: datetime) -> list[User]:
    """The active people who hold a post at an instant."""
    statement = (
        select(User)
        .join(PostHolding, PostHolding.user_id == User.id)
        .where(
            PostHolding.post_id == post.id,
            PostHolding.since <= at,
            or_(PostHolding.until.is_(None), PostHolding.until > at),
            User.active,
        )
        .order_by(User.id)
        .options(*BY_NAME)
    )
    return list(db.session.scalars(statement))
