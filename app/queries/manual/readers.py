"""Who has read what an edition says, and who has not: one line for each person and chapter of the own groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from app.domain.roles import CITY_ROLES, RoleKind
from app.extensions import db
from app.models import City, Edition, Group, GroupRole, ManualReading, User
from app.policies.standing import is_secretariat
from app.queries.manual.readings import chapter_hashes
from app.queries.paging import PAGE_SIZE, Page

READERS = (*CITY_ROLES, RoleKind.CHAIR)
FIRST_READ = func.min(ManualReading.read_at)


@dataclass(frozen=True)
class ReaderFilter:
    """What the list is narrowed to; read is None for both who has read and who has not."""

    city: str = ""
    group: str = ""
    read: bool | None = None


@dataclass(frozen=True)
class ReaderLine:
    """A person whom a chapter concerns, and since when it is read; None where it is not."""

    person: User
    group: Group
    read_at: datetime | None


@dataclass(frozen=True)
class CityReaders:
    """How many lines of a city are read."""

    city: City
    total: int
    read: int


@dataclass(frozen=True)
class ReadersPage:
    """One page of the readers of an edition, and how far each city is."""

    edition: Edition
    cities: Sequence[CityReaders]
    page: Page[ReaderLine]

    @property
    def total(self) -> int:
        """All lines of the cities shown."""
        return sum(city.total for city in self.cities)

    @property
    def read(self) -> int:
        """The lines of the cities shown that are read."""
        return sum(city.read for city in self.cities)


def readers_page(
    edition: Edition, chosen: ReaderFilter, viewer: User, page: int | None, at: datetime
) -> ReadersPage:
    """Who has read the chapters of the own groups, as far as the viewer may see; page None is everybody at once."""
    lines = _lines(edition, viewer, at).where(*_conditions(chosen))
    if chosen.read is not None:
        lines = lines.having(FIRST_READ.is_not(None) if chosen.read else FIRST_READ.is_(None))
    total = db.session.scalar(select(func.count()).select_from(lines.subquery())) or 0
    size = PAGE_SIZE if page is not None else max(1, total)
    number = max(1, min(page or 1, -(-total // size)))
    ordered = lines.order_by(City.code, Group.code, User.id).limit(size).offset((number - 1) * size)
    found = [(row[0], row[1], row[2]) for row in db.session.execute(ordered)]
    return ReadersPage(edition, cities_read(edition, viewer, at), Page(_named(found), number, size, total))


def cities_read(edition: Edition, viewer: User, at: datetime) -> list[CityReaders]:
    """How far each city is whose readers the viewer may see."""
    lines = _lines(edition, viewer, at).subquery()
    counting = (
        select(City, func.count(), func.count(lines.c.read_at))
        .join(User, User.city_id == City.id)
        .join(lines, lines.c.user_id == User.id)
        .group_by(City.id)
        .order_by(City.code)
        .options(lazyload(City.memberships))
    )
    return [CityReaders(row[0], row[1], row[2]) for row in db.session.execute(counting)]


def _lines(edition: Edition, viewer: User, at: datetime) -> Select[int, int, datetime]:
    """Person, group and when it was read first what the edition says of the group."""
    hashes = chapter_hashes(edition)
    same = and_(
        ManualReading.user_id == User.id,
        ManualReading.group_id == Group.id,
        ManualReading.chapter_hash.in_(hashes.values()),
    )
    statement = (
        select(User.id.label("user_id"), Group.id.label("group_id"), FIRST_READ.label("read_at"))
        .join(GroupRole, GroupRole.user_id == User.id)
        .join(Group, Group.id == GroupRole.group_id)
        .join(City, City.id == User.city_id)
        .outerjoin(ManualReading, same)
        .where(
            User.active,
            Group.code.in_(hashes),
            GroupRole.kind.in_(READERS),
            GroupRole.since <= at,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
        )
        .group_by(User.id, Group.id, City.code, Group.code)
    )
    return statement if is_secretariat(viewer) else statement.where(User.city_id == viewer.city_id)


def _conditions(chosen: ReaderFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.city:
        conditions.append(City.code == chosen.city)
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    return conditions


def _named(found: Sequence[tuple[int, int, datetime | None]]) -> list[ReaderLine]:
    names = (joinedload(User.city).lazyload(City.memberships), lazyload(User.roles), lazyload(User.holdings))
    people = {
        person.id: person
        for person in db.session.scalars(
            select(User).where(User.id.in_({row[0] for row in found})).options(*names)
        ).unique()
    }
    groups = {
        group.id: group
        for group in db.session.scalars(select(Group).where(Group.id.in_({row[1] for row in found}))).unique()
    }
    return [ReaderLine(people[row[0]], groups[row[1]], row[2]) for row in found]
