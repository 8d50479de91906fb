"""Months as a calendar shows them: weeks that begin on Monday."""

import re
from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import FIRST_YEAR, LAST_YEAR

Week = Sequence[date | None]


@dataclass(frozen=True)
class Month:
    """One month of a year whose holidays are known; in words of machines 2026-11."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def weeks(self) -> list[Week]:
        """Its weeks from Monday to Sunday; None stands for days of the months around it."""
        return [
            [day if day.month == self.number else None for day in week]
            for week in Calendar().monthdatescalendar(self.year, self.number)
        ]

    @property
    def previous(self) -> "Month | None":
        """The month before it; None where its holidays are not known."""
        return _known(self.first - timedelta(days=1))

    @property
    def next(self) -> "Month | None":
        """The month after it; None where its holidays are not known."""
        return _known(self.last + timedelta(days=1))


def month_of(day: date) -> Month:
    """The month of a day."""
    return Month(day.year, day.month)


def month_named(text: str) -> Month | None:
    """The month that an address names as 2026-11; None for what is none."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    if found is None or not 1 <= int(found[2]) <= 12 or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return Month(int(found[1]), int(found[2]))


def _known(day: date) -> Month | None:
    return month_of(day) if FIRST_YEAR <= day.year <= LAST_YEAR else None
