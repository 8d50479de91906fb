"""Postage: what the post asks for an item from which day on, and what a price with a discount amounts to (D11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PostalItem(StrEnum):
    """The items that the councils' notices are sent as."""

    POSTCARD = "postcard"
    LETTER_25 = "letter_25"
    LETTER_50 = "letter_50"
    NONSTANDARD_50 = "nonstandard_50"
    NONSTANDARD_100 = "nonstandard_100"
    NONSTANDARD_150 = "nonstandard_150"


@dataclass(frozen=True)
class Rate:
    """What one item costs from a day on, until the next rate of the same item."""

    item: PostalItem
    since: date
    yen: int


_BEFORE, _SINCE = date(2019, 10, 1), date(2024, 10, 1)

KNOWN: tuple[Rate, ...] = (
    Rate(PostalItem.POSTCARD, _BEFORE, 63),
    Rate(PostalItem.LETTER_25, _BEFORE, 84),
    Rate(PostalItem.LETTER_50, _BEFORE, 94),
    Rate(PostalItem.NONSTANDARD_50, _BEFORE, 120),
    Rate(PostalItem.NONSTANDARD_100, _BEFORE, 140),
    Rate(PostalItem.NONSTANDARD_150, _BEFORE, 210),
    Rate(PostalItem.POSTCARD, _SINCE, 85),
    Rate(PostalItem.LETTER_25, _SINCE, 110),
    Rate(PostalItem.LETTER_50, _SINCE, 110),
    Rate(PostalItem.NONSTANDARD_50, _SINCE, 140),
    Rate(PostalItem.NONSTANDARD_100, _SINCE, 180),
    Rate(PostalItem.NONSTANDARD_150, _SINCE, 270),
)
"""The rates of Japan Post that every installation begins with; the secretariat adds later ones."""


def rate_on(rates: Iterable[Rate], item: PostalItem, day: date) -> int | None:
    """The yen an item costs on a day: the last rate that has begun by then; None before the first one (D11)."""
    begun = [rate for rate in rates if rate.item is item and rate.since <= day]
    return max(begun, key=lambda rate: rate.since).yen if begun else None
