"""PDF: a document as plain data for the typesetter, and what it set."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from functools import singledispatch

from app.domain.diffs import Change
from app.exports.document import (
    Code,
    Contents,
    Document,
    Facts,
    Heading,
    ListOf,
    Mark,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Rule,
    Signatures,
    Table,
    Text,
    long_date,
    runs,
)
from app.exports.measures import (
    caption_text,
    column_shares,
    fact_share,
    has_header,
    heading_text,
    row_spans,
    running_head,
    signature_lines,
)
from app.exports.prepare import prepared
from app.exports.typesetting import (
    MEGABYTES,
    SECONDS,
    Answer,
    Data,
    PdfFailed,
    TypesetterFailed,
    set_each,
)

JAPAN = timezone(timedelta(hours=9))  # a fixed offset, which is all a PDF knows

_LONG_WORD = re.compile("([!-~]{24,})")
_WORD_PART = re.compile("[!-~]{1,16}[/?&=#.,;:_-]|[!-~]{1,16}")

PLAIN = Document(title="1", language="en", date=date(2000, 1, 1), parts=())
"""What can always be set, as long as the typesetter works."""


def to_pdf(document: Document, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> bytes:
    """A4 PDF with embedded fonts, tags and bookmarks (M10); the same document gives the same bytes.

    PDF/A-2a and PDF/UA-1, or as much of them as its characters allow. PdfFailed where it cannot be set.
    """
    (answer,) = to_pdfs([document], seconds=seconds, megabytes=megabytes)
    if isinstance(answer, PdfFailed):
        raise answer
    return answer


def to_pdfs(
    documents: Iterable[Document], *, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> list[Answer]:
    """A batch of documents, each a PDF as to_pdf makes it, or why that one cannot be set; the limits are for the batch.

    TypesetterFailed where it is not the text: the typesetter would not set the plainest document either.
    """
    answers = set_each([_ordered(prepared(document)) for document in documents], seconds, megabytes)
    if any(isinstance(answer, PdfFailed) for answer in answers):
        (plain,) = set_each([_ordered(prepared(PLAIN))], SECONDS, MEGABYTES)
        if isinstance(plain, PdfFailed):
            raise TypesetterFailed(str(plain)) from plain
    return answers


def _ordered(ready: Document) -> Data:
    day = datetime.combine(ready.date, datetime.min.time(), JAPAN)
    return {"data": _document(ready), "date": day.isoformat()}


def _document(document: Document) -> Data:
    letterhead = document.letterhead
    return {
        "title": document.title,
        "language": document.language,
        "author": letterhead.organisation if letterhead else "",
        "organisation": letterhead.organisation if letterhead else "",
        "letterhead": list(letterhead.lines) if letterhead else [],
        "number": document.number,
        "date": long_date(document.date, document.language),
        "stamp": document.stamp,
        "subtitle": _text(document.subtitle),
        "running": running_head(document),
        "imprint": document.imprint,
        "chapters": any(isinstance(part, Contents) for part in document.parts),
        "parts": _parts(document.parts),
    }


def _text(text: Text) -> list[Data]:
    """Runs as the layout reads them, line ends as runs of their own."""
    pieces: list[Data] = []
    for run in runs(text):
        form: Data = {}
        if run.bold:
            form["b"] = True
        if run.italic:
            form["i"] = True
        if run.code:
            form["c"] = True
        if run.change is not Change.EQUAL:
            form["x"] = run.change.value
        if run.link:
            form |= {"a": run.link[1:]} if run.link.startswith("#") else {"l": run.link}
        for index, line in enumerate(run.text.split("\n")):
            if index:
                pieces.append({"br": True})
            if line:
                pieces.append({"t": _breakable(line), **form})
    return pieces


def _breakable(line: str) -> list[str]:
    """A line in pieces between which it may break: an address without spaces would run over its cell."""
    pieces = [""]
    for word in _LONG_WORD.split(line):
        parts = _WORD_PART.findall(word) if _LONG_WORD.fullmatch(word) else [word]
        pieces[-1] += parts[0]
        pieces += parts[1:]
    return pieces


@singledispatch
def _part(part: Part) -> Data:
    raise TypeError(f"no form for {type(part).__name__}")


def _parts(parts: Iterable[Part]) -> list[Data]:
    return [_part(part) for part in parts if not isinstance(part, Mark)]


@_part.register
def _heading(part: Heading) -> Data:
    return {"kind": "heading", "level": part.level, "text": _text(heading_text(part)), "anchor": part.anchor}


@_part.register
def _paragraph(part: Paragraph) -> Data:
    return {"kind": "paragraph", "text": _text(part.text), "align": part.align.value}


@_part.register
def _list(part: ListOf) -> Data:
    items = [_parts(item) for item in part.items]
    return {"kind": "list", "ordered": part.ordered, "start": part.start, "items": items}


@_part.register
def _quote(part: Quote) -> Data:
    return {"kind": "quote", "parts": _parts(part.parts)}


@_part.register
def _code(part: Code) -> Data:
    return {"kind": "code", "text": part.text}


@_part.register
def _rule(part: Rule) -> Data:
    return {"kind": "rule"}


@_part.register
def _page_break(part: PageBreak) -> Data:
    return {"kind": "page-break"}


@_part.register
def _contents(part: Contents) -> Data:
    return {"kind": "contents", "title": part.title, "depth": part.depth}


@_part.register
def _note(part: Note) -> Data:
    return {"kind": "note", "label": part.label, "text": _text(part.text)}


@_part.register
def _facts(part: Facts) -> Data:
    rows = [{"term": fact.term, "text": _text(fact.text)} for fact in part.rows]
    return {"kind": "facts", "caption": part.caption, "term": fact_share(part), "rows": rows}


@_part.register
def _table(part: Table) -> Data:
    """Widths and row spans are worked out here: measuring in the layout is a hundred times slower."""
    rows = [
        [{"text": _text(cell), "span": span} for cell, span in zip(row, spans, strict=True) if span]
        for row, spans in zip(part.rows, row_spans(part), strict=True)
    ]
    return {
        "kind": "table",
        "caption": caption_text(part),
        "shares": column_shares(part),
        "aligns": [column.align.value for column in part.columns],
        "titles": [_text(column.title) for column in part.columns] if has_header(part) else [],
        "rows": rows,
        "empty": part.empty,
    }


@_part.register
def _signatures(part: Signatures) -> Data:
    lines = [
        [
            {"heading": box.heading, "name": _text(box.name), "note": _text(box.note), "mark": box.mark}
            for box in line
        ]
        for line in signature_lines(part)
    ]
    return {"kind": "signatures", "caption": part.caption, "width": len(lines[0]), "lines": lines}
