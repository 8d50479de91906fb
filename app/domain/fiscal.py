"""Fiscal years: named by the year they begin in, April to March unless the council says otherwise."""

from datetime import date

APRIL = 4


def fiscal_year(day: date, start_month: int = APRIL) -> int:
    """The fiscal year a day belongs to: 2026-03-31 is of 2025, 2026-04-01 of 2026 (D1)."""
    _check_month(start_month)
    return day.year if day.month >= start_month else day.year - 1


def fiscal_year_span(year: int, start_month: int = APRIL) -> tuple[date, date]:
    """The first day of a fiscal year and the first day of the next, half-open."""
    _check_month(start_month)
    return date(year, start_month, 1), date(year + 1, start_month, 1)


def _check_month(start_month: int) -> None:
    if not 1 <= start_month <= 12:
        raise ValueError(f"no such month: {start_month}")
