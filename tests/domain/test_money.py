"""Amounts in yen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MAX_YEN, format_yen, format_yen_sign, parse_yen


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", 0),
        ("1234", 1234),
        ("1,234", 1234),
        ("１，２３４円", 1234),
        ("１２３４", 1234),
        ("¥1,234", 1234),
        ("￥１，２３４", 1234),
        ("\\1,234", 1234),
        (" 1,234 円 ", 1234),
        ("　９８０　", 980),
        ("007", 7),
        ("-500", -500),
        ("−500円", -500),
        ("－５００", -500),
        ("▲1,000", -1000),
        ("△1,000円", -1000),
        ("-¥500", -500),
        ("¥-500", -500),
        ("-0", 0),
        ("9,999,999,999,999", MAX_YEN),
    ],
)
def test_d11_an_amount_is_read_as_people_type_it(typed: str, amount: int) -> None:
    assert parse_yen(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "円",
        "-",
        "abc",
        "1.5",
        "1,23",
        "1,2345",
        ",123",
        "1,234,",
        "12,34,567",
        "--5",
        "-¥-5",
        "5-",
        "1万",
        "1e3",
        "10,000,000,000,000",
        "9" * 5000,
        "$5",
        "1 234円x",
        "½",
        "²",
        "5²",
        "①",
        "1、234",
    ],
)
def test_d11_what_is_no_whole_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="yen"):
        parse_yen(typed)


@pytest.mark.parametrize(
    ("amount", "japanese", "english"),
    [
        (0, "0円", "¥0"),
        (999, "999円", "¥999"),
        (1234567, "1,234,567円", "¥1,234,567"),
        (-1500, "-1,500円", "-¥1,500"),
    ],
)
def test_d11_an_amount_is_written_for_each_language(amount: int, japanese: str, english: str) -> None:
    assert format_yen(amount) == japanese
    assert format_yen_sign(amount) == english


@given(st.integers(-MAX_YEN, MAX_YEN))
def test_d11_what_is_written_reads_back(amount: int) -> None:
    assert parse_yen(format_yen(amount)) == parse_yen(format_yen_sign(amount)) == amount
