"""Which characters the fonts of the PDF can show, and what stands for one they cannot: its name, not an empty box."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import noto_cjk_sans_jp_regular

NO_GLYPH_NEEDED = {"Cf", "Zs", "Zl", "Zp", "Cc"}
SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
# Latin, Greek and Cyrillic letters, arrows and signs such as ☑: the typesetter's own fonts have what ours lacks.
IN_OTHER_FONTS = frozenset(map(chr, (*range(0x500), *range(0x1E00, 0x2C00))))


def showable(text: str) -> str:
    """The text with each character that has no glyph named, as in 〔THUMBS UP SIGN〕 or 〔U+E000〕."""
    missing = {char for char in set(text) - _shown() if unicodedata.category(char) not in NO_GLYPH_NEEDED}
    return text.translate({ord(char): f"〔{_name(char)}〕" for char in missing}) if missing else text


def _name(char: str) -> str:
    return unicodedata.name(char, f"U+{ord(char):04X}")


@cache
def _shown() -> frozenset[str]:
    """The characters of the font's own map, those that only choose between its glyphs, those of other fonts."""
    font = Path(noto_cjk_sans_jp_regular.FONT_PATH).read_bytes()
    return frozenset(map(chr, _mapped(font))) | SELECTORS | IN_OTHER_FONTS


def _mapped(font: bytes) -> set[int]:
    """The code points of an OpenType font, from the format 12 subtable of its cmap."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    points: set[int] = set()
    for index in range(subtables):
        (offset,) = struct.unpack_from(">L", font, cmap + 4 + 8 * index + 4)
        start = cmap + offset
        if struct.unpack_from(">H", font, start) == (12,):
            (groups,) = struct.unpack_from(">L", font, start + 12)
            for first, last, _ in struct.iter_unpack(">LLL", font[start + 16 : start + 16 + 12 * groups]):
                points.update(range(first, last + 1))
    return points
