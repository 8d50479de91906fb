"""Who has not answered, by city: practices, positions, signatures and confirmations that are still missing."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Subquery, and_, case, exists, func, or_, select

from app.domain.rounds import DepartureHandling, RoundState
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import (
    City,
    CityRoute,
    Difference,
    Escalation,
    Position,
    Practice,
    Round,
    RoundCity,
)
from app.queries.confirmations import Unconfirmed
from app.queries.council import member_cities
from app.queries.waiting import voting_places


@dataclass(frozen=True)
class Missing:
    """How many answers of a kind are missing, and how many of them are overdue."""

    count: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class CityOutstanding:
    """What one member city has not answered yet."""

    city: City
    practices: Missing
    positions: Missing
    signatures: Missing
    confirmations: Missing

    @property
    def total(self) -> int:
        """Everything that is missing from the city."""
        return sum(m.count for m in (self.practices, self.positions, self.signatures, self.confirmations))


def outstanding_by_city(at: datetime, minutes: Sequence[Unconfirmed]) -> list[CityOutstanding]:
    """What each member city has not answered yet, by code; minutes are all that wait for a confirmation."""
    places = voting_places(at)
    practices = _missing(_practices(places, at))
    positions = _missing(_positions())
    signatures = _missing(_signatures())
    confirmations = Counter(city.id for each in minutes for city in each.cities)
    return [
        CityOutstanding(
            city,
            practices[city.id],
            positions[city.id],
            signatures[city.id],
            Missing(confirmations[city.id]),
        )
        for city in member_cities(at)
    ]


def _missing(statement: Select[int, int, int]) -> dict[int, Missing]:
    found: dict[int, Missing] = defaultdict(Missing)
    for city_id, count, overdue in db.session.execute(statement):
        found[city_id] = Missing(count, overdue or 0)
    return found


def _practices(places: Subquery, at: datetime) -> Select[int, int, int]:
    stated = exists().where(Practice.difference_id == Difference.id, Practice.city_id == places.c.city_id)
    return (
        select(places.c.city_id, func.count(), func.sum(case((Difference.survey_due_at <= at, 1), else_=0)))
        .join_from(Difference, places, places.c.group_id == Difference.group_id)
        .where(Difference.stage == Stage.SURVEYING, Difference.held_at.is_(None), ~stated)
        .group_by(places.c.city_id)
    )


def _positions() -> Select[int, int, int]:
    """Open rounds; a sealed one counts for each of its cities, whether it has a position or not (B40)."""
    taken = exists().where(Position.round_id == Round.id, Position.city_id == RoundCity.city_id)
    return (
        select(RoundCity.city_id, func.count(), func.sum(0))
        .join_from(Round, RoundCity, RoundCity.round_id == Round.id)
        .where(
            Round.state == RoundState.OPEN,
            or_(RoundCity.departure.is_(None), RoundCity.departure != DepartureHandling.EXCLUDE),
            or_(Round.sealed, ~taken),
        )
        .group_by(RoundCity.city_id)
    )


def _signatures() -> Select[int, int, int]:
    running = and_(Escalation.state == SignoffState.RUNNING, CityRoute.state == SignoffState.RUNNING)
    return (
        select(CityRoute.city_id, func.count(), func.sum(0))
        .join_from(Escalation, CityRoute, CityRoute.escalation_id == Escalation.id)
        .where(running)
        .group_by(CityRoute.city_id)
    )
