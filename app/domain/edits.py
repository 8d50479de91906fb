"""Turning one sequence of pieces into another: the steps, tidied so that a person can read what changed (T11)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from diff_match_patch import diff_match_patch

TIMEOUT = 0.2
"""Seconds for one comparison; what is not matched by then counts as replaced."""

_CRUMB = 3
_ENDS = frozenset("。．！？!?\n")
_PAUSES = frozenset("、，,;；:：・　 」』）】)]")
_OPENERS = frozenset("「『（【([")


class Change(StrEnum):
    """What happened to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


Edit = tuple[Change, list[str]]


@dataclass
class _Step:
    """Pieces that stayed, then those that went and those that came in their place."""

    equal: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    come: list[str] = field(default_factory=list)

    def weight(self) -> int:
        """How many characters changed."""
        return _size(self.gone) + _size(self.come)


def edits_between(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """What turns one sequence into the other. Each piece stands as one character for diff-match-patch."""
    codes: dict[str, str] = {}
    encoded = ["".join(codes.setdefault(item, chr(len(codes) + 1)) for item in side) for side in (old, new)]
    pieces = {code: item for item, code in codes.items()}
    differ = diff_match_patch()
    differ.Diff_Timeout = TIMEOUT
    kinds = {0: Change.EQUAL, 1: Change.INSERT, -1: Change.DELETE}
    return [(kinds[kind], [pieces[code] for code in run]) for kind, run in differ.diff_main(*encoded, False)]


def joined(edits: Iterable[Edit]) -> list[Edit]:
    """The same edits with neighbours of one kind together, deletions before insertions, nothing empty."""
    return list(_flat(_steps(edits)))


def tidied(edits: Iterable[Edit]) -> list[Edit]:
    """The same change in runs that read well: no crumbs between changes, runs that begin and end where words do."""
    return list(_flat(_slid(_without_crumbs(_steps(edits)))))


def _steps(edits: Iterable[Edit]) -> list[_Step]:
    steps = [_Step()]
    for kind, run in edits:
        if kind is Change.DELETE:
            steps[-1].gone += run
        elif kind is Change.INSERT:
            steps[-1].come += run
        elif run:
            if steps[-1].weight():
                steps.append(_Step())
            steps[-1].equal += run
    return steps


def _flat(steps: Iterable[_Step]) -> Iterator[Edit]:
    for step in steps:
        runs = (Change.EQUAL, step.equal), (Change.DELETE, step.gone), (Change.INSERT, step.come)
        yield from ((kind, run) for kind, run in runs if run)


def _without_crumbs(steps: list[_Step]) -> list[_Step]:
    """A few equal characters between two bigger changes join them: 甲の乙 → 丙の丁 is one change, not two."""
    result: list[_Step] = []
    for step in steps:
        result.append(step)
        while len(result) > 1 and _is_crumb(result[-2], result[-1]):
            last, before = result.pop(), result[-1]
            before.gone += last.equal + last.gone
            before.come += last.equal + last.come
    return result


def _is_crumb(before: _Step, step: _Step) -> bool:
    size = _size(step.equal)
    return (
        size <= _CRUMB
        and "\n" not in "".join(step.equal)
        and 2 * size <= min(before.weight(), step.weight())
        and bool(before.gone or step.gone)
        and bool(before.come or step.come)
    )


def _slid(steps: list[_Step]) -> list[_Step]:
    """A run that could lie at several places lies where it reads best: "児童の電話。" rather than "電話。児童の"."""
    following = [*steps[1:], _Step()]
    for index, (step, after) in enumerate(zip(steps, following, strict=True)):
        if bool(step.gone) == bool(step.come):
            continue
        run = step.gone or step.come
        line = step.equal + run + after.equal
        kept = (0 if index == 0 else 1), (0 if not after.weight() else 1)
        start = _best_start(line, len(step.equal), len(run), kept)
        moved = line[start : start + len(run)]
        step.equal, after.equal = line[:start], line[start + len(run) :]
        step.gone, step.come = (moved, []) if step.gone else ([], moved)
    if following[-1].equal:
        steps.append(following[-1])
    return steps


def _best_start(line: list[str], start: int, size: int, kept: tuple[int, int]) -> int:
    """Where in the line a run of this size best begins, among the places that give the same two texts."""
    first = last = start
    while first > kept[0] and line[first - 1] == line[first + size - 1]:
        first -= 1
    while last + size < len(line) - kept[1] and line[last] == line[last + size]:
        last += 1
    edges = ["\n", *line, "\n"]

    def score(at: int) -> tuple[int, int]:
        return _seam(edges[at], edges[at + 1]) + _seam(edges[at + size], edges[at + size + 1]), at

    return max(range(first, last + 1), key=score)


def _seam(before: str, after: str) -> int:
    """How good a place between two pieces is to begin or end a run."""
    if before in _ENDS:
        return 3
    if after == "\n" or before in _PAUSES or after in _OPENERS:
        return 2
    return int(_script(before) != _script(after))


def _script(piece: str) -> str:
    """Roughly the writing a piece belongs to: where it changes, a Japanese word tends to begin."""
    char = piece[0]
    if "ぁ" <= char <= "ゖ":
        return "hiragana"
    if "一" <= char <= "鿿":
        return "kanji"
    return "other"


def _size(run: Iterable[str]) -> int:
    return sum(map(len, run))
