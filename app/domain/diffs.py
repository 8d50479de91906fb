"""What changed between two texts, for showing only: lines are matched first, then pieces within them (T11)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.domain.edits import Change, Edit, edits_between, joined, tidied
from app.domain.tokens import tokens

__all__ = ["Change", "LinePair", "Segment", "diff_pair", "diff_text", "is_large", "line_pairs", "split_lines"]

INNER_LIMIT = 2_000
"""Characters a side within a pair of lines; a longer change is marked as one deletion and one insertion."""

MARKED_LIMIT = 20_000
"""Characters of changed lines, both sides together, up to which changes within lines are marked."""

_ALIGNED_LIMIT = 10_000
_ALIKE = 0.3


@dataclass(frozen=True)
class Segment:
    """A run of text of one kind of change."""

    kind: Change
    text: str


@dataclass(frozen=True)
class LinePair:
    """One line of the old text against one of the new, each with its line end; None where it has no counterpart."""

    old: str | None
    new: str | None


def diff_text(old: str, new: str) -> list[Segment]:
    """The change from old to new as one run of segments, deletions before insertions (T11).

    Equal and deleted segments join to the old text, equal and inserted ones to the new text, exactly.
    """
    inner = not is_large(old, new)
    return _segments(
        (segment.kind, [segment.text])
        for pair in line_pairs(old, new)
        for segment in diff_pair(pair, inner=inner)
    )


def is_large(old: str, new: str) -> bool:
    """Whether so much changed that whole lines are marked and not the characters within them."""
    changed = (pair for pair in line_pairs(old, new) if pair.old != pair.new)
    return sum(len(pair.old or "") + len(pair.new or "") for pair in changed) > MARKED_LIMIT


def diff_pair(pair: LinePair, *, inner: bool = True) -> list[Segment]:
    """The change within one pair of lines; inner=False marks a changed line whole."""
    old, new = pair.old or "", pair.new or ""
    if old == new:
        return _segments([(Change.EQUAL, [old])])
    if not inner or not _likeness(_shape(old), _shape(new)):
        return _segments([(Change.DELETE, [old]), (Change.INSERT, [new])])
    return list(_diff_line(old, new))


@lru_cache(maxsize=128)
def line_pairs(old: str, new: str) -> tuple[LinePair, ...]:
    """The lines of both texts in order, equal lines and lines that resemble each other side by side."""
    pairs: list[LinePair] = []
    removed: list[str] = []
    added: list[str] = []
    for kind, lines in _without_blank_anchors(edits_between(split_lines(old), split_lines(new))):
        if kind is Change.DELETE:
            removed += lines
        elif kind is Change.INSERT:
            added += lines
        else:
            pairs += _aligned(removed, added)
            removed, added = [], []
            pairs += [LinePair(line, line) for line in lines]
    return (*pairs, *_aligned(removed, added))


def split_lines(text: str) -> list[str]:
    """The lines of a text with their ends; only LF ends a line."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _without_blank_anchors(edits: list[Edit]) -> list[Edit]:
    """Blank lines between two changes hold nothing together: they take part in the change around them."""
    result: list[Edit] = []
    for index, (kind, lines) in enumerate(edits):
        between = 0 < index < len(edits) - 1
        if kind is Change.EQUAL and between and not any(line.strip() for line in lines):
            result += [(Change.DELETE, lines), (Change.INSERT, lines)]
        else:
            result.append((kind, lines))
    return result


def _aligned(removed: list[str], added: list[str]) -> list[LinePair]:
    """Removed and added lines: those that resemble each other side by side, and what lies between them."""
    pairs: list[LinePair] = []
    left = right = 0
    for row, column in [*_matches(removed, added), (len(removed), len(added))]:
        pairs += _unlike(removed[left:row], added[right:column])
        if row < len(removed):
            pairs.append(LinePair(removed[row], added[column]))
        left, right = row + 1, column + 1
    return pairs


def _unlike(removed: list[str], added: list[str]) -> list[LinePair]:
    """Lines with little in common: as many as before face each other, otherwise all that went, then all that came."""
    if len(removed) == len(added):
        return list(map(LinePair, removed, added))
    return [LinePair(line, None) for line in removed] + [LinePair(None, line) for line in added]


def _matches(removed: list[str], added: list[str]) -> list[tuple[int, int]]:
    """Which removed line resembles which added one: the pairing in order that has most in common."""
    if len(removed) * len(added) > _ALIGNED_LIMIT:
        return []
    shapes = [[_shape(line) for line in side] for side in (removed, added)]
    alike = [[_likeness(one, other) for other in shapes[1]] for one in shapes[0]]
    best = [[0.0] * (len(added) + 1) for _ in range(len(removed) + 1)]
    for row in reversed(range(len(removed))):
        for column in reversed(range(len(added))):
            together = best[row + 1][column + 1] + alike[row][column]
            best[row][column] = max(together, best[row + 1][column], best[row][column + 1])
    result, row, column = [], 0, 0
    while row < len(removed) and column < len(added):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            result.append((row, column))
            row, column = row + 1, column + 1
    return result


def _shape(line: str) -> Counter[str]:
    """What a line is compared by: its characters and pairs of neighbours."""
    text = line.strip()[:INNER_LIMIT]
    return Counter(text) + Counter(text[at : at + 2] for at in range(len(text) - 1))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """0 to 1; too little in common counts as nothing, two blank lines as a little."""
    total = one.total() + other.total()
    if not total:
        return 0.1
    value = 2 * (one & other).total() / total
    return value if value >= _ALIKE else 0.0


@lru_cache(maxsize=1024)
def _diff_line(old: str, new: str) -> tuple[Segment, ...]:
    """The change within a line, in tokens, tidied to readable runs."""
    before, after = tokens(old), tokens(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(sum(map(len, gone)), sum(map(len, come))) > INNER_LIMIT:
        changes: list[Edit] = [(Change.DELETE, gone), (Change.INSERT, come)]
    else:
        changes = edits_between(gone, come)
    ends = before[:head], before[len(before) - tail :]
    return tuple(_segments(tidied([(Change.EQUAL, ends[0]), *changes, (Change.EQUAL, ends[1])])))


def _common(one: list[str], other: list[str]) -> int:
    """How many pieces both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _segments(edits: Iterable[Edit]) -> list[Segment]:
    return [Segment(kind, "".join(run)) for kind, run in joined(edits) if any(run)]
