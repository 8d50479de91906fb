"""Measures that every format shares: widths, row spans, boxes in lines, the comparison as a table."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from app.domain.diffs import Segment
from app.exports.document import (
    Column,
    ComparisonTable,
    Document,
    Facts,
    Heading,
    Run,
    SignatureBox,
    Signatures,
    Table,
    Text,
    plain,
    runs,
)

BOXES_IN_A_LINE = 5
FULL_WIDTH = 100  # half-width columns of table text across the page


def display_width(text: str) -> int:
    """Width in half-width columns: a kanji takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def has_header(table: Table) -> bool:
    """Whether any column has a title."""
    return any(plain(column.title).strip() for column in table.columns)


def column_shares(table: Table) -> list[float]:
    """Each column's share of the width, 1 in sum; where a column names none, the contents decide for all."""
    named = [column.width for column in table.columns if column.width is not None]
    if len(named) < len(table.columns):
        named = _natural_widths(table)
    total = sum(named)
    return [width / total for width in named]


def _natural_widths(table: Table) -> list[float]:
    """Short columns get what they need, so that numbers and dates stay whole; long ones share what is left."""
    needs = [_need(table, index) for index in range(len(table.columns))]
    widths = dict.fromkeys(range(len(needs)), 0.0)
    left, open_columns = float(FULL_WIDTH), set(widths)
    while open_columns:
        fair = left / len(open_columns)
        short = {index for index in open_columns if needs[index] <= fair}
        if not short:
            total = sum(needs[index] for index in open_columns)
            return [widths[index] or left * needs[index] / total for index in widths]
        for index in short:
            widths[index] = needs[index]
        left -= sum(needs[index] for index in short)
        open_columns -= short
    return [widths[index] for index in widths]


def _need(table: Table, index: int) -> float:
    cells = (table.columns[index].title, *(row[index] for row in table.rows))
    longest = max(display_width(line) for cell in cells for line in plain(cell).split("\n"))
    return float(min(max(longest + 6, 9), 3 * FULL_WIDTH))


def fact_share(facts: Facts) -> float:
    """The share of the width that the terms of a fact table take."""
    longest = max((display_width(fact.term) for fact in facts.rows), default=8)
    return min(max(longest + 4, 12), 30) / FULL_WIDTH


def row_spans(table: Table) -> list[list[int]]:
    """How many rows each cell covers: 1 for most, 0 where the cell above covers it (`merged_columns`)."""
    spans = [[1] * len(table.columns) for _ in table.rows]
    for column in range(min(table.merged_columns, len(table.columns))):
        numbered = enumerate(table.rows)
        for _, group in groupby(numbered, key=lambda pair: [plain(cell) for cell in pair[1][: column + 1]]):
            places = [index for index, _ in group]
            spans[places[0]][column] = len(places)
            for index in places[1:]:
                spans[index][column] = 0
    return spans


def comparison(table: ComparisonTable) -> Table:
    """A comparison as the table it is drawn as: label, old, new, remark, with the changes on the runs."""
    label = 0.12 if table.label_title else 0.0
    remark = 0.16 if table.remark_title else 0.0
    side = (1 - label - remark) / 2
    columns = (
        Column(table.label_title, label),
        Column(table.old_title, side),
        Column(table.new_title, side),
        Column(table.remark_title, remark),
    )
    rows = ((row.label, _marked(row.old), _marked(row.new), row.remark) for row in table.rows)
    shown = [index for index, column in enumerate(columns) if column.width]
    return Table(
        tuple(columns[index] for index in shown),
        tuple(tuple(row[index] for index in shown) for row in rows),
        table.caption,
    )


def _marked(segments: Iterable[Segment]) -> tuple[Run, ...]:
    return tuple(Run(segment.text, change=segment.kind) for segment in segments)


def signature_lines(signatures: Signatures) -> list[list[SignatureBox]]:
    """The boxes in lines of equal length, filled up with empty ones; at least one line."""
    boxes = list(signatures.boxes) or [SignatureBox("")]
    count = -(-len(boxes) // BOXES_IN_A_LINE)
    width = -(-len(boxes) // count)
    boxes += [SignatureBox("")] * (width * count - len(boxes))
    return [boxes[start : start + width] for start in range(0, len(boxes), width)]


def headings(document: Document, depth: int) -> list[Heading]:
    """The headings a list of contents shows; the document is a prepared one."""
    return [part for part in document.parts if isinstance(part, Heading) and part.level <= depth]


def heading_text(heading: Heading) -> Text:
    """A heading with its number, for formats that do not count by themselves."""
    return (Run(f"{heading.number}　"), *runs(heading.text)) if heading.number else heading.text


def caption_text(table: Table) -> str:
    """A caption with the number of its table: 表1　出席者."""
    return f"{table.label}{table.serial}　{table.caption}" if table.serial else table.caption


def running_head(document: Document) -> str:
    """What stands at the head of every page but the first."""
    return "　".join(word for word in (document.number, document.title) if word)
