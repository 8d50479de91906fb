"""The page of one group: its differences by stage, its people by city, its meetings, what happened lately."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.domain.roles import RoleKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import City, Difference, Event, Group, GroupRole, Meeting, User
from app.policies.deputies import may_keep_deputies_in
from app.policies.differences import may_raise
from app.policies.verdicts import Verdict
from app.queries.groups import AT_REST, group_named
from app.queries.people import roles_of_group
from app.queries.timeline import POSITIONS

SHOWN = 10
MEETINGS = 3


@dataclass(frozen=True)
class CityPeople:
    """The people of one city in a group: who speaks for it, who stands in now or later, who works along."""

    city: City
    votes: bool
    representatives: Sequence[GroupRole]
    deputies: Sequence[GroupRole]
    members: Sequence[GroupRole]


@dataclass(frozen=True)
class GroupPage:
    """Everything the page of a group shows."""

    group: Group
    counts: Mapping[Stage, int]
    moving: Sequence[Difference]
    chair: GroupRole | None
    cities: Sequence[CityPeople]
    others: Sequence[GroupRole]
    coming: Sequence[Meeting]
    held: Sequence[Meeting]
    events: Sequence[Event]
    may_raise: Verdict
    may_keep_deputies: Verdict

    @property
    def total(self) -> int:
        """All differences of the group."""
        return sum(self.counts.values())


def group_page(code: str, viewer: User, at: datetime) -> GroupPage:
    """The page of a group; NotFound where there is none the viewer may read."""
    group = group_named(code, viewer, at)
    roles = [role for role in roles_of_group(group) if role.user.active and _is_shown(role, at)]
    cities = [_people_of(city, roles, votes=city.is_member(at)) for city in group.cities_at(at)]
    placed = {role.id for people in cities for role in _all(people)}
    chair = next((role for role in roles if role.kind is RoleKind.CHAIR), None)
    return GroupPage(
        group,
        _counts(group),
        _moving(group),
        chair,
        cities,
        [role for role in roles if role.id not in placed and role is not chair],
        _meetings(group, at, coming=True),
        _meetings(group, at, coming=False),
        _lately(group),
        may_raise(viewer, group, at),
        may_keep_deputies_in(viewer, group, at),
    )


def _is_shown(role: GroupRole, at: datetime) -> bool:
    """Who holds a role now, and deputies who will: what was agreed for a holiday is to be seen before it."""
    return role.held_at(at) or (role.kind is RoleKind.DEPUTY and role.since > at)


def _people_of(city: City, roles: Sequence[GroupRole], *, votes: bool) -> CityPeople:
    own = [role for role in roles if role.user.city_id == city.id]
    deputies = [role for role in own if role.kind is RoleKind.DEPUTY]
    return CityPeople(
        city,
        votes,
        [role for role in own if role.kind is RoleKind.REPRESENTATIVE],
        sorted(deputies, key=lambda role: (role.rank or 0, role.id)),
        [role for role in own if role.kind is RoleKind.MEMBER],
    )


def _all(people: CityPeople) -> list[GroupRole]:
    return [*people.representatives, *people.deputies, *people.members]


def _counts(group: Group) -> dict[Stage, int]:
    counting = (
        select(Difference.stage, func.count())
        .where(Difference.group_id == group.id)
        .group_by(Difference.stage)
    )
    return {row[0]: row[1] for row in db.session.execute(counting)}


def _moving(group: Group) -> Sequence[Difference]:
    in_work = (
        select(Difference)
        .where(Difference.group_id == group.id, Difference.stage.not_in(AT_REST))
        .order_by(Difference.stage_at.desc(), Difference.id.desc())
    )
    return db.session.scalars(in_work.limit(SHOWN)).unique().all()


def _meetings(group: Group, at: datetime, *, coming: bool) -> Sequence[Meeting]:
    statement = select(Meeting).where(Meeting.group_id == group.id).options(selectinload(Meeting.minutes))
    if coming:
        statement = statement.where(Meeting.ends_at > at).order_by(Meeting.starts_at)
    else:
        statement = statement.where(Meeting.ends_at <= at).order_by(Meeting.starts_at.desc())
    return db.session.scalars(statement.limit(MEETINGS)).unique().all()


def _lately(group: Group) -> Sequence[Event]:
    """The newest events, without any caucus (A1) and without positions, which a round may have sealed (B40)."""
    newest = (
        select(Event)
        .where(Event.group_id == group.id, Event.private_city_id.is_(None), Event.kind.not_in(POSITIONS))
        .order_by(Event.id.desc())
    )
    return db.session.scalars(newest.limit(SHOWN)).unique().all()
