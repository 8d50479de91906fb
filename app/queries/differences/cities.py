"""The cities of a difference: which take part, which must answer, and which have."""

from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.models import City, Difference, Practice


def participating_cities(difference: Difference, at: datetime) -> list[City]:
    """The cities that take part in the difference's group, members and associates, by code."""
    return difference.group.cities_at(at)


def cities_to_answer(difference: Difference, at: datetime) -> list[City]:
    """The cities whose answer a survey and a ballot wait for: members. An associate may answer and holds up nobody."""
    return difference.group.voting_cities_at(at)


def unanswered_cities(difference: Difference, at: datetime) -> list[City]:
    """The cities to answer that have not stated their practice."""
    stated = select(Practice.city_id).where(Practice.difference_id == difference.id)
    answered = set(db.session.scalars(stated))
    return [city for city in cities_to_answer(difference, at) if city.id not in answered]
