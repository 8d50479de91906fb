"""Fiscal years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fiscal import fiscal_year, fiscal_year_span


@pytest.mark.parametrize(
    ("day", "start_month", "year"),
    [
        (date(2026, 3, 31), 4, 2025),
        (date(2026, 4, 1), 4, 2026),
        (date(2026, 12, 31), 4, 2026),
        (date(2027, 1, 1), 4, 2026),
        (date(2026, 1, 1), 1, 2026),
        (date(2026, 12, 31), 1, 2026),
        (date(2026, 9, 30), 10, 2025),
        (date(2026, 10, 1), 10, 2026),
        (date(2026, 11, 30), 12, 2025),
    ],
)
def test_d1_a_fiscal_year_is_named_by_the_year_it_begins_in(day: date, start_month: int, year: int) -> None:
    assert fiscal_year(day, start_month) == year


def test_d1_a_fiscal_year_begins_in_april_unless_said_otherwise() -> None:
    assert fiscal_year(date(2026, 3, 31)) == 2025
    assert fiscal_year_span(2026) == (date(2026, 4, 1), date(2027, 4, 1))


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), start_month=st.integers(1, 12))
def test_d1_every_day_lies_in_the_span_of_its_fiscal_year(day: date, start_month: int) -> None:
    first, after = fiscal_year_span(fiscal_year(day, start_month), start_month)
    assert first <= day < after


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_month_that_does_not_exist_is_refused(month: int) -> None:
    with pytest.raises(ValueError, match="month"):
        fiscal_year(date(2026, 1, 1), month)
    with pytest.raises(ValueError, match="month"):
        fiscal_year_span(2026, month)
