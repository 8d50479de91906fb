"""新旧対照表: old and new lines side by side, as one list for screen, Word and PDF alike (T12)."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.domain.diffs import Change, Segment, diff_pair, is_large, line_pairs


class RowKind(StrEnum):
    """What a row says. OMITTED stands for equal rows that are not shown."""

    EQUAL = "equal"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    OMITTED = "omitted"


@dataclass(frozen=True)
class Row:
    """One line in its old and new wording, without line ends; a side that has no such line is empty.

    Numbers are those of the lines in their texts, from 1. `omitted` counts the rows an OMITTED row stands for.
    """

    kind: RowKind
    old: tuple[Segment, ...] = ()
    new: tuple[Segment, ...] = ()
    old_number: int | None = None
    new_number: int | None = None
    omitted: int = 0


def compare(old: str, new: str, context: int | None = None) -> list[Row]:
    """The rows of the comparison table. Lines that are blank on both sides have none.

    With a context, equal rows further than so many rows from a change are omitted, with a row that counts them.
    """
    inner = not is_large(old, new)
    rows: list[Row] = []
    old_number = new_number = 0
    for pair in line_pairs(old, new):
        old_number += pair.old is not None
        new_number += pair.new is not None
        if not f"{pair.old or ''}{pair.new or ''}".strip():
            continue
        segments = diff_pair(pair, inner=inner)
        rows.append(
            Row(
                _kind(pair.old, pair.new),
                _side(segments, Change.INSERT),
                _side(segments, Change.DELETE),
                None if pair.old is None else old_number,
                None if pair.new is None else new_number,
            )
        )
    return rows if context is None else _folded(rows, context)


def _kind(old: str | None, new: str | None) -> RowKind:
    if old is None:
        return RowKind.INSERTED
    if new is None:
        return RowKind.DELETED
    return RowKind.EQUAL if old.rstrip("\n") == new.rstrip("\n") else RowKind.CHANGED


def _side(segments: list[Segment], other: Change) -> tuple[Segment, ...]:
    """The segments of one side, without the line's end."""
    kept = [segment for segment in segments if segment.kind is not other]
    if kept:
        last = kept.pop()
        kept.append(Segment(last.kind, last.text.removesuffix("\n")))
    return tuple(segment for segment in kept if segment.text)


def _folded(rows: list[Row], context: int) -> list[Row]:
    """The rows with long equal stretches folded."""
    near = [False] * len(rows)
    for index, row in enumerate(rows):
        if row.kind is not RowKind.EQUAL:
            for at in range(max(0, index - context), min(len(rows), index + context + 1)):
                near[at] = True
    result: list[Row] = []
    for shown, group in groupby(zip(rows, near, strict=True), key=lambda item: item[1]):
        stretch = [row for row, _ in group]
        if shown or len(stretch) == 1:
            result += stretch
        else:
            result.append(Row(RowKind.OMITTED, omitted=len(stretch)))
    return result
