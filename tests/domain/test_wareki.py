"""Japanese eras."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.wareki import format_fiscal_year, format_wareki, parse_fiscal_year, parse_wareki, to_wareki


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 12, 31), "令和元年12月31日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1990, 1, 1), "平成2年1月1日"),
    ],
)
def test_a_day_is_written_in_its_era(day: date, written: str) -> None:
    assert format_wareki(day) == written
    assert parse_wareki(written) == day


def test_a_day_of_an_era_has_parts() -> None:
    parts = to_wareki(date(2026, 11, 23))
    assert (parts.era.name, parts.era.letter, parts.year, parts.month, parts.day) == ("令和", "R", 8, 11, 23)


@given(st.dates(date(1989, 1, 8), date(2099, 12, 31)))
def test_what_is_written_reads_back(day: date) -> None:
    assert parse_wareki(format_wareki(day)) == day


def test_a_day_before_the_known_eras_is_refused() -> None:
    with pytest.raises(ValueError, match="1989-01-07"):
        format_wareki(date(1989, 1, 7))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和８年１１月２３日", date(2026, 11, 23)),
        (" 令和 8 年 4 月 1 日 ", date(2026, 4, 1)),
        ("R8.4.1", date(2026, 4, 1)),
        ("ｒ８／４／１", date(2026, 4, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("H30-4-1", date(2018, 4, 1)),
        ("㋿8年4月1日", date(2026, 4, 1)),
        ("令和8年2月29日", None),
        ("令和0年1月1日", None),
        ("令和元年4月30日", None),
        ("平成31年5月1日", None),
        ("昭和64年1月1日", None),
        ("2026-04-01", None),
        ("", None),
    ],
)
def test_an_era_date_is_read_as_people_type_it(typed: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(ValueError):
            parse_wareki(typed)
    else:
        assert parse_wareki(typed) == day


@pytest.mark.parametrize(
    ("year", "written"),
    [
        (2026, "令和8年度"),
        (2020, "令和2年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
    ],
)
def test_d1_a_fiscal_year_is_written_in_its_era(year: int, written: str) -> None:
    assert format_fiscal_year(year) == written
    assert parse_fiscal_year(written) == year


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("平成31年度", 2019),
        ("令和1年度", 2019),
        ("令和 ８ 年度", 2026),
        ("令和8年", None),
        ("令和0年度", None),
    ],
)
def test_d1_a_fiscal_year_is_read_as_people_type_it(typed: str, year: int | None) -> None:
    if year is None:
        with pytest.raises(ValueError):
            parse_fiscal_year(typed)
    else:
        assert parse_fiscal_year(typed) == year


def test_d1_a_fiscal_year_before_the_known_eras_is_refused() -> None:
    with pytest.raises(ValueError, match="1988"):
        format_fiscal_year(1988)
