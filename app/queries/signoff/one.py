"""One escalation: found for a reader, or locked for an act; the routes its cities follow."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import now
from app.domain.rounds import RoundState
from app.extensions import db
from app.models import (
    CityRoute,
    Difference,
    Escalation,
    Group,
    LaterReading,
    ProposalVersion,
    Round,
    Route,
    Signature,
    SignoffStep,
    User,
)
from app.policies.standing import reads
from app.policies.verdicts import NotFound
from app.queries.differences import difference_named, lock_difference_by_id


def escalation_seen(escalation_id: int, viewer: User) -> Escalation:
    """An escalation with all that its page shows; NotFound where the viewer may not know of it."""
    found = db.session.scalars(_whole().where(Escalation.id == escalation_id)).unique().one_or_none()
    if found is None or not reads(viewer, found.difference.group, now()):
        raise NotFound
    return found


def last_escalation(difference: Difference) -> Escalation | None:
    """The newest escalation of the difference's present cycle."""
    statement = (
        select(Escalation)
        .where(Escalation.difference_id == difference.id, Escalation.cycle == difference.cycle)
        .order_by(Escalation.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def escalation_on(number: str, viewer: User) -> Escalation:
    """The newest escalation on a difference the viewer may read; NotFound where there is none."""
    escalation = last_escalation(difference_named(number, viewer))
    if escalation is None:
        raise NotFound
    return escalation


def last_round_on(version: ProposalVersion) -> Round | None:
    """The newest closed round on a version: the group's positions that go to the managers."""
    statement = (
        select(Round)
        .where(Round.version_id == version.id, Round.state == RoundState.CLOSED)
        .order_by(Round.id.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def last_closed_round(difference: Difference) -> Round | None:
    """The newest closed round of the cycle on whatever text: its positions stay visible as given to that one (T4)."""
    statement = (
        select(Round)
        .where(
            Round.difference_id == difference.id,
            Round.cycle == difference.cycle,
            Round.state == RoundState.CLOSED,
        )
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


def signers_of(escalation: Escalation) -> list[User]:
    """The people who signed, each once, whatever they said and whether or not it still stands."""
    statement = (
        select(User)
        .where(
            User.id.in_(
                select(Signature.user_id)
                .join(Signature.step)
                .join(SignoffStep.city_route)
                .where(CityRoute.escalation_id == escalation.id)
            )
        )
        .order_by(User.id)
    )
    return list(db.session.scalars(statement).unique())


def lock_city_route(city_route_id: int) -> CityRoute:
    """A city's route of an escalation as committed now, locked; whatever is read afterwards is read anew.

    The difference is the lock: signers of all cities queue up, so that the last of them sees every other.
    """
    difference_id = db.session.scalar(
        select(Escalation.difference_id).join(CityRoute).where(CityRoute.id == city_route_id)
    )
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    db.session.flush()
    db.session.expire_all()
    return db.session.get_one(CityRoute, city_route_id)


def lock_step(step_id: int) -> SignoffStep:
    """A step of a city's route as committed now, locked the same way."""
    city_route_id = db.session.scalar(select(SignoffStep.city_route_id).where(SignoffStep.id == step_id))
    if city_route_id is None:
        raise NotFound
    return next(step for step in lock_city_route(city_route_id).steps if step.id == step_id)


def lock_reading(reading_id: int) -> LaterReading:
    """What an absent manager reads afterwards, as committed now, locked the same way."""
    step_id = db.session.scalar(select(LaterReading.step_id).where(LaterReading.id == reading_id))
    if step_id is None:
        raise NotFound
    return next(reading for reading in lock_step(step_id).readings if reading.id == reading_id)


def _whole() -> Select[Escalation]:
    return select(Escalation).options(
        joinedload(Escalation.difference).joinedload(Difference.group).selectinload(Group.cities),
        joinedload(Escalation.version).joinedload(ProposalVersion.proposal),
        joinedload(Escalation.round).options(
            selectinload(Round.electorate), selectinload(Round.positions), joinedload(Round.version)
        ),
    )
