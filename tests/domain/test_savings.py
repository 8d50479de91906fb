"""Postage by date and discount, what a line saves, and what counts in which fiscal year (D11)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.postage import KNOWN, PostalItem, Rate, rate_on
from app.domain.savings import (
    MAX_UNIT_YEN,
    MAX_VOLUME,
    Amount,
    EstimatedLine,
    SavingKind,
    UnitPrice,
    sums_by,
    sums_by_year,
    total,
)

BEFORE, SINCE = date(2024, 9, 30), date(2024, 10, 1)


@pytest.mark.parametrize(
    ("item", "before", "since"),
    [
        (PostalItem.POSTCARD, 63, 85),
        (PostalItem.LETTER_25, 84, 110),
        (PostalItem.LETTER_50, 94, 110),
        (PostalItem.NONSTANDARD_50, 120, 140),
        (PostalItem.NONSTANDARD_100, 140, 180),
        (PostalItem.NONSTANDARD_150, 210, 270),
    ],
)
def test_d11_postage_is_the_rate_of_the_day(item: PostalItem, before: int, since: int) -> None:
    assert rate_on(KNOWN, item, BEFORE) == before
    assert rate_on(KNOWN, item, SINCE) == since
    assert rate_on(KNOWN, item, date(2019, 9, 30)) is None


def test_d11_a_later_rate_holds_from_its_day_on() -> None:
    rates = [*KNOWN, Rate(PostalItem.POSTCARD, date(2027, 10, 1), 100)]
    assert [rate_on(rates, PostalItem.POSTCARD, date(2027, 9, day)) for day in (1, 30)] == [85, 85]
    assert rate_on(rates, PostalItem.POSTCARD, date(2027, 10, 1)) == 100
    assert rate_on(rates, PostalItem.LETTER_50, date(2027, 10, 1)) == 110


@pytest.mark.parametrize(
    ("volume", "before", "after", "yen"),
    [
        (1_000, UnitPrice(110), UnitPrice(85), 25_000),
        (1_000, UnitPrice(85), UnitPrice(110), -25_000),
        (10_000, UnitPrice(110), UnitPrice(110, discount=15), 165_000),
        (1, UnitPrice(110), UnitPrice(110, discount=15), 17),
        (3, UnitPrice(0), UnitPrice(9, discount=100), 0),
        (210, UnitPrice(2_600), UnitPrice(), 546_000),
        (12, UnitPrice(), UnitPrice(21_000), -252_000),
    ],
)
def test_d11_a_line_saves_the_difference_of_two_costs(
    volume: int, before: UnitPrice, after: UnitPrice, yen: int
) -> None:
    assert EstimatedLine(SavingKind.OTHER, "対象", volume, before, after).yen == yen


@given(st.integers(1, MAX_VOLUME), st.integers(0, MAX_UNIT_YEN), st.integers(0, 100))
def test_d11_a_discount_never_costs_and_never_pays(volume: int, yen: int, discount: int) -> None:
    assert 0 <= UnitPrice(yen, discount=discount).cost(volume) <= UnitPrice(yen).cost(volume)


def test_d11_an_accepted_saving_counts_until_a_later_decision_takes_its_place() -> None:
    earlier, later = Amount(100, 2025, 2027, city_id=1), Amount(-30, 2027, city_id=2)
    assert sums_by_year([earlier, later], range(2024, 2029)) == {
        2024: 0, 2025: 100, 2026: 100, 2027: -30, 2028: -30,
    }  # fmt: skip
    assert total([earlier, later]) == 70
    assert sums_by([earlier, later, later], lambda amount: amount.city_id) == {1: 100, 2: -60}
