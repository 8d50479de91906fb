"""What the registers still lack: groups without a chair, cities without a voice, cities without a route."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from app.domain.roles import RoleKind, UserKind
from app.extensions import db
from app.models import City, Domain, Group, GroupRole, Route, User
from app.policies.standing import may_administer
from app.policies.verdicts import ensure
from app.queries.council import cities


@dataclass(frozen=True)
class CityGaps:
    """What one city lacks today: groups in which nobody speaks for it, domains for which it has no route."""

    city: City
    without_voice: Sequence[Group]
    without_route: Sequence[Domain]


@dataclass(frozen=True)
class RegisterState:
    """How many people of which side have an open account, who has no password yet, and what is missing."""

    people: Mapping[UserKind, int]
    without_password: int
    groups: int
    without_chair: Sequence[Group]
    cities: Sequence[CityGaps]


def register_state(viewer: User, at: datetime) -> RegisterState:
    """The registers at a glance, for whoever keeps them."""
    ensure(may_administer(viewer))
    groups = _groups()
    chaired, voiced = _held(at)
    routed = {(row[0], row[1]) for row in db.session.execute(select(Route.city_id, Route.domain_id))}
    return RegisterState(
        _people(),
        _without_password(),
        len(groups),
        [group for group in groups if group.id not in chaired],
        [
            CityGaps(city, _without_voice(city, groups, voiced, at), _without_route(city, groups, routed, at))
            for city in cities()
            if city.membership_at(at)
        ],
    )


def _groups() -> Sequence[Group]:
    statement = (
        select(Group)
        .join(Group.domain)
        .where(Group.active.is_(True))
        .options(selectinload(Group.cities))
        .order_by(Domain.position, Group.position, Group.id)
    )
    return db.session.scalars(statement).unique().all()


def _held(at: datetime) -> tuple[set[int], set[tuple[int, int | None]]]:
    """The groups with a chair, and the (group, city) pairs with a representative."""
    held = (
        select(GroupRole.group_id, GroupRole.kind, User.city_id)
        .join(GroupRole.user)
        .where(
            GroupRole.kind.in_((RoleKind.CHAIR, RoleKind.REPRESENTATIVE)),
            GroupRole.since <= at,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
            User.active,
        )
    )
    rows = db.session.execute(held).all()
    return (
        {row.group_id for row in rows if row.kind is RoleKind.CHAIR},
        {(row.group_id, row.city_id) for row in rows if row.kind is RoleKind.REPRESENTATIVE},
    )


def _without_voice(
    city: City, groups: Sequence[Group], voiced: set[tuple[int, int | None]], at: datetime
) -> list[Group]:
    return [g for g in groups if city in g.voting_cities_at(at) and (g.id, city.id) not in voiced]


def _without_route(
    city: City, groups: Sequence[Group], routed: set[tuple[int, int | None]], at: datetime
) -> list[Domain]:
    """The domains of the city's groups that neither a route of their own nor the common one serves (S1)."""
    if (city.id, None) in routed:
        return []
    domains = {group.domain for group in groups if city in group.cities_at(at)}
    lacking = [domain for domain in domains if (city.id, domain.id) not in routed]
    return sorted(lacking, key=lambda domain: domain.position)


def _people() -> dict[UserKind, int]:
    counting = select(User.kind, func.count()).where(User.active).group_by(User.kind)
    found = {row[0]: row[1] for row in db.session.execute(counting)}
    return {kind: found.get(kind, 0) for kind in UserKind}


def _without_password() -> int:
    counting = select(func.count()).where(User.active, User.password_hash.is_(None))
    return db.session.scalar(counting) or 0
