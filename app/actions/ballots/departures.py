"""What becomes of a city that left during an open round (B4)."""

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.rounds import DepartureHandling
from app.domain.texts import normalise
from app.models import Round, User
from app.policies.ballots import may_settle_departure
from app.policies.verdicts import Invalid, ensure
from app.queries.ballots.one import lock_round


def settle_departure(
    round_id: int, city_id: int, actor: User, *, handling: DepartureHandling, reason: str
) -> Round:
    """Record that a departed city's position is kept or that the city is excluded; then the round can close (B4)."""
    round = lock_round(round_id)
    ensure(may_settle_departure(actor, round, city_id, now()))
    if not is_reason(reason):
        raise Invalid("reason", "reason_required")
    entry = next(entry for entry in round.electorate if entry.city_id == city_id)
    entry.departure, entry.departure_reason = DepartureHandling(handling), normalise(reason).strip()
    record(
        EventKind.CITY_DEPARTURE_SETTLED,
        actor=actor,
        subject=round,
        difference=round.difference,
        after={
            "round": round.id,
            "number": round.number,
            "city": {"id": city_id, "ja": entry.city.name_ja, "en": entry.city.name_en},
            "handling": entry.departure.value,
            "reason": entry.departure_reason,
        },
    )
    return round
