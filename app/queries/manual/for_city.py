"""The manual for one city on a day: of every matter the text that stands there then, or what it waits for (M4)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.calendar import tokyo_date
from app.domain.force import AwaitedReason, Standing, StandingKind
from app.extensions import db
from app.models import City, Decision, DecisionException, Difference, Group, User
from app.queries.decisions.force import last_instant, standing_for, standings
from app.queries.groups import all_groups, group_named, readable_group_ids
from app.queries.manual.reading import ChapterPage


@dataclass(frozen=True)
class CityParagraph:
    """What stands in the city of one matter: decision and exception hold the text, awaited is what comes next."""

    standing: Standing
    difference: Difference
    decision: Decision | None
    exception: DecisionException | None
    awaited: Decision | None

    @property
    def body(self) -> str:
        """The text that stands; none where the city goes on as before."""
        if self.exception is not None:
            return self.exception.body
        return self.decision.body if self.decision else ""


@dataclass(frozen=True)
class CityChapterLine:
    """A group in the contents, with how many of its matters stand how in the city."""

    group: Group
    counts: Mapping[StandingKind, int]

    @property
    def total(self) -> int:
        """How many matters were decided."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class CityMark:
    """Something else than the paragraph that stands in a city today."""

    difference: str
    city: City
    standing: Standing


def city_contents(city: City, day: date, viewer: User, at: datetime) -> list[CityChapterLine]:
    """The groups in which the city takes part on a day, as far as the viewer may read them, in their order."""
    found = standing_for(city, day)
    readable = readable_group_ids(viewer, at)
    groups = select(Difference.id, Difference.group_id).where(Difference.id.in_(found))
    counts: defaultdict[int, Counter[StandingKind]] = defaultdict(Counter)
    for difference_id, group_id in db.session.execute(groups):
        if readable is None or group_id in readable:
            counts[group_id][found[difference_id].kind] += 1
    return [CityChapterLine(group, counts[group.id]) for group in all_groups() if group.id in counts]


def city_chapter(city: City, day: date, code: str, viewer: User, at: datetime) -> tuple[CityParagraph, ...]:
    """What stands in the city of each matter of a group, by number; nothing where the city takes no part then."""
    group = group_named(code, viewer, at)
    if city not in group.voting_cities_at(last_instant(day)):
        return ()
    decided = select(Decision.difference_id).where(Decision.group_id == group.id).distinct()
    found = {pair[0]: s for pair, s in standings(db.session.scalars(decided).all(), [city], day).items()}
    decisions = _decisions(found.values())
    exceptions = _exceptions(found.values())
    numbered = select(Difference).where(Difference.id.in_(found)).order_by(Difference.serial)
    return tuple(
        CityParagraph(
            standing := found[difference.id],
            difference,
            decisions.get(standing.decision_id or 0),
            exceptions.get(standing.exception_id or 0),
            decisions.get(standing.awaited.decision_id) if standing.awaited else None,
        )
        for difference in db.session.scalars(numbered).unique()
    )


def chapter_marks(page: ChapterPage, at: datetime) -> dict[str, tuple[CityMark, ...]]:
    """Where in the cities something else stands today than a chapter of the newest edition says, by difference."""
    if page.edition.number != page.newest:
        return {}
    group = db.session.scalars(select(Group).where(Group.code == page.chapter.code)).unique().one()
    numbers = dict(
        db.session.execute(
            select(Decision.difference_id, Difference.number)
            .join(Difference, Difference.id == Decision.difference_id)
            .where(Decision.group_id == group.id)
        ).all()
    )
    cities = group.voting_cities_at(at)
    found = standings(numbers, cities, tokyo_date(at))
    marks = {
        number: tuple(
            CityMark(number, city, found[difference_id, city.id])
            for city in cities
            if _departs(found[difference_id, city.id])
        )
        for difference_id, number in numbers.items()
    }
    return {number: found for number, found in marks.items() if found}


def _departs(standing: Standing) -> bool:
    """Whether a city departs from the council; a decision that is still to come is to come for all of them."""
    if standing.kind is StandingKind.TRANSITION and standing.awaited is not None:
        return standing.awaited.reason is not AwaitedReason.EFFECTIVE_DATE
    return standing.kind is not StandingKind.DECISION


def _decisions(found: Iterable[Standing]) -> dict[int, Decision]:
    ids = {standing.decision_id for standing in found if standing.decision_id}
    ids |= {standing.awaited.decision_id for standing in found if standing.awaited}
    statement = select(Decision).where(Decision.id.in_(ids)).options(joinedload(Decision.group))
    return {decision.id: decision for decision in db.session.scalars(statement).unique()}


def _exceptions(found: Iterable[Standing]) -> dict[int, DecisionException]:
    ids = {standing.exception_id for standing in found if standing.exception_id}
    if not ids:
        return {}
    statement = select(DecisionException).where(DecisionException.id.in_(ids))
    return {exception.id: exception for exception in db.session.scalars(statement).unique()}
