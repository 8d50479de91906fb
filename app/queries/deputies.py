"""The deputies a representative keeps: those of the own city, group by group (B10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.domain.roles import RoleKind
from app.extensions import db
from app.models import Group, GroupRole, User
from app.policies.deputies import may_keep_deputies, may_release
from app.policies.verdicts import ensure
from app.queries.people import people_of_city, role_of


@dataclass(frozen=True)
class GroupDeputies:
    """The deputies of the reader's city in one group, by rank: those who act now and those who will."""

    group: Group
    deputies: Sequence[GroupRole]


@dataclass(frozen=True)
class DeputiesPage:
    """The groups in which the reader represents the city, and the colleagues who can stand in."""

    groups: Sequence[GroupDeputies]
    colleagues: Sequence[User]

    @property
    def next_rank(self) -> int:
        """The first rank that is free in every one of the groups."""
        ranks = (role.rank or 0 for each in self.groups for role in each.deputies)
        return 1 + max(ranks, default=0)


def deputies_page(viewer: User, at: datetime) -> DeputiesPage:
    """What a representative sees of the own city's deputies; refused to everybody else (B12)."""
    ensure(may_keep_deputies(viewer, at))
    groups = [role.group for role in db.session.scalars(_represented(viewer, at))]
    groups.sort(key=lambda group: (group.domain.position, group.position, group.id))
    deputies = db.session.scalars(_deputies(viewer, [group.id for group in groups], at)).unique().all()
    people = people_of_city(viewer.city) if viewer.city else []
    return DeputiesPage(
        [GroupDeputies(group, [role for role in deputies if role.group_id == group.id]) for group in groups],
        [person for person in people if person.id != viewer.id],
    )


def deputy_of(role_id: int, viewer: User, at: datetime) -> GroupRole:
    """A deputy's role that a representative may end; NotFound where there is none, refused to whoever may not."""
    role = role_of(role_id)
    ensure(may_release(viewer, role, at))
    return role


def _represented(viewer: User, at: datetime) -> Select[GroupRole]:
    return (
        select(GroupRole)
        .where(
            GroupRole.user_id == viewer.id,
            GroupRole.kind == RoleKind.REPRESENTATIVE,
            GroupRole.since <= at,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
        )
        .options(joinedload(GroupRole.group))
    )


def _deputies(viewer: User, group_ids: Sequence[int], at: datetime) -> Select[GroupRole]:
    return (
        select(GroupRole)
        .join(GroupRole.user)
        .where(
            GroupRole.group_id.in_(group_ids),
            GroupRole.kind == RoleKind.DEPUTY,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
            User.city_id == viewer.city_id,
        )
        .order_by(GroupRole.rank, GroupRole.since, GroupRole.id)
    )
