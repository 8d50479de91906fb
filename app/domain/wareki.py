"""Japanese eras: dates and fiscal years as offices write them, and read back."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Era:
    """One era: its name, its letter, its first day."""

    name: str
    letter: str
    first_day: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
)

_WRITTEN = re.compile(r"(令和|平成)(元|[0-9]{1,2})年([0-9]{1,2})月([0-9]{1,2})日")
_SHORT = re.compile(r"([RH])(元|[0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{1,2})", re.IGNORECASE)
_FISCAL = re.compile(r"(令和|平成)(元|[0-9]{1,2})年度")


@dataclass(frozen=True)
class Wareki:
    """A date in an era; its first year is year 1."""

    era: Era
    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """令和8年11月23日; the first year is 元年."""
        return f"{self.era.name}{_year_text(self.year)}年{self.month}月{self.day}日"


def to_wareki(day: date) -> Wareki:
    """The era date of a day from 1989-01-08 (平成) on; ValueError before that."""
    for era in ERAS:
        if day >= era.first_day:
            return Wareki(era, day.year - era.first_day.year + 1, day.month, day.day)
    raise ValueError(f"before the eras this calendar knows: {day.isoformat()}")


def format_wareki(day: date) -> str:
    """令和8年11月23日; 令和元年5月1日; ValueError before 平成."""
    return str(to_wareki(day))


def parse_wareki(text: str) -> date:
    """The day of 令和8年11月23日 or R8.11.23, in any width; ValueError for no such day of that era."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    found = _WRITTEN.fullmatch(folded) or _SHORT.fullmatch(folded)
    if found is None:
        raise ValueError(f"not an era date: {text!r}")
    era = _era(found[1])
    day = date(era.first_day.year + _year_number(found[2]) - 1, int(found[3]), int(found[4]))
    if to_wareki(day).era is not era:
        raise ValueError(f"no such day of {era.name}: {text!r}")
    return day


def format_fiscal_year(year: int) -> str:
    """令和8年度 for the fiscal year that begins in 2026; 2019 is 令和元年度 as a whole."""
    for era in ERAS:
        if year >= era.first_day.year:
            return f"{era.name}{_year_text(year - era.first_day.year + 1)}年度"
    raise ValueError(f"before the eras this calendar knows: {year}")


def parse_fiscal_year(text: str) -> int:
    """The calendar year in which 令和8年度 begins, in any width; 平成31年度 is 2019 too."""
    found = _FISCAL.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None:
        raise ValueError(f"not a fiscal year: {text!r}")
    return _era(found[1]).first_day.year + _year_number(found[2]) - 1


def _era(word: str) -> Era:
    return next(era for era in ERAS if word.upper() in (era.name, era.letter))


def _year_text(year: int) -> str:
    return "元" if year == 1 else str(year)


def _year_number(text: str) -> int:
    number = 1 if text == "元" else int(text)
    if number < 1:
        raise ValueError("an era has no year 0")
    return number
