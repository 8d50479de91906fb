"""Municipality codes: six digits, the last one a check digit (JIS X 0402)."""

import re
import unicodedata

WEIGHTS = (6, 5, 4, 3, 2)
PREFECTURES = range(1, 48)

_FIVE = re.compile(r"[0-9]{5}")
_SIX = re.compile(r"[0-9]{6}")


def check_digit(five: str) -> int:
    """The check digit of the first five digits: 11 minus the remainder, 10 written 0 and 11 written 1."""
    if _FIVE.fullmatch(five) is None:
        raise ValueError(f"not five digits: {five!r}")
    weighted = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, five, strict=True))
    return (11 - weighted % 11) % 10


def is_valid_code(code: str) -> bool:
    """Whether these are six ASCII digits of one of the 47 prefectures with the right check digit."""
    return (
        _SIX.fullmatch(code) is not None
        and int(code[:2]) in PREFECTURES
        and check_digit(code[:5]) == int(code[5])
    )


def normalise_code(text: str) -> str:
    """The code as stored: full-width digits narrowed, spaces and hyphens dropped; it may still be invalid."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
