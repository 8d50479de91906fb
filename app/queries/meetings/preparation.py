"""How far each city is for each item of a meeting, by a bounded number of queries; a caucus is told to nobody else."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.domain.discussion import CommentKind
from app.domain.preparation import CityFacts, Lack, Light, lacks_of, light_of, worst
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import (
    AgendaItem,
    CaucusPosition,
    City,
    Comment,
    GroupRole,
    Meeting,
    Practice,
    TakeHomeItem,
    User,
)
from app.queries.caucus import caucus_city

Place = tuple[int, int | None]
_VOICES = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY)


@dataclass(frozen=True)
class CityLight:
    """One city on one item."""

    city: City
    lacks: tuple[Lack, ...]

    @property
    def light(self) -> Light:
        """What the city's lacks come to."""
        return light_of(self.lacks)


@dataclass(frozen=True)
class PreparedItem:
    """An item about a difference, and each city on it."""

    item: AgendaItem
    cities: tuple[CityLight, ...]


@dataclass(frozen=True)
class Preparation:
    """Cities by code, and items in the order of the agenda."""

    cities: tuple[City, ...]
    items: tuple[PreparedItem, ...]

    @property
    def totals(self) -> tuple[tuple[City, Light], ...]:
        """Each city with its worst light."""
        return tuple((city, worst(each.light for each in self.of_city(city))) for city in self.cities)

    def of_city(self, city: City) -> list[CityLight]:
        """One city on every item."""
        return [each for item in self.items for each in item.cities if each.city is city]


@dataclass(frozen=True)
class _Known:
    stated: frozenset[Place]
    concerns: Counter[Place]
    tasks: Counter[Place]
    voices: frozenset[tuple[int | None, RoleKind]]
    own: int | None
    drafted: frozenset[int]

    def facts(self, difference_id: int, city: City) -> CityFacts:
        place = (difference_id, city.id)
        return CityFacts(
            place in self.stated,
            (city.id, RoleKind.REPRESENTATIVE) in self.voices,
            (city.id, RoleKind.DEPUTY) in self.voices,
            self.concerns[place],
            self.tasks[place],
            difference_id in self.drafted if city.id == self.own else None,
        )


def preparation_of(meeting: Meeting, viewer: User | None, at: datetime) -> Preparation:
    """How far the cities are, as of the meeting's time for who speaks for them.

    Whether a position is drafted is told to the viewer's own city alone; without a viewer nobody is told (A1).
    """
    items = [item for item in meeting.agenda if item.difference]
    cities = tuple(meeting.group.voting_cities_at(max(at, meeting.starts_at)))
    ids = [item.difference.id for item in items if item.difference]
    known = _known(meeting, ids, viewer, at)
    return Preparation(cities, tuple(_prepared(item, cities, known) for item in items))


def _prepared(item: AgendaItem, cities: Iterable[City], known: _Known) -> PreparedItem:
    difference = item.difference
    return PreparedItem(
        item,
        tuple(
            CityLight(city, lacks_of(difference.stage, known.facts(difference.id, city)))
            for city in cities
            if difference
        ),
    )


def _known(meeting: Meeting, ids: Sequence[int], viewer: User | None, at: datetime) -> _Known:
    own = caucus_city(viewer, meeting.group, at) if viewer else None
    stated = select(Practice.difference_id, Practice.city_id).where(Practice.difference_id.in_(ids))
    concerns = select(Comment.difference_id, Comment.city_id).where(
        Comment.difference_id.in_(ids), Comment.kind == CommentKind.CONCERN, Comment.resolved_at.is_(None)
    )
    tasks = select(TakeHomeItem.difference_id, TakeHomeItem.city_id).where(
        TakeHomeItem.difference_id.in_(ids), TakeHomeItem.done_at.is_(None), TakeHomeItem.left_at.is_(None)
    )
    return _Known(
        frozenset((row[0], row[1]) for row in db.session.execute(stated)),
        Counter((row[0], row[1]) for row in db.session.execute(concerns)),
        Counter((row[0], row[1]) for row in db.session.execute(tasks)),
        _voices(meeting),
        own.id if own else None,
        _drafted(own, ids),
    )


def _voices(meeting: Meeting) -> frozenset[tuple[int | None, RoleKind]]:
    """Which cities have a representative or a deputy in the group at the time of the meeting."""
    statement = (
        select(User.city_id, GroupRole.kind)
        .join(GroupRole, GroupRole.user_id == User.id)
        .where(
            GroupRole.group_id == meeting.group_id,
            GroupRole.kind.in_(_VOICES),
            GroupRole.since <= meeting.starts_at,
            or_(GroupRole.until.is_(None), GroupRole.until > meeting.starts_at),
            User.active,
        )
    )
    return frozenset((row[0], row[1]) for row in db.session.execute(statement))


def _drafted(own: City | None, ids: Sequence[int]) -> frozenset[int]:
    """The differences on which the viewer's own city has drafted its position (A1)."""
    if own is None:
        return frozenset()
    statement = select(CaucusPosition.difference_id).where(
        CaucusPosition.city_id == own.id, CaucusPosition.difference_id.in_(ids)
    )
    return frozenset(db.session.scalars(statement))


def lacks_by_number(preparation: Preparation, city: City) -> Mapping[str, tuple[Lack, ...]]:
    """What a city lacks, by the number of the difference, where it lacks anything."""
    return {
        item.item.difference.number: each.lacks
        for item in preparation.items
        for each in item.cities
        if item.item.difference and each.city is city and each.lacks
    }
