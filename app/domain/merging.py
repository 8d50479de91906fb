"""Carrying a suggested change onto a text that moved on, line by line, or saying that it cannot be done (T8, T10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

COMPARABLE = 4_000_000
"""Lines of one side times lines of the other: above it the changed middle is one edit, never a guess."""


@dataclass(frozen=True)
class Merged:
    """Both sides' changes in one text."""

    text: str


@dataclass(frozen=True)
class Conflict:
    """Both sides touched the same or neighbouring lines: nothing was applied, all three texts are here to be shown."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class _Edit:
    """Lines [start, end) of the base become these lines; [first, last] is how far the edit could equally well lie."""

    start: int
    end: int
    lines: tuple[str, ...]
    first: int
    last: int

    def touches(self, other: "_Edit") -> bool:
        """Whether the two share a line of the base or have no untouched line between them."""
        return self.first <= other.last and other.first <= self.last


def merge(base: str, mine: str, theirs: str) -> Merged | Conflict:
    """The text with both sides' changes to the base, or a Conflict where one touched what the other touched (T8).

    Texts are split at LF. Never by offset, never by fuzz: a change is applied only to the very lines it was made on.
    """
    if mine in (base, theirs):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    lines = base.split("\n")
    my_edits, their_edits = _edits(lines, mine.split("\n")), _edits(lines, theirs.split("\n"))
    if _any_touch(my_edits, their_edits):
        return Conflict(base, mine, theirs)
    return Merged("\n".join(_apply(lines, my_edits + their_edits)))


def _any_touch(one: Sequence[_Edit], other: Sequence[_Edit]) -> bool:
    return any(edit.touches(rival) for edit in one for rival in other)


def _apply(lines: list[str], edits: Sequence[_Edit]) -> list[str]:
    """The lines with edits that do not touch each other."""
    result: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        result += lines[position : edit.start]
        result += edit.lines
        position = edit.end
    return result + lines[position:]


def _edits(base: list[str], other: list[str]) -> list[_Edit]:
    """What turns the base into the other text, in order."""
    head = _common_start(base, other)
    tail = _common_start(base[head:][::-1], other[head:][::-1])
    middle, new = base[head : len(base) - tail], other[head : len(other) - tail]
    if len(middle) * len(new) > COMPARABLE:
        return [_with_reach(base, head, head + len(middle), new)]
    matcher = SequenceMatcher(None, middle, new, autojunk=False)
    return [
        _with_reach(base, head + start, head + end, new[new_start:new_end])
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _with_reach(base: list[str], start: int, end: int, lines: list[str]) -> _Edit:
    """The edit with the range over which it could slide: a line added to equal lines has no one place among them."""
    first, last = start, end
    if not lines or start == end:
        moving = lines or base[start:end]
        size = len(moving)
        back = 0
        while first > 0 and base[first - 1] == moving[(size - 1 - back) % size]:
            first, back = first - 1, back + 1
        ahead = 0
        while last < len(base) and base[last] == moving[ahead % size]:
            last, ahead = last + 1, ahead + 1
    return _Edit(start, end, tuple(lines), first, last)


def _common_start(one: list[str], other: list[str]) -> int:
    """How many lines both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
