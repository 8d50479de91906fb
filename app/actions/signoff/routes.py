"""The running routes of an escalation: frozen from the cities' routes, and brought to the next step (S1, S10)."""

from datetime import datetime

from app.actions.events import record
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.signoff import SignoffState
from app.extensions import db
from app.models import City, CityRoute, Escalation, Route, SignoffHolder, SignoffStep, User
from app.policies.signoff import may_lay_route
from app.policies.verdicts import ensure
from app.queries.roles import holders_of
from app.queries.signoff import lock_city_route, route_for


def add_city(escalation: Escalation, city: City, at: datetime) -> CityRoute:
    """Give a city its place in an escalation, with its route as it stands now."""
    city_route = CityRoute(city=city, state=SignoffState.RUNNING)
    _freeze(city_route, route_for(city.id, escalation.difference.group.domain_id), at)
    escalation.cities.append(city_route)
    return city_route


def _freeze(city_route: CityRoute, route: Route | None, at: datetime) -> None:
    """Copy a city's route into the escalation, so that changing the route alters nothing that runs (S10)."""
    for position, step in enumerate(route.steps if route else [], 1):
        frozen = SignoffStep(position=position, rule=step.rule, state=SignoffState.WAITING)
        frozen.holders = [SignoffHolder(post=held.post, post_name=held.post.name) for held in step.posts]
        city_route.steps.append(frozen)
    start_again(city_route, at)


def start_again(city_route: CityRoute, at: datetime) -> None:
    """Put a city's route at its first step."""
    city_route.state, city_route.ended_at = SignoffState.RUNNING, None
    for step in city_route.steps:
        step.state, step.asked_at = SignoffState.WAITING, None
    for step in city_route.steps[:1]:
        start_step(step, at)


def start_step(step: SignoffStep, at: datetime) -> None:
    """Let a step take signatures."""
    step.state, step.asked_at = SignoffState.RUNNING, at


def ask_managers(city_route: CityRoute, at: datetime) -> None:
    """Tell whoever holds a post of the running step, and has not signed, that a signature is wanted."""
    escalation = city_route.escalation
    for step in city_route.steps:
        if step.state is SignoffState.RUNNING and city_route.state is SignoffState.RUNNING:
            signed = {s.post_id for s in step.signatures if s.dismissed_at is None}
            waiting = [holder for holder in step.holders if holder.post_id not in signed]
            people = [person for holder in waiting for person in holders_of(holder.post, at)]
            notify(
                people,
                NoticeKind.SIGNATURE_WANTED,
                subject=escalation,
                difference=escalation.difference,
                key=f"{step.id}:{at.isoformat()}",
                city=city_route.city.name_ja,
            )


def lay_route(city_route_id: int, actor: User) -> CityRoute:
    """Give a city its route after all, where none was registered when the matter was escalated."""
    city_route = lock_city_route(city_route_id)
    at = now()
    escalation = city_route.escalation
    route = route_for(city_route.city_id, escalation.difference.group.domain_id)
    ensure(may_lay_route(actor, city_route, route))
    _freeze(city_route, route, at)
    db.session.flush()
    record(
        EventKind.ROUTE_LAID,
        actor=actor,
        subject=city_route,
        difference=escalation.difference,
        after={
            "city_name": city_route.city.names,
            "steps": [[holder.post_name for holder in step.holders] for step in city_route.steps],
        },
    )
    ask_managers(city_route, at)
    return city_route
