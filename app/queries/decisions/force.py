"""Which decisions are in force on a day, in the council and in each city (D3, D4, D6)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import aliased

from app.domain.adoption import ItemKind
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.force import Days, GrantedException, Joining, Link, Standing, standing_on
from app.domain.texts import Flag
from app.extensions import db
from app.models import AdoptionEvidence, AdoptionItem, City, Decision, Difference, PositionTask
from app.queries.exceptions import exceptions_granted
from app.queries.waiting import voting_places

Pair = tuple[int, int]


def decisions_in_force(day: date) -> list[Decision]:
    """The decisions in force in the council on a day, one a difference at most, in the order of their making (D3)."""
    later = aliased(Decision)
    superseded = select(later.id).where(
        later.difference_id == Decision.difference_id,
        later.cycle > Decision.cycle,
        later.effective_on <= day,
    )
    statement = select(Decision).where(Decision.effective_on <= day, ~superseded.exists())
    return list(db.session.scalars(statement.order_by(Decision.decided_at, Decision.id)).unique())


def standing_for(city: City, day: date) -> dict[int, Standing]:
    """What stands in a city on a day, by the id of the difference: of every group in which it takes part then."""
    places = voting_places(last_instant(day))
    ours = and_(places.c.group_id == Decision.group_id, places.c.city_id == city.id)
    statement = select(Decision.difference_id).join(places, ours).distinct()
    found = standings(db.session.scalars(statement).all(), [city], day)
    return {difference_id: standing for (difference_id, _city), standing in found.items()}


def standings_of(difference: Difference, cities: Iterable[City], day: date) -> dict[int, Standing]:
    """What stands in each of the cities on a day of what was decided on one difference, by their ids."""
    found = standings([difference.id], cities, day)
    return {city_id: standing for (_difference, city_id), standing in found.items()}


def standings(differences: Collection[int], cities: Iterable[City], day: date) -> dict[Pair, Standing]:
    """What stands on a day, by the ids of difference and city; nothing where nothing was decided yet."""
    ids = [city.id for city in cities]
    decided = _decided_on(differences)
    changed = _ordinances([row.id for row in decided if _needs_ordinance(row.flags)])
    granted = _exceptions([row.id for row in decided])
    joined = _joinings([row.id for row in decided])
    chains: defaultdict[Pair, list[Link]] = defaultdict(list)
    for row in decided:
        for city_id in ids:
            ordinance = tuple(changed[row.id, city_id]) if _needs_ordinance(row.flags) else None
            excepted = tuple(granted[row.id, city_id])
            joining = joined.get((row.id, city_id))
            link = Link(row.id, row.cycle, row.effective_on, ordinance, excepted, joining)
            chains[row.difference_id, city_id].append(link)
    return {pair: standing_on(chain, day) for pair, chain in chains.items()}


def last_instant(day: date) -> datetime:
    """The last instant of a day in Tokyo: who takes part then takes part on the day."""
    return end_of_day_tokyo(day) - timedelta(microseconds=1)


def _decided_on(differences: Collection[int]) -> Sequence[Row[int, int, int, date, list[str]]]:
    if not differences:
        return []
    columns = (Decision.id, Decision.difference_id, Decision.cycle, Decision.effective_on, Decision.flags)
    statement = select(*columns).where(Decision.difference_id.in_(differences)).order_by(Decision.id)
    return db.session.execute(statement).all()


def _needs_ordinance(flags: Collection[str]) -> bool:
    return Flag.ORDINANCE_CHANGE.value in flags


def _ordinances(decisions: Collection[int]) -> defaultdict[Pair, list[Days]]:
    """The days on which the ordinance item was closed, as recorded, by the ids of decision and city (D6)."""
    found: defaultdict[Pair, list[Days]] = defaultdict(list)
    if not decisions:
        return found
    statement = (
        select(
            AdoptionItem.decision_id,
            AdoptionItem.city_id,
            AdoptionEvidence.recorded_at,
            AdoptionEvidence.removed_at,
        )
        .join(AdoptionItem, AdoptionItem.id == AdoptionEvidence.item_id)
        .where(
            AdoptionItem.decision_id.in_(decisions),
            AdoptionItem.kind == ItemKind.ORDINANCE,
            AdoptionItem.added_by_id.is_(None),
        )
    )
    for row in db.session.execute(statement):
        until = tokyo_date(row.removed_at) if row.removed_at else None
        found[row.decision_id, row.city_id].append(Days(tokyo_date(row.recorded_at), until))
    return found


def _exceptions(decisions: Collection[int]) -> defaultdict[Pair, list[GrantedException]]:
    """The exceptions granted to these decisions, by the ids of decision and city (D4)."""
    found: defaultdict[Pair, list[GrantedException]] = defaultdict(list)
    for exception in exceptions_granted(decisions):
        if exception.days is not None:
            found[exception.decision_id, exception.city_id].append(
                GrantedException(exception.id, exception.days)
            )
    return found


def _joinings(decisions: Collection[int]) -> dict[Pair, Joining]:
    """What cities that joined later said to these decisions, by the ids of decision and city (D7, D9)."""
    columns = (
        PositionTask.decision_id, PositionTask.city_id, PositionTask.confirmed_at, PositionTask.from_on
    )  # fmt: skip
    statement = select(*columns).where(PositionTask.decision_id.in_(decisions))
    if not decisions:
        return {}
    return {
        (row.decision_id, row.city_id): Joining(row.confirmed_at is not None, row.from_on)
        for row in db.session.execute(statement)
    }
