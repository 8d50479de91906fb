"""Savings: an estimate made of lines, and what it amounts to in fiscal years, groups and cities (D11).

Amounts are yen a year; extra cost is negative.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.domain.postage import PostalItem

K = TypeVar("K", bound=Hashable)

MAX_VOLUME = 999_999_999
MAX_UNIT_YEN = 999_999_999
MAX_LINES = 30


class SavingKind(StrEnum):
    """What a line of an estimate is about."""

    POSTAGE = "postage"
    PRINTING = "printing"
    STAFF_HOURS = "staff_hours"
    SYSTEM = "system"
    OTHER = "other"


class SavingState(StrEnum):
    """How sure a saving is: estimated on a proposal, accepted with its decision, realised in a fiscal year."""

    ESTIMATED = "estimated"
    ACCEPTED = "accepted"
    REALISED = "realised"


@dataclass(frozen=True)
class UnitPrice:
    """What one piece, or one hour, costs: yen less a discount in whole percent; item names the postal rate used."""

    yen: int = 0
    item: PostalItem | None = None
    discount: int = 0

    def cost(self, volume: int) -> int:
        """What a year's volume costs; a fraction of one yen is dropped, as an invoice drops it."""
        return volume * self.yen * (100 - self.discount) // 100


@dataclass(frozen=True)
class EstimatedLine:
    """One line: so many pieces a year, each at a price before and after. city_id None is all cities together.

    rates_on is the day whose postal rates were used; it stays with the line, so that a later rate changes nothing.
    """

    kind: SavingKind
    what: str
    volume: int
    before: UnitPrice
    after: UnitPrice
    city_id: int | None = None
    rates_on: date | None = None

    @property
    def yen(self) -> int:
        """What the line saves in a year; negative where the new way costs more."""
        return self.before.cost(self.volume) - self.after.cost(self.volume)


@dataclass(frozen=True)
class Amount:
    """Yen of one city (None: all together) of a group, counted in the fiscal years [since, until)."""

    yen: int
    since: int
    until: int | None = None
    city_id: int | None = None
    group_id: int = 0
    domain_id: int = 0

    def counts_in(self, year: int) -> bool:
        """Whether a fiscal year lies in the span."""
        return self.since <= year and (self.until is None or year < self.until)


def total(amounts: Iterable[Amount]) -> int:
    """All amounts together."""
    return sum(amount.yen for amount in amounts)


def sums_by(amounts: Iterable[Amount], key: Callable[[Amount], K]) -> dict[K, int]:
    """The amounts summed by a property of theirs."""
    sums: dict[K, int] = {}
    for amount in amounts:
        sums[key(amount)] = sums.get(key(amount), 0) + amount.yen
    return sums


def sums_by_year(amounts: Iterable[Amount], years: Iterable[int]) -> dict[int, int]:
    """What counts in each fiscal year."""
    amounts = list(amounts)
    return {year: sum(amount.yen for amount in amounts if amount.counts_in(year)) for year in years}
