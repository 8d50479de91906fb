"""Days as offices count them: Asia/Tokyo, working days of Japan, deadlines as half-open instants."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

TOKYO = ZoneInfo("Asia/Tokyo")
# The years whose holidays are known; the law of 1948 on one side, the computed equinoxes on the other.
FIRST_YEAR, LAST_YEAR = 1949, 2099

_DAY = timedelta(days=1)
SATURDAY = 5


class UnknownYear(ValueError):
    """The holidays of this year are not known, so its working days cannot be counted."""


def is_holiday(day: date) -> bool:
    """Whether a day is a national holiday, substitutes and sandwiched days among them (B28)."""
    return day in _holidays(day.year)


def holiday_name(day: date, locale: str) -> str:
    """What a national holiday is called in a language; empty for any other day."""
    return _names(day.year, locale).get(day, "")


def is_working_day(day: date) -> bool:
    """Whether offices are open: no Saturday, Sunday or holiday, and not 12/29 to 1/3 (B28)."""
    if is_holiday(day) or day.weekday() >= SATURDAY:
        return False
    return not ((day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3))


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after a day, or before it for a negative n; the day itself is not counted (B28).

    For n = 0 the day as it is, working or not: nothing is rounded.
    """
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after start, up to and including end; 0 where end is not later (B28)."""
    return sum(is_working_day(start + _DAY * offset) for offset in range(1, (end - start).days + 1))


def tokyo_date(at: datetime) -> date:
    """The day in Tokyo of an aware instant."""
    return _aware(at).astimezone(TOKYO).date()


def start_of_day_tokyo(day: date) -> datetime:
    """The instant a day begins in Tokyo, in UTC."""
    return datetime.combine(day, time.min, TOKYO).astimezone(UTC)


def end_of_day_tokyo(day: date) -> datetime:
    """The instant a day ends in Tokyo, in UTC: the next midnight, half-open (B27)."""
    return start_of_day_tokyo(day + _DAY)


def last_day_tokyo(until: datetime) -> date:
    """The day to show for a deadline: the last one in Tokyo with an instant before it (B27)."""
    return tokyo_date(_aware(until) - timedelta(microseconds=1))


def earliest_close(opened_at: datetime, min_working_days: int) -> datetime:
    """The first closing instant that leaves the whole working days a rule asks for (B28, B29).

    The day of opening counts only if the round opens with its first instant.
    """
    if min_working_days <= 0:
        return _aware(opened_at).astimezone(UTC)
    return end_of_day_tokyo(add_working_days(last_day_tokyo(opened_at), min_working_days))


def latest_notice(closes_at: datetime, min_working_days: int) -> datetime:
    """The last instant at which a notice still leaves the whole working days before a closing (B28, B36).

    To be stored with the deadline: new holiday data then moves neither.
    """
    if min_working_days <= 0:
        return _aware(closes_at).astimezone(UTC)
    return start_of_day_tokyo(add_working_days(tokyo_date(closes_at), -min_working_days))


@lru_cache(maxsize=256)
def _holidays(year: int) -> frozenset[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownYear(f"the holidays of {year} are not known")
    return frozenset(holidays.country_holidays("JP", years=[year], expand=False))


@lru_cache(maxsize=64)
def _names(year: int, locale: str) -> Mapping[date, str]:
    language = "en_US" if locale == "en" else "ja"
    return dict(holidays.country_holidays("JP", years=[year], expand=False, language=language))


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at
