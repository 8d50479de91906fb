"""How a city's route goes on from a step: to the next one, to the city's signature, or to its end (S1, S2, S6)."""

from datetime import datetime

from app.actions.events import record
from app.actions.signoff.routes import ask_managers, start_step
from app.domain.events import EventKind
from app.domain.signoff import SignoffState
from app.models import CityRoute, SignoffStep, User
from app.policies.signoff import outcome_so_far

_ON = (SignoffState.APPROVED, SignoffState.PASSED_OVER)


def advance(step: SignoffStep, actor: User, at: datetime) -> None:
    """Let a locked step become what its posts came to, and the route go on or end with it (S1, S2, S3)."""
    outcome = outcome_so_far(step)
    if outcome is SignoffState.RUNNING:
        return
    step.state = outcome
    city_route = step.city_route
    if outcome not in _ON:
        city_route.state, city_route.ended_at = outcome, at
        return
    following = next((s for s in city_route.steps if s.state is SignoffState.WAITING), None)
    if following is None:
        _sign_for_city(city_route, actor, at)
    else:
        start_step(following, at)
        ask_managers(city_route, at)


def _sign_for_city(city_route: CityRoute, actor: User, at: datetime) -> None:
    city_route.state, city_route.ended_at = SignoffState.APPROVED, at
    escalation = city_route.escalation
    record(
        EventKind.CITY_SIGNED,
        actor=actor,
        subject=city_route,
        difference=escalation.difference,
        after={
            "escalation": escalation.id,
            "city_name": city_route.city.names,
            "text_hash": escalation.text_hash,
        },
    )
