"""Months as a calendar shows them, and the names of holidays."""

from datetime import date

import pytest

from app.domain.calendar import holiday_name
from app.domain.months import Month, month_named, month_of


def test_weeks_begin_on_monday_and_leave_out_the_days_around_the_month() -> None:
    weeks = Month(2026, 11).weeks
    days = [day for week in weeks for day in week if day]

    assert {len(week) for week in weeks} == {7}
    assert weeks[0] == [None] * 6 + [date(2026, 11, 1)]
    assert days == [date(2026, 11, number) for number in range(1, 31)]
    assert all(day is None or day.weekday() == place for week in weeks for place, day in enumerate(week))


@pytest.mark.parametrize(
    ("month", "previous", "following"),
    [
        ("2026-11", "2026-10", "2026-12"),
        ("2026-01", "2025-12", "2026-02"),
        ("2026-12", "2026-11", "2027-01"),
        ("1949-01", "None", "1949-02"),
        ("2099-12", "2099-11", "None"),
    ],
)
def test_b28_months_follow_each_other_as_far_as_holidays_are_known(
    month: str, previous: str, following: str
) -> None:
    found = month_named(month)

    assert found is not None
    assert str(found) == month == str(month_of(found.last))
    assert (str(found.previous), str(found.next)) == (previous, following)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "1948-12", "2100-01", "2026-1", "x-11"])
def test_what_is_no_month_is_none(text: str) -> None:
    assert month_named(text) is None


def test_b28_holidays_have_names_in_both_languages() -> None:
    thanksgiving = date(2026, 11, 23)

    assert holiday_name(thanksgiving, "ja") == "勤労感謝の日"
    assert holiday_name(thanksgiving, "en") == "Labor Thanksgiving Day"
    assert holiday_name(date(2026, 11, 24), "ja") == ""
