"""A city's own number and date of the paper decision, beside its signatures."""

from datetime import date

from app.actions.events import record
from app.clock import now
from app.domain.calendar import FIRST_YEAR, LAST_YEAR
from app.domain.events import EventKind
from app.domain.texts import normalise_line
from app.models import CityRoute, User
from app.policies.signoff import may_record_reference
from app.policies.verdicts import Invalid, ensure
from app.queries.signoff import lock_city_route

MAX_REFERENCE = 60


def record_reference(city_route_id: int, actor: User, *, number: str, on: date | None) -> CityRoute:
    """Keep a city's own 決裁番号 and paper date; they sort and gate nothing (S9). No change leaves no event."""
    city_route = lock_city_route(city_route_id)
    ensure(may_record_reference(actor, city_route, now()))
    number = normalise_line(number)
    if len(number) > MAX_REFERENCE:
        raise Invalid("number", "reference_too_long", limit=MAX_REFERENCE)
    if on is not None and not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise Invalid("on", "reference_year", first=FIRST_YEAR, last=LAST_YEAR)
    before = {"number": city_route.reference_number, "on": _day(city_route.reference_on)}
    after = {"number": number, "on": _day(on)}
    if before != after:
        city_route.reference_number, city_route.reference_on = number, on
        record(
            EventKind.REFERENCE_RECORDED,
            actor=actor,
            subject=city_route,
            difference=city_route.escalation.difference,
            before=before,
            after={**after, "city_name": city_route.city.names},
        )
    return city_route


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
