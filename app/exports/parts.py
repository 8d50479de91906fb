"""What the rules say of a text, as parts of a document: Markdown blocks and comparisons."""

from collections.abc import Callable, Iterable
from functools import singledispatch

from app.domain import blocks
from app.domain.comparison import Row, RowKind
from app.domain.diffs import Change, Segment
from app.exports.document import (
    Align,
    Code,
    Column,
    ComparisonRow,
    ComparisonTable,
    Heading,
    ListOf,
    Paragraph,
    Part,
    Quote,
    Rule,
    Run,
    Table,
)

ALIGNS = {"center": Align.CENTER, "right": Align.END}


def from_markdown(source: str, *, below: int = 0, anchor_prefix: str | None = None) -> tuple[Part, ...]:
    """A Markdown source as parts, its highest heading one level under `below`.

    Headings get anchors only where a prefix is given, which must be one per document.
    """
    return tuple(_under(_part(block), below, anchor_prefix) for block in blocks.blocks(source))


def from_comparison(
    rows: Iterable[Row], old_title: str, new_title: str, *, omitted: Callable[[int], str], caption: str = ""
) -> ComparisonTable:
    """新旧対照表 of compared texts; `omitted` words so many rows left out, as in 「（略）」, on both sides."""
    return ComparisonTable(
        old_title, new_title, tuple(_comparison_row(row, omitted) for row in rows), caption
    )


def _comparison_row(row: Row, omitted: Callable[[int], str]) -> ComparisonRow:
    if row.kind is RowKind.OMITTED:
        words = (Segment(Change.EQUAL, omitted(row.omitted)),)
        return ComparisonRow(words, words)
    return ComparisonRow(row.old, row.new)


def _under(part: Part, below: int, anchor_prefix: str | None) -> Part:
    if not isinstance(part, Heading):
        return part
    anchor = "" if anchor_prefix is None or not part.anchor else anchor_prefix + part.anchor
    return Heading(part.level + below, part.text, anchor)


def _runs(given: blocks.Runs) -> tuple[Run, ...]:
    return tuple(
        Run(
            run.text,
            bold=run.bold,
            italic=run.italic,
            code=run.code,
            link=run.link,
            change=Change.DELETE if run.deleted else Change.EQUAL,
        )
        for run in given
    )


@singledispatch
def _part(block: blocks.Block) -> Part:
    raise TypeError(f"no form for {type(block).__name__}")


@_part.register
def _heading(block: blocks.Heading) -> Part:
    return Heading(block.level, _runs(block.runs), block.anchor)


@_part.register
def _paragraph(block: blocks.Paragraph) -> Part:
    return Paragraph(_runs(block.runs))


@_part.register
def _list(block: blocks.ListBlock) -> Part:
    items = tuple(tuple(_part(inner) for inner in item) for item in block.items)
    return ListOf(items, block.ordered, block.start)


@_part.register
def _table(block: blocks.Table) -> Part:
    columns = (
        Column(_runs(head), align=ALIGNS.get(align, Align.START))
        for head, align in zip(block.head, block.aligns, strict=True)
    )
    return Table(tuple(columns), tuple(tuple(_runs(cell) for cell in row) for row in block.rows))


@_part.register
def _quote(block: blocks.Quote) -> Part:
    return Quote(tuple(_part(inner) for inner in block.blocks))


@_part.register
def _code(block: blocks.Code) -> Part:
    return Code(block.text)


@_part.register
def _rule(block: blocks.Rule) -> Part:
    return Rule()
