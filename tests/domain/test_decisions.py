"""Decision numbers are found however they are typed."""

import pytest

from app.domain.decisions import number_sought


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("令和8年度 教育-12号", "令和8年度教育-12号"),
        ("令和８年度　教育－１２号", "令和8年度教育-12号"),
        ("教育−12", "教育-12"),
        ("教育ー12号", "教育-12号"),
        (" １２ ", "12"),
        ("", ""),
    ],
)
def test_a_number_is_sought_in_narrow_digits_without_spaces(typed: str, sought: str) -> None:
    assert number_sought(typed) == sought
