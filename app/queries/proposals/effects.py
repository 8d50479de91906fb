"""What a version changes for each city against its own practice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.effects import Effect, effect_of
from app.models import City, Difference, PracticeRevision, ProposalVersion, User
from app.queries.differences import participating_cities
from app.queries.differences.practices import practices_of


@dataclass(frozen=True)
class CityEffect:
    """One city's practice against a version; mine is the viewer's own city."""

    city: City
    practice: PracticeRevision | None
    effect: Effect
    mine: bool


def effects_of(
    difference: Difference, version: ProposalVersion, viewer: User, at: datetime
) -> tuple[CityEffect, ...]:
    """The effect of a version on every city that takes part, the viewer's own first, then by code."""
    stated = {practice.city_id: practice.current for practice in practices_of(difference)}
    cities = participating_cities(difference, at)
    return tuple(_effect(city, stated.get(city.id), version, viewer) for city in _own_first(cities, viewer))


def _effect(
    city: City, practice: PracticeRevision | None, version: ProposalVersion, viewer: User
) -> CityEffect:
    effect = effect_of(practice.body if practice else None, version.body)
    return CityEffect(city, practice, effect, city.id == viewer.city_id)


def _own_first(cities: Sequence[City], viewer: User) -> list[City]:
    return sorted(cities, key=lambda city: (city.id != viewer.city_id, city.code))
