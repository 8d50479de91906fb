"""Working days, and deadlines as instants."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import (
    TOKYO,
    UnknownYear,
    add_working_days,
    earliest_close,
    end_of_day_tokyo,
    is_holiday,
    is_working_day,
    last_day_tokyo,
    latest_notice,
    start_of_day_tokyo,
    tokyo_date,
    working_days_between,
)

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def days_of(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def jst(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=timezone(timedelta(hours=9)))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 20), True),  # an ordinary Friday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 11, 22), False),  # Sunday
        (date(2026, 11, 23), False),  # Labour Thanksgiving
        (date(2026, 11, 24), True),
        (date(2026, 5, 3), False),  # Constitution Day on a Sunday …
        (date(2026, 5, 4), False),
        (date(2026, 5, 5), False),
        (date(2026, 5, 6), False),  # … whose substitute falls past two more holidays
        (date(2026, 5, 7), True),
        (date(2026, 9, 21), False),
        (date(2026, 9, 22), False),  # between two holidays
        (date(2026, 9, 23), False),
        (date(2026, 9, 24), True),
        (date(2027, 3, 22), False),  # substitute for an equinox on a Sunday
        (date(2032, 9, 21), False),  # between two holidays
        (date(2024, 11, 23), False),  # a holiday on a Saturday …
        (date(2024, 11, 22), True),
        (date(2024, 11, 25), True),  # … makes no substitute
        (date(2027, 5, 1), False),
        (date(2028, 4, 29), False),  # a Saturday holiday …
        (date(2028, 5, 1), True),  # … makes no substitute
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2026, 12, 30), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2028, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 5), True),
        (date(2019, 4, 30), False),  # the days of the enthronement
        (date(2019, 5, 2), False),
        (date(2026, 2, 23), False),
        (date(2018, 12, 24), False),
        (date(2026, 12, 23), True),
    ],
)
def test_b28_which_days_are_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_b28_the_holidays_of_2026() -> None:
    published = "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23"
    expected = {date(2026, int(m), int(d)) for m, d in (each.split("/") for each in published.split())}
    assert {day for day in days_of(2026) if is_holiday(day)} == expected


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 24)),
        (date(2026, 11, 20), 5, date(2026, 11, 30)),
        (date(2026, 11, 21), 1, date(2026, 11, 24)),
        (date(2026, 4, 28), 1, date(2026, 4, 30)),
        (date(2026, 5, 1), 1, date(2026, 5, 7)),
        (date(2026, 9, 18), 1, date(2026, 9, 24)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2026, 12, 25), 3, date(2027, 1, 5)),
        (date(2024, 11, 22), 1, date(2024, 11, 25)),
        (date(2026, 11, 24), -1, date(2026, 11, 20)),
        (date(2027, 1, 4), -1, date(2026, 12, 28)),
        (date(2026, 5, 7), -2, date(2026, 4, 30)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # nothing is rounded
    ],
)
def test_b28_n_working_days_from_a_day(start: date, n: int, end: date) -> None:
    assert add_working_days(start, n) == end


@given(DAYS, st.integers(1, 60))
def test_b28_the_nth_working_day_has_n_working_days_up_to_it(start: date, n: int) -> None:
    end = add_working_days(start, n)
    assert is_working_day(end)
    assert working_days_between(start, end) == n
    assert working_days_between(start, end - timedelta(days=1)) == n - 1
    assert add_working_days(end + timedelta(days=1), -1) == end


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [
        (date(2026, 11, 20), date(2026, 11, 24), 1),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 25), date(2026, 11, 24), 0),
        (date(2026, 4, 30), date(2026, 5, 7), 2),
        (date(2026, 12, 28), date(2027, 1, 3), 0),
    ],
)
def test_b28_working_days_between_two_days(start: date, end: date, n: int) -> None:
    assert working_days_between(start, end) == n


@pytest.mark.parametrize("day", [date(1948, 7, 1), date(2100, 1, 4)])
def test_b28_a_year_without_known_holidays_is_not_guessed(day: date) -> None:
    with pytest.raises(UnknownYear):
        is_working_day(day)


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 11, 30), utc(2026, 11, 30, 15)),
        (date(2026, 12, 31), utc(2026, 12, 31, 15)),
        (date(2028, 2, 29), utc(2028, 2, 29, 15)),
    ],
)
def test_b27_a_date_means_the_end_of_that_day_in_tokyo(day: date, until: datetime) -> None:
    assert end_of_day_tokyo(day) == until
    assert end_of_day_tokyo(day).tzinfo is UTC
    last = until - timedelta(microseconds=1)
    assert last.astimezone(TOKYO).time() == time(23, 59, 59, 999999)
    assert tokyo_date(last) == day
    assert tokyo_date(until) == day + timedelta(days=1)


@given(DAYS)
def test_b27_days_are_half_open_and_leave_no_gap(day: date) -> None:
    assert end_of_day_tokyo(day) == start_of_day_tokyo(day + timedelta(days=1))
    assert end_of_day_tokyo(day) - start_of_day_tokyo(day) == timedelta(days=1)
    assert last_day_tokyo(end_of_day_tokyo(day)) == day


@pytest.mark.parametrize(
    ("at", "day", "last"),
    [
        (utc(2026, 11, 23, 14, 59), date(2026, 11, 23), date(2026, 11, 23)),
        (utc(2026, 11, 23, 15), date(2026, 11, 24), date(2026, 11, 23)),
        (utc(2026, 11, 23, 15, 1), date(2026, 11, 24), date(2026, 11, 24)),
        (jst(2026, 11, 23, 0, 0), date(2026, 11, 23), date(2026, 11, 22)),
        (jst(2026, 11, 23, 17, 0), date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_b27_the_day_of_an_instant_and_of_a_deadline(at: datetime, day: date, last: date) -> None:
    assert tokyo_date(at) == day
    assert last_day_tokyo(at) == last


@pytest.mark.parametrize(
    ("opened_at", "n", "closes_at"),
    [
        (jst(2026, 11, 16, 10), 3, jst(2026, 11, 20)),  # Monday: Tuesday, Wednesday, Thursday in full
        (jst(2026, 11, 20, 10), 1, jst(2026, 11, 25)),
        (jst(2026, 11, 20, 0), 1, jst(2026, 11, 21)),  # opened with the first instant: that day is whole
        (jst(2026, 11, 20, 23, 59), 1, jst(2026, 11, 25)),
        (jst(2026, 4, 30, 9), 2, jst(2026, 5, 8)),
        (jst(2026, 12, 28, 9), 1, jst(2027, 1, 5)),
        (jst(2026, 11, 20, 10), 0, jst(2026, 11, 20, 10)),
    ],
)
def test_b29_the_earliest_close_leaves_whole_working_days(
    opened_at: datetime, n: int, closes_at: datetime
) -> None:
    assert earliest_close(opened_at, n) == closes_at


@pytest.mark.parametrize(
    ("closes_at", "n", "by"),
    [
        (jst(2026, 11, 20), 3, jst(2026, 11, 17)),
        (jst(2026, 11, 20, 17), 3, jst(2026, 11, 17)),  # the day that is cut short does not count
        (jst(2026, 11, 25), 1, jst(2026, 11, 24)),
        (jst(2026, 11, 24), 1, jst(2026, 11, 20)),
        (jst(2027, 1, 5), 2, jst(2026, 12, 28)),
        (jst(2026, 11, 20, 17), 0, jst(2026, 11, 20, 17)),
    ],
)
def test_b36_the_latest_notice_leaves_whole_working_days(closes_at: datetime, n: int, by: datetime) -> None:
    assert latest_notice(closes_at, n) == by


@given(INSTANTS, st.integers(0, 20))
def test_b36_a_city_told_at_opening_is_told_in_time_for_the_earliest_close(at: datetime, n: int) -> None:
    closes_at = earliest_close(at, n)
    assert at <= latest_notice(closes_at, n)
    assert closes_at.tzinfo is UTC
    if n:
        sooner = closes_at - timedelta(microseconds=1)
        assert at > latest_notice(sooner, n)


def test_an_instant_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001
    for ask in (tokyo_date, last_day_tokyo):
        with pytest.raises(ValueError, match="time zone"):
            ask(naive)
    for reckon in (earliest_close, latest_notice):
        for n in (0, 3):
            with pytest.raises(ValueError, match="time zone"):
                reckon(naive, n)
