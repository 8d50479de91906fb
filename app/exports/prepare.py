"""What every format needs of a document first: clean text, an outline without jumps, bounded nesting."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from urllib.parse import urlsplit

from app.exports.document import (
    Code,
    ComparisonTable,
    Contents,
    Document,
    Fact,
    Facts,
    Heading,
    Letterhead,
    ListOf,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Rule,
    Run,
    SignatureBox,
    Signatures,
    Table,
    Text,
    runs,
)
from app.exports.measures import comparison

MAX_NESTING = 8
MAX_LEVEL = 6
LINK_SCHEMES = {"http", "https", "mailto"}

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text with one kind of line end and without the characters XML or a page cannot hold."""
    return _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text)).expandtabs(4)


def prepared(document: Document) -> Document:
    """The same document, fit for every renderer: each calls this first, so that all say the same (T12)."""
    letterhead = document.letterhead
    if letterhead is not None:
        lines = (_line(line) for line in letterhead.lines)
        letterhead = Letterhead(_line(letterhead.organisation), tuple(line for line in lines if line))
    anchors = {part.anchor for part in document.parts if isinstance(part, Heading) and part.anchor}
    return replace(
        document,
        title=_line(document.title),
        subtitle=clean(document.subtitle).strip(),
        number=_line(document.number),
        stamp=_line(document.stamp),
        imprint=_line(document.imprint),
        letterhead=letterhead,
        parts=tuple(_Preparation(document, frozenset(anchors)).top(document.parts)),
    )


def _line(text: str) -> str:
    return clean(text).replace("\n", " ").strip()


@dataclass
class _Preparation:
    """One pass over a document's parts."""

    document: Document
    anchors: frozenset[str]
    chapters: int = 0
    tables: int = 0
    outline: list[int] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)

    def top(self, parts: Iterable[Part]) -> Iterator[Part]:
        for part in parts:
            match part:
                case Heading():
                    yield self.heading(part)
                case PageBreak() | Rule() | Mark():
                    yield part
                case Contents():
                    yield replace(part, title=_line(part.title))
                case _:
                    yield from self.fit(part, 0)

    def heading(self, heading: Heading) -> Heading:
        """Deeper levels follow one by one, whatever the numbers were: a jump would break the outline."""
        while self.outline and self.outline[-1] >= heading.level:
            self.outline.pop()
        self.outline.append(heading.level)
        anchor = "" if heading.anchor in self.placed else heading.anchor
        self.placed.add(anchor)
        number = ""
        if self.document.numbered and len(self.outline) == 1:
            self.chapters += 1
            number = str(self.chapters)
        return Heading(min(len(self.outline), MAX_LEVEL), self.text(heading.text), anchor, number)

    def inner(self, parts: Iterable[Part], depth: int) -> tuple[Part, ...]:
        return tuple(fitted for part in parts for fitted in self.fit(part, depth))

    @singledispatchmethod
    def fit(self, part: Part, depth: int) -> Iterable[Part]:
        """A part as renderers may have it, at a depth of nesting; breaks, contents and marks stand only at the top."""
        return () if isinstance(part, PageBreak | Contents | Mark) else (part,)

    @fit.register
    def _heading(self, part: Heading, depth: int) -> Iterable[Part]:
        return (Paragraph(tuple(replace(run, bold=True) for run in self.text(part.text))),)

    @fit.register
    def _paragraph(self, part: Paragraph, depth: int) -> Iterable[Part]:
        return (replace(part, text=self.text(part.text)),)

    @fit.register
    def _list(self, part: ListOf, depth: int) -> Iterable[Part]:
        items = tuple(self.inner(item, depth + 1) for item in part.items)
        if depth < MAX_NESTING:
            return (replace(part, items=items),)
        return tuple(inner for item in items for inner in item)

    @fit.register
    def _quote(self, part: Quote, depth: int) -> Iterable[Part]:
        parts = self.inner(part.parts, depth + 1)
        return (Quote(parts),) if depth < MAX_NESTING else parts

    @fit.register
    def _code(self, part: Code, depth: int) -> Iterable[Part]:
        return (Code(clean(part.text).rstrip("\n")),)

    @fit.register
    def _facts(self, part: Facts, depth: int) -> Iterable[Part]:
        rows = tuple(Fact(_line(fact.term), self.text(fact.text)) for fact in part.rows)
        return (Facts(rows, _line(part.caption)),) if rows else ()

    @fit.register
    def _comparison(self, part: ComparisonTable, depth: int) -> Iterable[Part]:
        return self._table(comparison(part), depth)

    @fit.register
    def _table(self, part: Table, depth: int) -> Iterable[Part]:
        """Every row with exactly one cell for each column."""
        size = len(part.columns)
        rows = (tuple(self.text(cell) for cell in row[:size]) for row in part.rows)
        table = replace(
            part,
            columns=tuple(replace(column, title=self.text(column.title)) for column in part.columns),
            rows=tuple(row + ("",) * (size - len(row)) for row in rows),
            caption=_line(part.caption),
            empty=clean(part.empty),
        )
        return (self.counted(table),) if size else ()

    def counted(self, table: Table) -> Table:
        """A captioned table with its number, where the document counts them."""
        if not table.caption or not self.document.table_label:
            return table
        self.tables += 1
        return replace(table, label=self.document.table_label, serial=self.tables)

    @fit.register
    def _signatures(self, part: Signatures, depth: int) -> Iterable[Part]:
        boxes = (
            SignatureBox(_line(box.heading), clean(box.name), clean(box.note), _line(box.mark))
            for box in part.boxes
        )
        return (Signatures(tuple(boxes), _line(part.caption)),)

    @fit.register
    def _note(self, part: Note, depth: int) -> Iterable[Part]:
        return (Note(self.text(part.text), _line(part.label)),)

    def text(self, text: Text) -> tuple[Run, ...]:
        cleaned = (replace(run, text=clean(run.text), link=self.link(run.link)) for run in runs(text))
        return tuple(run for run in cleaned if run.text)

    def link(self, link: str) -> str:
        """A link that leads somewhere safe, or none: its text stays either way."""
        if link.startswith("#"):
            return link if link[1:] in self.anchors else ""
        try:
            scheme = urlsplit(link).scheme.lower()
        except ValueError:
            return ""
        return "".join(clean(link).split()) if scheme in LINK_SCHEMES else ""
