"""Municipality codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.municipality import check_digit, is_valid_code, normalise_code

REAL = {
    "132021": "立川市",
    "132047": "三鷹市",
    "132128": "日野市",
    "132101": "小金井市",
    "130001": "東京都",
    "131016": "千代田区",
    "011002": "札幌市",
    "271004": "大阪市",
    "473821": "与那国町",
}


@pytest.mark.parametrize("code", REAL, ids=REAL.get)
def test_the_codes_of_real_municipalities_are_valid(code: str) -> None:
    assert is_valid_code(code)
    assert check_digit(code[:5]) == int(code[5])


@pytest.mark.parametrize(
    ("five", "digit"),
    [
        ("13202", 1),
        ("13210", 1),
        ("01000", 6),
        ("13101", 6),
        ("13100", 8),
        ("13104", 1),
        ("13201", 2),
        ("13113", 0),
        ("13121", 1),
    ],
)
def test_the_check_digit_is_of_modulus_11(five: str, digit: int) -> None:
    weighted = sum(w * int(d) for w, d in zip((6, 5, 4, 3, 2), five, strict=True))
    by_the_book = {10: 0, 11: 1}.get(11 - weighted % 11, 11 - weighted % 11)
    assert check_digit(five) == by_the_book == digit


@given(
    st.from_regex(r"(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{3}", fullmatch=True).filter(str.isascii),
    st.integers(0, 9),
)
def test_exactly_one_check_digit_is_right(five: str, digit: int) -> None:
    assert is_valid_code(f"{five}{digit}") == (digit == check_digit(five))


@pytest.mark.parametrize(
    "code",
    [
        "",
        "13202",
        "1320210",
        "132022",
        "13202X",
        "１３２０２１",
        "132021\n",
        " 132021",
        "13-2021",
        "000001",
        "481009",
        "³32021",
    ],
)
def test_what_is_no_code_is_invalid(code: str) -> None:
    assert not is_valid_code(code)


@pytest.mark.parametrize("typed", ["１３２０２１", " 132021 ", "13202-1", "13202－1", "１３２０２　１"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert normalise_code(typed) == "132021"


@pytest.mark.parametrize("five", ["", "1320", "132021", "１３２０２", "abcde"])
def test_a_check_digit_needs_five_digits(five: str) -> None:
    with pytest.raises(ValueError, match="five digits"):
        check_digit(five)
