"""Confirmations: who gave them, who must, and what is asked of which city (M5, M6)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import City, Minutes, MinutesCorrection, MinutesVersion
from app.policies.meetings import confirming_cities
from app.policies.verdicts import NotFound


def confirmed_ids(version: MinutesVersion) -> set[int]:
    """The ids of the cities that have confirmed a version."""
    return {confirmation.city_id for confirmation in version.confirmations}


def unconfirmed_cities(minutes: Minutes, at: datetime) -> list[City]:
    """The cities that must confirm the present version and have not."""
    confirmed = confirmed_ids(minutes.current)
    return [city for city in confirming_cities(minutes.meeting, at) if city.id not in confirmed]


def corrections_of(minutes: Minutes) -> Sequence[MinutesCorrection]:
    """What was appended to final minutes, with each city's confirmation."""
    statement = (
        select(MinutesCorrection)
        .where(MinutesCorrection.minutes_id == minutes.id)
        .options(selectinload(MinutesCorrection.confirmations))
        .order_by(MinutesCorrection.number)
    )
    return db.session.scalars(statement).all()


def correction_numbered(minutes: Minutes, number: int) -> MinutesCorrection:
    """One correction; NotFound where there is none of this number."""
    found = next((each for each in corrections_of(minutes) if each.number == number), None)
    if found is None:
        raise NotFound
    return found
