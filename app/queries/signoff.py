"""Escalations and sign-off: the ones an act locks, routes, and what the pages show."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.rounds import RoundState
from app.extensions import db
from app.models import CityRoute, Difference, Escalation, ProposalVersion, Round, Route, SignoffStep
from app.policies.verdicts import NotFound
from app.queries.differences import lock_difference_by_id


def last_escalation(difference: Difference) -> Escalation | None:
    """The newest escalation of the difference's present cycle."""
    statement = (
        select(Escalation)
        .where(Escalation.difference_id == difference.id, Escalation.cycle == difference.cycle)
        .order_by(Escalation.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def last_round_on(version: ProposalVersion) -> Round | None:
    """The newest closed round on a version: the group's positions that go to the managers."""
    statement = (
        select(Round)
        .where(Round.version_id == version.id, Round.state == RoundState.CLOSED)
        .order_by(Round.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def route_for(city_id: int, domain_id: int) -> Route | None:
    """A city's route for a domain, else its route for all domains (S1)."""
    routes = db.session.scalars(
        select(Route).where(
            Route.city_id == city_id, (Route.domain_id == domain_id) | Route.domain_id.is_(None)
        )
    ).unique()
    return min(routes, key=lambda route: route.domain_id is None, default=None)


def lock_city_route(city_route_id: int) -> CityRoute:
    """A city's route of an escalation as committed now, its difference locked first."""
    difference_id = db.session.scalar(
        select(Escalation.difference_id).join(CityRoute).where(CityRoute.id == city_route_id)
    )
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    statement = (
        select(CityRoute)
        .where(CityRoute.id == city_route_id)
        .options(
            joinedload(CityRoute.escalation).selectinload(Escalation.cities).selectinload(CityRoute.steps)
        )
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).unique().one()


def lock_step(step_id: int) -> SignoffStep:
    """A step of a city's route as committed now, its difference locked first, so that two signers queue up."""
    city_route_id = db.session.scalar(select(SignoffStep.city_route_id).where(SignoffStep.id == step_id))
    if city_route_id is None:
        raise NotFound
    city_route = lock_city_route(city_route_id)
    return next(step for step in city_route.steps if step.id == step_id)
