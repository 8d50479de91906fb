"""People: the register with its filters, one person's page, who is who in a group and a city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain.accounts import fold_email
from app.domain.roles import UserKind
from app.extensions import db
from app.models import AccountToken, City, Event, Group, GroupRole, Post, PostHolding, User
from app.policies.standing import may_administer
from app.policies.verdicts import NotFound, ensure
from app.queries.accounts import open_links
from app.queries.paging import Page, page_of
from app.queries.roles import BY_NAME

HISTORY = 20


@dataclass(frozen=True)
class PeopleFilter:
    """What the register of people is narrowed to; nothing given is everybody with an open account."""

    kind: UserKind | None = None
    city_id: int | None = None
    group_id: int | None = None
    text: str = ""
    closed: bool = False


@dataclass(frozen=True)
class PersonPage:
    """A person with everything held now, before or from later on, and what happened to the account."""

    person: User
    roles: Sequence[GroupRole]
    past_roles: Sequence[GroupRole]
    holdings: Sequence[PostHolding]
    past_holdings: Sequence[PostHolding]
    links: Sequence[AccountToken]
    events: Sequence[Event]


def lock_person(user_id: int) -> User:
    """The person, locked for a change; NotFound where there is none."""
    person = db.session.get(User, user_id, with_for_update={"of": User}, populate_existing=True)
    if person is None:
        raise NotFound
    return person


def people(viewer: User, wanted: PeopleFilter, page: int) -> Page[User]:
    """The register of people, the secretariat and partners before the cities, by code, then by account."""
    ensure(may_administer(viewer))
    statement = (
        select(User)
        .outerjoin(User.city)
        .options(selectinload(User.roles).joinedload(GroupRole.group))
        .options(selectinload(User.holdings), joinedload(User.city))
        .order_by(func.coalesce(City.code, ""), User.id)
    )
    return page_of(_narrowed(statement, wanted), page)


def _narrowed(statement: Select[User], wanted: PeopleFilter) -> Select[User]:
    conditions: list[Any] = [User.active.is_(not wanted.closed)]
    if wanted.kind:
        conditions.append(User.kind == wanted.kind)
    if wanted.city_id:
        conditions.append(User.city_id == wanted.city_id)
    if wanted.group_id:
        of_group = select(GroupRole.user_id).where(GroupRole.group_id == wanted.group_id)
        conditions.append(User.id.in_(of_group))
    conditions += [_contains(word) for word in wanted.text.split()]
    return statement.where(*conditions)


def _contains(word: str) -> Any:
    texts = (User.name, User.post, User.section, User.organisation)
    return or_(
        User.email.contains(fold_email(word), autoescape=True),
        *(column.icontains(word, autoescape=True) for column in texts),
    )


def person_page(viewer: User, user_id: int, at: datetime) -> PersonPage:
    """One person's page of the register; NotFound where there is none."""
    ensure(may_administer(viewer))
    person = db.session.scalars(
        select(User)
        .where(User.id == user_id)
        .options(selectinload(User.roles).joinedload(GroupRole.group), selectinload(User.holdings))
    ).one_or_none()
    if person is None:
        raise NotFound
    roles = sorted(person.roles, key=lambda role: (role.group.position, role.since))
    holdings = sorted(person.holdings, key=lambda holding: holding.since)
    return PersonPage(
        person,
        [role for role in roles if not _over(role.until, at)],
        [role for role in roles if _over(role.until, at)],
        [holding for holding in holdings if not _over(holding.until, at)],
        [holding for holding in holdings if _over(holding.until, at)],
        open_links(person, at),
        _history(person),
    )


def _over(until: datetime | None, at: datetime) -> bool:
    return until is not None and until <= at


def _history(person: User) -> Sequence[Event]:
    about = (Event.subject_type == User.__tablename__, Event.subject_id == person.id)
    newest = select(Event).where(*about, Event.private_city_id.is_(None)).order_by(Event.id.desc())
    if person.anonymised_at:
        newest = newest.where(Event.at >= person.anonymised_at)
    return db.session.scalars(newest.limit(HISTORY)).all()


def person_named(user_id: int) -> User:
    """A person by id; NotFound where there is none."""
    person = db.session.get(User, user_id)
    if person is None:
        raise NotFound
    return person


def role_of(role_id: int) -> GroupRole:
    """A role by id; NotFound where there is none."""
    role = db.session.get(GroupRole, role_id, options=[joinedload(GroupRole.group)])
    if role is None:
        raise NotFound
    return role


def holding_of(holding_id: int) -> PostHolding:
    """A span in which a person holds a post, by id; NotFound where there is none."""
    holding = db.session.get(PostHolding, holding_id, options=[joinedload(PostHolding.user)])
    if holding is None:
        raise NotFound
    return holding


def roles_of_group(group: Group) -> Sequence[GroupRole]:
    """Every role ever held in a group, by the time it began."""
    held = select(GroupRole).where(GroupRole.group_id == group.id).order_by(GroupRole.since, GroupRole.id)
    return db.session.scalars(held.options(joinedload(GroupRole.user).options(*BY_NAME))).unique().all()


def people_of_city(city: City) -> Sequence[User]:
    """The open accounts of a city's people, oldest first."""
    of_city = select(User).where(User.city_id == city.id, User.active).order_by(User.id)
    return db.session.scalars(of_city).unique().all()


def posts_of_city(city: City) -> Sequence[Post]:
    """The managerial posts of a city by name, with everybody who holds or held one."""
    posts = (
        select(Post)
        .where(Post.city_id == city.id)
        .options(selectinload(Post.holdings).joinedload(PostHolding.user))
        .order_by(Post.name)
    )
    return db.session.scalars(posts).unique().all()


def post_named(post_id: int) -> Post:
    """A managerial post by id; NotFound where there is none."""
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFound
    return post
