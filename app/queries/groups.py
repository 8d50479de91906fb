"""Working groups: the overview of all, one by its code, the cities that take part."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain.roles import RoleKind, UserKind
from app.domain.workflow import ENDS, PATH, Stage
from app.extensions import db
from app.models import City, Difference, Domain, Group, GroupCity, GroupRole, Meeting, User
from app.policies.standing import reads
from app.policies.verdicts import NotFound
from app.queries.paging import Page, page_of

AT_REST = frozenset({*ENDS, Stage.DECIDED, Stage.PUBLISHED, Stage.COMPLETED})


@dataclass(frozen=True)
class GroupFilter:
    """What the overview of groups is narrowed to; nothing given is every group the viewer reads."""

    domain: str = ""
    text: str = ""
    own: bool = False


@dataclass(frozen=True)
class GroupLine:
    """One group of the overview: its differences by stage, who leads it, who takes part, when it meets."""

    group: Group
    counts: Mapping[Stage, int]
    chair: User | None
    cities: Sequence[City]
    next_meeting: datetime | None
    own_roles: Sequence[GroupRole]

    @property
    def total(self) -> int:
        """All differences of the group."""
        return sum(self.counts.values())

    @property
    def in_work(self) -> int:
        """The differences that are neither decided nor ended."""
        return sum(count for stage, count in self.counts.items() if stage not in AT_REST)

    @property
    def decided(self) -> int:
        """The differences that were decided, published or completed."""
        return sum(self.counts.get(stage, 0) for stage in PATH if stage in AT_REST)


def overview(viewer: User, wanted: GroupFilter, at: datetime) -> list[GroupLine]:
    """Every active group the viewer reads, by domain and place, in a fixed number of statements."""
    groups = _groups(viewer, wanted, at)
    ids = [group.id for group in groups]
    counts, chairs, own = (
        _counts(ids),
        _roles(ids, at, GroupRole.kind == RoleKind.CHAIR),
        _own(viewer, ids, at),
    )
    cities, meetings = _cities(ids, at), _next_meetings(ids, at)
    return [
        GroupLine(
            group,
            counts.get(group.id, {}),
            next((role.user for role in chairs if role.group_id == group.id), None),
            cities.get(group.id, []),
            meetings.get(group.id),
            [role for role in own if role.group_id == group.id],
        )
        for group in groups
    ]


def readable_group_ids(viewer: User, at: datetime) -> list[int] | None:
    """The SQL side of policies.standing.reads: the groups a partner may read, None for every group."""
    if viewer.kind is not UserKind.PARTNER:
        return None
    return sorted({role.group_id for role in viewer.roles if role.held_at(at)})


def _groups(viewer: User, wanted: GroupFilter, at: datetime) -> Sequence[Group]:
    conditions: list[ColumnElement[bool]] = [Group.active.is_(True)]
    readable = readable_group_ids(viewer, at)
    if readable is not None:
        conditions.append(Group.id.in_(readable))
    if wanted.own:
        conditions.append(Group.id.in_({role.group_id for role in viewer.roles if role.held_at(at)}))
    if wanted.domain:
        conditions.append(Domain.code == wanted.domain)
    for word in unicodedata.normalize("NFKC", wanted.text).split():
        columns = (Group.code, Group.name_ja, Group.name_en)
        conditions.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    statement = (
        select(Group)
        .join(Group.domain)
        .where(*conditions)
        .order_by(Domain.position, Group.position, Group.id)
    )
    return db.session.scalars(statement).unique().all()


def _counts(ids: Sequence[int]) -> dict[int, dict[Stage, int]]:
    counting = (
        select(Difference.group_id, Difference.stage, func.count())
        .where(Difference.group_id.in_(ids))
        .group_by(Difference.group_id, Difference.stage)
    )
    counts: dict[int, dict[Stage, int]] = {}
    for group_id, stage, count in db.session.execute(counting):
        counts.setdefault(group_id, {})[stage] = count
    return counts


def _roles(ids: Sequence[int], at: datetime, *conditions: ColumnElement[bool]) -> Sequence[GroupRole]:
    held = select(GroupRole).where(GroupRole.group_id.in_(ids), *_running(GroupRole, at), *conditions)
    return db.session.scalars(held.order_by(GroupRole.id)).unique().all()


def _own(viewer: User, ids: Sequence[int], at: datetime) -> list[GroupRole]:
    return [role for role in viewer.roles if role.group_id in ids and role.held_at(at)]


def _running(spans: type[GroupRole] | type[GroupCity], at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (spans.since <= at, or_(spans.until.is_(None), spans.until > at))


def _cities(ids: Sequence[int], at: datetime) -> dict[int, list[City]]:
    taking_part = select(GroupCity).where(GroupCity.group_id.in_(ids), *_running(GroupCity, at))
    cities: dict[int, list[City]] = {}
    for each in db.session.scalars(taking_part).unique():
        if each.city.membership_at(at):
            cities.setdefault(each.group_id, []).append(each.city)
    return {group_id: sorted(found, key=lambda city: city.code) for group_id, found in cities.items()}


def _next_meetings(ids: Sequence[int], at: datetime) -> dict[int, datetime]:
    coming = (
        select(Meeting.group_id, func.min(Meeting.starts_at))
        .where(Meeting.group_id.in_(ids), Meeting.starts_at > at)
        .group_by(Meeting.group_id)
    )
    return {row[0]: row[1] for row in db.session.execute(coming)}


def group_named(code: str, viewer: User, at: datetime) -> Group:
    """The group of a code; NotFound where there is none the viewer may read."""
    group = group_of_code(code)
    if group is None or not reads(viewer, group, at):
        raise NotFound
    return group


def group_of_code(code: str) -> Group | None:
    """The group of a code, whoever asks."""
    return db.session.scalars(select(Group).where(Group.code == code)).unique().one_or_none()


def lock_group(group_id: int) -> Group:
    """The group, locked for a change; NotFound where there is none."""
    group = db.session.get(Group, group_id, with_for_update={"of": Group}, populate_existing=True)
    if group is None:
        raise NotFound
    return group


def all_groups() -> Sequence[Group]:
    """Every group, closed ones too, by domain and place."""
    statement = select(Group).join(Group.domain).order_by(Domain.position, Group.position, Group.id)
    return db.session.scalars(statement).unique().all()


def groups_page(domain: str, text: str, page: int) -> Page[Group]:
    """One page of the register of groups, closed ones too, with their cities."""
    statement = (
        select(Group)
        .join(Group.domain)
        .options(selectinload(Group.cities))
        .order_by(Domain.position, Group.position, Group.id)
    )
    if domain:
        statement = statement.where(Domain.code == domain)
    for word in unicodedata.normalize("NFKC", text).split():
        columns: tuple[Any, ...] = (Group.code, Group.name_ja, Group.name_en)
        statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return page_of(statement, page)


def differences_in_work(group: Group) -> int:
    """How many differences of a group are neither decided nor ended."""
    counting = select(func.count()).where(Difference.group_id == group.id, Difference.stage.not_in(AT_REST))
    return db.session.scalar(counting) or 0


def participations(*, group_id: int | None = None, city_id: int | None = None) -> Sequence[GroupCity]:
    """The spans without an end in which cities take part: of one group, or of one city."""
    statement = select(GroupCity).where(GroupCity.until.is_(None)).options(joinedload(GroupCity.group))
    if group_id is not None:
        statement = statement.where(GroupCity.group_id == group_id)
    if city_id is not None:
        statement = statement.where(GroupCity.city_id == city_id)
    return db.session.scalars(statement.order_by(GroupCity.id)).unique().all()


def spans_of_group(group: Group, at: datetime) -> tuple[list[GroupCity], list[GroupCity]]:
    """The cities that take part now or from later on, and those that did before."""
    spans = select(GroupCity).where(GroupCity.group_id == group.id).order_by(GroupCity.since)
    every = db.session.scalars(spans).unique().all()
    here = [span for span in every if span.until is None or span.until > at]
    return here, [span for span in every if span not in here]
