"""Searching Japanese text: the form texts are compared in, the grams that filter, what is shown of a hit (A6).

A text holds a word if the folded word stands in the folded text. The grams, distinct single characters and pairs,
only spare the database from looking into every text: a text that holds a word has all grams of the word.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise

from app.domain.texts import normalise_line

MAX_QUERY = 200
MAX_WORDS = 8
BEFORE, SHOWN = 24, 140

_SPACES = re.compile(r"\s+")
# A line break inside Japanese text is no word break.
_SPACES_IN_JAPANESE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_RUN = re.compile(r"[^\W_]+")


class SearchKind(StrEnum):
    """What can be found."""

    DIFFERENCE = "difference"
    PRACTICE = "practice"
    PROPOSAL = "proposal"
    COMMENT = "comment"
    DECISION = "decision"
    PARAGRAPH = "paragraph"
    MEETING = "meeting"
    MINUTES = "minutes"


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; hit says that it is one of the words."""

    text: str
    hit: bool


def shown_form(text: str) -> str:
    """A text as its excerpts are cut from: one width for each character, single spaces, none inside Japanese."""
    text = unicodedata.normalize("NFKC", text)
    return _SPACES.sub(" ", _SPACES_IN_JAPANESE.sub("", text)).strip()


def folded(text: str) -> str:
    """A text as it is compared: the shown form without the difference of capital and small letters."""
    return shown_form(text).casefold()


def words_of(query: str) -> list[str]:
    """The folded words of what was typed, each once; spaces of any width part them."""
    words = (folded(word) for word in normalise_line(query[:MAX_QUERY]).split())
    return list(dict.fromkeys(word for word in words if word))[:MAX_WORDS]


def grams_of(text: str) -> list[str]:
    """The grams of a folded text, sorted: what the index keeps."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        found.update(run)
        found.update(first + second for first, second in pairwise(run))
    return sorted(map(_token, found))


def needed_grams(word: str) -> list[str]:
    """The grams that every text with a folded word has; none for a word of signs alone."""
    found: set[str] = set()
    for run in _RUN.findall(word):
        found.update([run] if len(run) == 1 else (a + b for a, b in pairwise(run)))
    return sorted(map(_token, found))


def holds(text: str, words: list[str]) -> bool:
    """Whether a text holds every word: what the index must agree with."""
    inside = folded(text)
    return all(word in inside for word in words)


def excerpt(text: str, words: list[str]) -> tuple[Piece, ...]:
    """The part of a shown text around its first hit, with all hits in it marked; its beginning if there is none."""
    inside, places = _folded_with_places(text)
    first = min((at for word in words if (at := inside.find(word)) >= 0), default=0)
    start = max(0, places[first] - BEFORE) if inside else 0
    end = min(len(text), start + SHOWN)
    before = [Piece("…", False)] if start else []
    after = [Piece("…", False)] if end < len(text) else []
    return (*before, *_pieces(text, _marked(inside, places, words, start, end), start, end), *after)


def marked(text: str, words: list[str]) -> tuple[Piece, ...]:
    """A whole text, such as a title, with all hits in it marked."""
    inside, places = _folded_with_places(text)
    return tuple(_pieces(text, _marked(inside, places, words, 0, len(text)), 0, len(text)))


def _pieces(text: str, marks: set[int], start: int, end: int) -> list[Piece]:
    """The characters from start to end, put together by whether they are marked."""
    runs = groupby(range(start, end), key=marks.__contains__)
    return [Piece("".join(text[place] for place in run), hit) for hit, run in runs]


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place of the one it came from."""
    parts = [char.casefold() for char in text]
    places = [place for place, part in enumerate(parts) for _char in part]
    return "".join(parts), [*places, len(text)]


def _marked(inside: str, places: list[int], words: list[str], start: int, end: int) -> set[int]:
    marks: set[int] = set()
    for word in words:
        at = inside.find(word)
        while at >= 0 and places[at] < end:
            if places[at + len(word) - 1] >= start:
                marks.update(range(places[at], places[at + len(word) - 1] + 1))
            at = inside.find(word, at + len(word))
    return marks


def _token(gram: str) -> str:
    """A gram in letters every database takes for one word."""
    return "".join(f"x{ord(char):x}" for char in gram)
