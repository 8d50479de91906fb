"""How far joining cities are: all of them for the secretariat, one by domain and group, and what waits for a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from app.domain.joining import Answer, Progress
from app.extensions import db
from app.models import City, Decision, Domain, Group, GroupRole, Joining, PositionTask, User
from app.policies.joining import VOICES, may_remind, may_start_joining
from app.policies.standing import may_administer
from app.policies.verdicts import Verdict
from app.queries.joining.one import joining_seen


@dataclass(frozen=True)
class CityJoining:
    """A city that joins, or could, with how far it is; joining is None for an associate that was not asked yet."""

    city: City
    joining: Joining | None
    progress: Progress
    may_start: Verdict


@dataclass(frozen=True)
class GroupProgress:
    """A chapter for a joining city; voiced is whether somebody speaks for it there, own whether the viewer does."""

    group: Group
    progress: Progress
    voiced: bool
    own: bool


@dataclass(frozen=True)
class DomainProgress:
    """A domain with its chapters."""

    domain: Domain
    groups: tuple[GroupProgress, ...]

    @property
    def progress(self) -> Progress:
        """How far all of its chapters are."""
        return sum((line.progress for line in self.groups), Progress())


@dataclass(frozen=True)
class JoiningPage:
    """One city's joining: progress by domain and group, and how often each answer was given."""

    joining: Joining
    domains: tuple[DomainProgress, ...]
    answers: dict[Answer, int]
    may_remind: Verdict

    @property
    def groups(self) -> tuple[GroupProgress, ...]:
        """The chapters of all domains."""
        return tuple(line for domain in self.domains for line in domain.groups)

    @property
    def progress(self) -> Progress:
        """How far the city is."""
        return sum((domain.progress for domain in self.domains), Progress())

    @property
    def own_next(self) -> GroupProgress | None:
        """The first chapter in which the viewer has something to answer or to confirm."""
        return next((line for line in self.groups if line.own and not line.progress.finished), None)


def joinings_seen(viewer: User, at: datetime) -> list[CityJoining]:
    """The cities that join, and the associates that could: all for the secretariat, otherwise the viewer's own."""
    cities = select(City).options(selectinload(City.memberships)).order_by(City.code)
    if not may_administer(viewer):
        cities = cities.where(City.id == viewer.city_id)
    joinings = {joining.city_id: joining for joining in db.session.scalars(select(Joining))}
    progress = _progress_by_city()
    lines = [
        CityJoining(
            city,
            joinings.get(city.id),
            progress.get(city.id, Progress()),
            may_start_joining(viewer, city, joinings.get(city.id), at),
        )
        for city in db.session.scalars(cities)
    ]
    return [line for line in lines if line.may_start or _has_something(line)]


def joining_page(code: str, viewer: User, at: datetime) -> JoiningPage:
    """One city's joining, for whoever may see it."""
    joining = joining_seen(code, viewer)
    progress = _progress_by_group(joining.city_id)
    voiced = _voiced_groups(joining.city_id, at)
    own = own_groups(viewer, at) if viewer.city_id == joining.city_id else frozenset()
    lines = [
        GroupProgress(group, progress[group.id], group.id in voiced, group.id in own)
        for group in _groups(progress.keys())
    ]
    domains = [
        DomainProgress(domain, tuple(of_domain))
        for domain, of_domain in groupby(lines, key=lambda line: line.group.domain)
    ]
    return JoiningPage(joining, tuple(domains), _answers(joining.city_id), may_remind(viewer, joining))


def answers_wanted(city_id: int, group_ids: Collection[int]) -> list[tuple[Group, Progress]]:
    """The chapters of some groups in which a joining city has something to answer or to confirm, in their order."""
    progress = _progress_by_group(city_id) if group_ids else {}
    waiting = {id: each for id, each in progress.items() if id in group_ids and not each.finished}
    return [(group, waiting[group.id]) for group in _groups(waiting)] if waiting else []


def positions_missing() -> int:
    """How many decisions wait for an answer of joining cities, in all."""
    counting = select(func.count()).where(PositionTask.answer.is_(None), PositionTask.closed_at.is_(None))
    return db.session.scalar(counting) or 0


def own_groups(person: User, at: datetime) -> frozenset[int]:
    """The ids of the groups in which a person speaks for the city."""
    return frozenset(role.group_id for role in person.roles if role.kind in VOICES and role.held_at(at))


def _has_something(line: CityJoining) -> bool:
    return line.joining is not None and (line.progress.total > 0 or not line.joining.begun)


def _progress_by_city() -> dict[int, Progress]:
    counting = (
        select(PositionTask.city_id, *_COUNTS)
        .where(PositionTask.closed_at.is_(None))
        .group_by(PositionTask.city_id)
    )
    return {row[0]: Progress(*row[1:]) for row in db.session.execute(counting)}


def _progress_by_group(city_id: int) -> dict[int, Progress]:
    counting = (
        select(Decision.group_id, *_COUNTS)
        .join(PositionTask, PositionTask.decision_id == Decision.id)
        .where(PositionTask.city_id == city_id, PositionTask.closed_at.is_(None))
        .group_by(Decision.group_id)
    )
    return {row[0]: Progress(*row[1:]) for row in db.session.execute(counting)}


_COUNTS = (func.count(), func.count(PositionTask.answer), func.count(PositionTask.confirmed_at))


def _answers(city_id: int) -> dict[Answer, int]:
    counting = (
        select(PositionTask.answer, func.count())
        .where(PositionTask.city_id == city_id, PositionTask.closed_at.is_(None))
        .group_by(PositionTask.answer)
    )
    found = {row[0]: row[1] for row in db.session.execute(counting)}
    return {answer: found.get(answer, 0) for answer in Answer}


def _groups(ids: Collection[int]) -> Sequence[Group]:
    statement = (
        select(Group)
        .join(Group.domain)
        .where(Group.id.in_(ids))
        .order_by(Domain.position, Group.position, Group.id)
    )
    return db.session.scalars(statement).unique().all()


def _voiced_groups(city_id: int, at: datetime) -> set[int]:
    held = (
        select(GroupRole.group_id)
        .join(GroupRole.user)
        .where(
            User.city_id == city_id,
            User.active,
            GroupRole.kind.in_(VOICES),
            GroupRole.since <= at,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
        )
    )
    return set(db.session.scalars(held))
