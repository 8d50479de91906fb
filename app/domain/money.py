"""Yen: whole, possibly negative amounts as people type and read them (D11)."""

import re

MAX_YEN = 9_999_999_999_999

# Full-width forms only: NFKC would read 5² as 52.
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("￥"): "¥"}
_MINUS = str.maketrans({"−": "-", "‐": "-", "‑": "-", "–": "-", "▲": "-", "△": "-"})
_YEN = re.compile(r"(-?)[¥\\]?(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)円?", re.ASCII)


def parse_yen(text: str) -> int:
    """The amount in 「１，２３４円」, 「¥1,234」 or 「△500」; ValueError for anything that is no whole yen.

    Commas stand before groups of three or nowhere: nothing is rounded or guessed.
    """
    folded = text.translate(_WIDE).translate(_MINUS)
    found = _YEN.fullmatch("".join(folded.split()))
    if found is None or (found[1] and found[2]):
        raise ValueError(f"not an amount in yen: {text!r}")
    digits = found[3].replace(",", "").lstrip("0") or "0"
    if len(digits) > len(str(MAX_YEN)):
        raise ValueError("more yen than this register holds")
    return -int(digits) if found[1] or found[2] else int(digits)


def format_yen(amount: int) -> str:
    """1,234円, as Japanese surfaces write it; a negative amount is -1,234円."""
    return f"{amount:,}円"


def format_yen_sign(amount: int) -> str:
    """¥1,234, as English surfaces write it; a negative amount is -¥1,234."""
    return f"{'-' if amount < 0 else ''}¥{abs(amount):,}"
