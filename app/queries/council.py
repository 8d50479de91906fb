"""The council: its one row, its cities with their routes, its domains."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import City, Council, Domain, Joining, Route, StandardBusiness
from app.policies.verdicts import NotFound


def the_council() -> Council:
    """The council of this installation; None of its pages work before it is set up."""
    return db.session.get_one(Council, 1)


def cities() -> list[City]:
    """All cities that ever belonged to the council, by code."""
    return list(db.session.scalars(select(City).order_by(City.code)))


def member_cities(at: datetime) -> list[City]:
    """The cities that vote at an instant, by code."""
    return [city for city in cities() if city.is_member(at)]


def domains() -> list[Domain]:
    """The domains in their order."""
    return list(db.session.scalars(select(Domain).order_by(Domain.position)))


def lock_council() -> Council:
    """The council, locked for a change of its settings."""
    return db.session.scalars(
        select(Council).with_for_update().execution_options(populate_existing=True)
    ).one()


def is_founded() -> bool:
    """Whether this installation has its council."""
    return db.session.scalar(select(Council.id).limit(1)) is not None


def lock_city(city_id: int) -> City:
    """The city, locked for a change; NotFound where there is none."""
    city = db.session.get(City, city_id, with_for_update=True, populate_existing=True)
    if city is None:
        raise NotFound
    return city


def city_named(code: str) -> City:
    """The city of a six-digit code; NotFound where there is none."""
    city = db.session.scalars(select(City).where(City.code == code)).one_or_none()
    if city is None:
        raise NotFound
    return city


def is_joining(city_id: int) -> bool:
    """Whether a city is asked for its positions on what was decided without it, or has given them all (D7)."""
    begun = select(Joining.id).where(
        Joining.city_id == city_id, Joining.began_at.is_not(None), Joining.left_at.is_(None)
    )
    return db.session.scalar(begun) is not None


def domain_named(code: str) -> Domain:
    """The domain of a code; NotFound where there is none."""
    domain = db.session.scalars(select(Domain).where(Domain.code == code)).one_or_none()
    if domain is None:
        raise NotFound
    return domain


def standard_businesses() -> Sequence[StandardBusiness]:
    """The businesses of the national standard, in the order they were entered."""
    return db.session.scalars(select(StandardBusiness).order_by(StandardBusiness.id)).all()


def routes_of_city(city: City) -> Sequence[Route]:
    """A city's routes of sign-off, the common one first, then by domain (S1)."""
    routes = (
        select(Route)
        .outerjoin(Route.domain)
        .where(Route.city_id == city.id)
        .order_by(func.coalesce(Domain.position, 0), Route.id)
    )
    return db.session.scalars(routes).unique().all()


def route_of(city: City, domain: Domain | None) -> Route | None:
    """A city's own route for a domain, or its common one for None."""
    return next((r for r in routes_of_city(city) if r.domain_id == (domain.id if domain else None)), None)
