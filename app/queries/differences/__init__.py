"""Differences: one by its number, its cities and practices, lists and pages."""

from app.queries.differences.cities import (
    cities_to_answer,
    participating_cities,
    unanswered_cities,
)
from app.queries.differences.one import difference_named, lock_difference, lock_difference_by_id, lock_pair

__all__ = [
    "cities_to_answer",
    "difference_named",
    "lock_difference",
    "lock_difference_by_id",
    "lock_pair",
    "participating_cities",
    "unanswered_cities",
]
