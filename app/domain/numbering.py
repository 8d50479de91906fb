"""Numbers of decisions, differences and minutes: how they are written, and read from what people type."""

import re
import unicodedata
from dataclasses import dataclass

from app.domain import wareki

# The strokes people type for a hyphen, as NFKC leaves them; a kana keyboard gives the long-vowel mark.
_HYPHEN = "[-\u2010-\u2015\u2212\u2500\u2501\u30fc]"
_DIFFERENCE = re.compile(f"([A-Z]{{2,8}}){_HYPHEN}([0-9]{{2}}){_HYPHEN}([0-9]{{1,9}})")
_DECISION = re.compile(f"((?:令和|平成)(?:元|0?[1-9]|[1-9][0-9])年度)(.+){_HYPHEN}([0-9]{{1,9}})号")


@dataclass(frozen=True, order=True)
class DifferenceNumber:
    """The number of a difference: its group's code and a serial that is never reused; EDU-02-001."""

    group: str
    serial: int

    def __str__(self) -> str:
        return format_difference_number(self.group, self.serial)


@dataclass(frozen=True, order=True)
class DecisionNumber:
    """The number of a decision: fiscal year, scope's label, gapless serial (D1); 令和8年度 教育-12号."""

    fiscal_year: int
    scope: str
    serial: int

    def __str__(self) -> str:
        return format_decision_number(self.fiscal_year, self.scope, self.serial)


def format_difference_number(group: str, serial: int) -> str:
    """EDU-02-001: the group's code and the serial in three digits or more."""
    _check_serial(serial)
    return f"{group}-{serial:03d}"


def parse_difference_number(text: str) -> DifferenceNumber | None:
    """The number somebody typed, in any width, case or kind of hyphen; None where there is none."""
    found = _DIFFERENCE.fullmatch(_fold(text).upper())
    if found is None or int(found[3]) == 0:
        return None
    return DifferenceNumber(f"{found[1]}-{found[2]}", int(found[3]))


def format_decision_number(fiscal_year: int, scope: str, serial: int) -> str:
    """令和8年度 教育-12号: the year, the scope's label as the council writes it, the serial (D1)."""
    _check_serial(serial)
    if not scope.strip():
        raise ValueError("a decision number needs a scope")
    return f"{wareki.format_fiscal_year(fiscal_year)} {scope}-{serial}号"


def parse_decision_number(text: str) -> DecisionNumber | None:
    """The decision number somebody typed, in any width, with or without spaces; None where there is none."""
    found = _DECISION.fullmatch(_fold(text))
    if found is None or int(found[3]) == 0:
        return None
    return DecisionNumber(wareki.parse_fiscal_year(found[1]), found[2], int(found[3]))


def format_minutes_number(fiscal_year: int, serial: int) -> str:
    """令和8年度 議事録第12号: the document number of minutes in the council's register."""
    _check_serial(serial)
    return f"{wareki.format_fiscal_year(fiscal_year)} 議事録第{serial}号"


def _fold(text: str) -> str:
    """The text in its narrow forms (NFKC), without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _check_serial(serial: int) -> None:
    if serial < 1:
        raise ValueError(f"serials begin with 1: {serial}")
