"""What a file says, before any format: one neutral document that Word, PDF and Markdown are all made from (T12).

Renderers add no words of their own: every heading, caption and label comes with the document, in its language.
"""

from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from app.domain.diffs import Change, Segment
from app.domain.wareki import format_wareki

Language = Literal["ja", "en"]


class Align(StrEnum):
    """Where the text of a column stands."""

    START = "start"
    CENTER = "center"
    END = "end"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text of one form. A newline breaks the line; a link is http(s), mailto or "#anchor"."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    change: Change = Change.EQUAL


Text = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands below the document's title. An anchor makes it a target of "#anchor" links.

    `number` is worked out for a numbered document.
    """

    level: int
    text: Text
    anchor: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place with an address where no heading is; only pages that are read on a screen have it."""

    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list; an item is parts, so that it can hold paragraphs, lists and tables."""

    items: tuple[tuple["Part", ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page between two passages."""


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    text: Text


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms and what holds for each: date, place, chair, papers."""

    rows: tuple[Fact, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; width is its share of the row, and without one the contents decide."""

    title: Text
    width: float | None = None
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that repeats on every page; without titles there is no header.

    Equal neighbours in the first `merged_columns` columns are drawn as one cell. `empty` stands where no row is.
    `label` and `serial` are worked out where the document counts its tables.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: str = ""
    merged_columns: int = 0
    empty: str = ""
    label: str = ""
    serial: int = 0


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One place of the text in its old and new wording; either side may be empty."""

    old: tuple[Segment, ...]
    new: tuple[Segment, ...]
    label: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """新旧対照表: old left, new right; labels and remarks have a column only where they have a title."""

    old_title: str
    new_title: str
    rows: tuple[ComparisonRow, ...]
    caption: str = ""
    label_title: str = ""
    remark_title: str = ""


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Who confirms or signs: heading (city or post), name with post, and a note: when, or that it is awaited."""

    heading: str
    name: str = ""
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """決裁欄 and 確認欄: a row of boxes, empty ones left to be filled by hand."""

    boxes: tuple[SignatureBox, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart from the text."""

    text: Text
    label: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of the document's headings down to a level."""

    title: str
    depth: int = 2


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Part = (
    Heading
    | Mark
    | Paragraph
    | ListOf
    | Quote
    | Code
    | Rule
    | Facts
    | Table
    | ComparisonTable
    | Signatures
    | Note
    | Contents
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose document it is, with further lines such as the office and its address."""

    organisation: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. The date is the document's own, never that of the export: equal documents give equal files.

    `stamp` is a standing word such as 案 or 未確定, shown on every page; `imprint` a line at the foot, such as a hash.
    `numbered` counts the headings of level 1; `table_label`, the word before the count, counts tables with a caption.
    """

    title: str
    language: Language
    date: date
    parts: tuple[Part, ...] = field(default=())
    subtitle: str = ""
    number: str = ""
    letterhead: Letterhead | None = None
    stamp: str = ""
    imprint: str = ""
    numbered: bool = False
    table_label: str = ""


def listed(texts: Iterable[Text], *, ordered: bool = False) -> ListOf:
    """A list whose items are one paragraph each."""
    return ListOf(tuple((Paragraph(text),) for text in texts), ordered=ordered)


def runs(text: Text) -> tuple[Run, ...]:
    """Text as runs, whichever way it was given."""
    return (Run(text),) if isinstance(text, str) else text


def plain(text: Text) -> str:
    """Text without its form."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def long_date(day: date, language: Language) -> str:
    """A date as documents write it: 令和8年11月23日, or 23 November 2026."""
    return format_wareki(day) if language == "ja" else f"{day.day} {month_name[day.month]} {day.year}"
