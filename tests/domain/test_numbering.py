"""Numbers of differences and decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.numbering import (
    DecisionNumber,
    DifferenceNumber,
    format_decision_number,
    format_difference_number,
    format_minutes_number,
    parse_decision_number,
    parse_difference_number,
)


@pytest.mark.parametrize(
    ("group", "serial", "written"),
    [("EDU-02", 1, "EDU-02-001"), ("TAX-10", 42, "TAX-10-042"), ("COM-01", 1000, "COM-01-1000")],
)
def test_a_difference_is_numbered_in_its_group(group: str, serial: int, written: str) -> None:
    assert format_difference_number(group, serial) == str(DifferenceNumber(group, serial)) == written
    assert parse_difference_number(written) == DifferenceNumber(group, serial)


@pytest.mark.parametrize(
    "typed",
    [
        "EDU-02-001",
        " edu-02-1 ",
        "ＥＤＵ－０２－００１",
        "EDU‐02‐001",
        "EDU–02—001",
        "EDU−02−001",
        "ＥＤＵー０２ー００１",
        "EDUｰ02ｰ001",
        "EDU 02-001".replace(" ", "- "),
        "EDU﹣02－001",
    ],
)
def test_a_difference_number_is_read_as_people_type_it(typed: str) -> None:
    assert parse_difference_number(typed) == DifferenceNumber("EDU-02", 1)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "EDU",
        "EDU-02",
        "EDU-2-001",
        "EDU-02-000",
        "EDU02001",
        "教育-02-001",
        "EDU-02-001x",
        "EDU-02-1234567890",
    ],
)
def test_what_is_no_difference_number_is_none(typed: str) -> None:
    assert parse_difference_number(typed) is None


@pytest.mark.parametrize(
    ("year", "scope", "serial", "written"),
    [
        (2026, "教育", 12, "令和8年度 教育-12号"),
        (2019, "税", 1, "令和元年度 税-1号"),
        (2018, "住民", 3, "平成30年度 住民-3号"),
        (2026, "データ", 100, "令和8年度 データ-100号"),
        (2026, "国保-年金", 2, "令和8年度 国保-年金-2号"),
    ],
)
def test_d1_a_decision_is_numbered_in_its_fiscal_year_and_scope(
    year: int, scope: str, serial: int, written: str
) -> None:
    assert format_decision_number(year, scope, serial) == str(DecisionNumber(year, scope, serial)) == written
    assert parse_decision_number(written) == DecisionNumber(year, scope, serial)


@pytest.mark.parametrize(
    "typed",
    [
        "令和8年度教育-12号",
        "令和８年度　教育－１２号",
        "令和 8年度 教育ー12号",
        "「令和8年度 教育-12号」"[1:-1],
        "令和8年度 教育‐012号",
    ],
)
def test_d1_a_decision_number_is_read_as_people_type_it(typed: str) -> None:
    assert parse_decision_number(typed) == DecisionNumber(2026, "教育", 12)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "教育-12号",
        "令和8年度 教育-0号",
        "令和8年度 -12号",
        "令和8年 教育-12号",
        "令和8年度 教育-12",
        "令和0年度 教育-1号",
    ],
)
def test_d1_what_is_no_decision_number_is_none(typed: str) -> None:
    assert parse_decision_number(typed) is None


@given(
    year=st.integers(1989, 2090),
    scope=st.text("教育税住民国保ータ-Aa1号", min_size=1, max_size=8),
    serial=st.integers(1, 999_999),
)
def test_d1_what_is_written_reads_back(year: int, scope: str, serial: int) -> None:
    number = DecisionNumber(year, scope, serial)
    assert parse_decision_number(str(number)) == number


@pytest.mark.parametrize("serial", [0, -1])
def test_d1_serials_begin_with_one(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        format_difference_number("EDU-02", serial)
    with pytest.raises(ValueError, match="serial"):
        format_decision_number(2026, "教育", serial)


def test_d1_a_decision_number_needs_a_scope() -> None:
    with pytest.raises(ValueError, match="scope"):
        format_decision_number(2026, "　", 1)


def test_numbers_sort_by_serial_and_not_by_spelling() -> None:
    assert sorted([DifferenceNumber("EDU-02", 10), DifferenceNumber("EDU-02", 9)])[0].serial == 9
    assert sorted([DecisionNumber(2026, "税", 10), DecisionNumber(2026, "税", 9)])[0].serial == 9


def test_m8_minutes_are_numbered_by_fiscal_year() -> None:
    assert format_minutes_number(2026, 12) == "令和8年度 議事録第12号"
    with pytest.raises(ValueError, match="begin with 1"):
        format_minutes_number(2026, 0)
