"""The council: its one row, its cities, its domains."""

from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import City, Council, Domain


def the_council() -> Council:
    """The council of this installation; None of its pages work before it is set up."""
    return db.session.scalars(select(Council)).one()


def cities() -> list[City]:
    """All cities that ever belonged to the council, by code."""
    return list(db.session.scalars(select(City).order_by(City.code)))


def member_cities(at: datetime) -> list[City]:
    """The cities that vote at an instant, by code."""
    return [city for city in cities() if city.is_member(at)]


def domains() -> list[Domain]:
    """The domains in their order."""
    return list(db.session.scalars(select(Domain).order_by(Domain.position)))
