"""Sizes of files in words."""

from babel.numbers import format_decimal

from app.i18n import current_locale

_UNITS = ("B", "KB", "MB", "GB")


def size_words(size: int) -> str:
    """A number of bytes as people read it: 512 B, 12.3 KB, 4 MB."""
    value, power = float(size), 0
    while round(value, 1) >= 1024 and power < len(_UNITS) - 1:
        value, power = value / 1024, power + 1
    return f"{format_decimal(round(value, 1), locale=current_locale())} {_UNITS[power]}"
