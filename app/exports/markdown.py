"""Markdown: a document as plain text that reads well as it stands and renders as the same document."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import singledispatch
from itertools import groupby

from app.domain.diffs import Change
from app.exports.document import (
    Align,
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
    Run,
    Signatures,
    Table,
    Text,
    long_date,
    runs,
)
from app.exports.measures import caption_text, heading_text, headings, signature_lines
from app.exports.prepare import prepared

DASHES = {Align.START: "---", Align.CENTER: ":---:", Align.END: "---:"}

_ADDRESS = re.compile(r"(https?://[A-Za-z0-9\-._~:/?#@!$&'()+,;=%]+)")
_MARKS = re.compile(r"([`*_~\[\]|<]|(?<=\\)[!>#+.-])")
_CELL_MARKS = re.compile(r"([`*_~\[\]<]|(?<=\\)[|!>#+.-])")
_LINE_START = re.compile(r"^( *)([#>+-])", re.MULTILINE)
_NUMBER = re.compile(r"^( *[0-9]{1,9})([.)])(?=\s|$)", re.MULTILINE)
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_CLOSING_HASH = re.compile(r"(?<=[ \u3000])#", re.MULTILINE)
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


def to_markdown(document: Document) -> str:
    """The document in Markdown: UTF-8 text with LF line ends, no marks but those that carry its form (M10)."""
    ready = prepared(document)
    blocks = [*_title_block(ready), *(_contents_or(part, ready) for part in ready.parts)]
    if ready.imprint:
        blocks += ["---", _inline(ready.imprint)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _title_block(document: Document) -> list[str]:
    letterhead = document.letterhead
    own = (letterhead.organisation, *letterhead.lines) if letterhead else ()
    dated = (document.number, long_date(document.date, document.language), document.stamp)
    lines = [_inline(line) for line in (*own, *dated) if line]
    return ["  \n".join(lines), f"# {_inline(document.title)}", _inline(document.subtitle)]


def _contents_or(part: Part, document: Document) -> str:
    if not isinstance(part, Contents):
        return _block(part)
    entries = [
        "  " * (heading.level - 1) + f"- {_one_line(heading_text(heading))}"
        for heading in headings(document, part.depth)
    ]
    return "\n".join((f"**{_inline(part.title)}**", "", *entries))


@singledispatch
def _block(part: Part) -> str:
    raise TypeError(f"no form for {type(part).__name__}")


def _blocks(parts: Iterable[Part]) -> str:
    return "\n\n".join(filter(None, map(_block, parts)))


@_block.register
def _heading(part: Heading) -> str:
    return f"{'#' * min(part.level + 1, 6)} {_one_line(heading_text(part))}"


@_block.register
def _paragraph(part: Paragraph) -> str:
    return _inline(part.text)


@_block.register
def _list(part: ListOf) -> str:
    items = []
    for number, item in enumerate(part.items, part.start):
        mark = f"{number}. " if part.ordered else "- "
        items.append(mark + _indented(_blocks(item), " " * len(mark)))
    loose = any("\n\n" in item for item in items)
    return ("\n\n" if loose else "\n").join(item.rstrip() for item in items)


@_block.register
def _quote(part: Quote) -> str:
    return _quoted(_blocks(part.parts))


@_block.register
def _code(part: Code) -> str:
    fence = "`" * max(3, 1 + _longest_ticks(part.text))
    return f"{fence}\n{part.text}\n{fence}"


@_block.register
def _rule(part: Rule) -> str:
    return "---"


@_block.register
def _nothing(part: PageBreak | Mark) -> str:
    return ""


@_block.register
def _note(part: Note) -> str:
    label = (Run(part.label, bold=True), Run("　")) if part.label else ()
    return _quoted(_inline((*label, *runs(part.text))))


@_block.register
def _facts(part: Facts) -> str:
    rows = [((Run(fact.term, bold=True),), fact.text) for fact in part.rows]
    return _captioned(part.caption, _rows(("", ""), rows, (Align.START, Align.START)))


@_block.register
def _table(part: Table) -> str:
    rows = _rows(
        [column.title for column in part.columns], part.rows, [column.align for column in part.columns]
    )
    empty = "" if part.rows or not part.empty else f"\n\n{_inline(part.empty)}"
    return _captioned(caption_text(part), rows + empty)


@_block.register
def _signatures(part: Signatures) -> str:
    tables = []
    for boxes in signature_lines(part):
        names = [(Run(" ".join(word for word in (box.name, box.mark) if word)),) for box in boxes]
        notes = [box.note for box in boxes]
        rows: list[Sequence[Text]] = [names, notes] if any(notes) else [names]
        tables.append(_rows([box.heading for box in boxes], rows, [Align.CENTER] * len(boxes)))
    return _captioned(part.caption, "\n\n".join(tables))


def _rows(titles: Sequence[Text], rows: Iterable[Sequence[Text]], aligns: Sequence[Align]) -> str:
    lines = [titles, *rows]
    written = [f"| {' | '.join(map(_cell, line))} |" for line in lines]
    return "\n".join((written[0], f"| {' | '.join(DASHES[align] for align in aligns)} |", *written[1:]))


def _captioned(caption: str, block: str) -> str:
    return f"**{_inline(caption)}**\n\n{block}" if caption else block


def _indented(block: str, indent: str) -> str:
    return re.sub(r"\n(?!\n|$)", f"\n{indent}", block)


def _quoted(block: str) -> str:
    return "\n".join(f"> {line}".rstrip(" ") if not line else f"> {line}" for line in block.split("\n"))


def _one_line(text: Text) -> str:
    """Text of a heading: a break is the one tag of this dialect."""
    return _broken(_formed(text))


def _cell(text: Text) -> str:
    """Text of a cell. Its borders are read before anything else, in code as well."""
    return _broken(_formed(text, _CELL_MARKS)).replace("|", "\\|")


def _broken(text: str) -> str:
    """The tag would be text behind a backslash."""
    return text.replace("\\\n", "\\ \n").replace("\n", "<br>")


def _inline(text: Text) -> str:
    """Text of a paragraph: nothing at the beginning of a line reads as the mark of a block."""
    formed = _formed(text).strip("\n")
    escaped = _LINE_START.sub(lambda at: f"{at[1] or ''}\\{at[2]}", formed)
    escaped = _NUMBER.sub(lambda at: at[1] + ("&#41;" if at[2] == ")" else "\\."), escaped)
    return re.sub(r"\n+", "  \n", escaped)


def _formed(text: Text, escaping: re.Pattern[str] = _MARKS) -> str:
    """Text with the marks of its form, line by line; neighbours share the marks that they have in common."""
    lines: list[list[Run]] = [[]]
    for run in runs(text):
        first, *rest = run.text.split("\n")
        lines[-1].append(replace(run, text=first))
        lines += [[replace(run, text=line)] for line in rest]
    return "\n".join(_nested(line, _FORMS, escaping) for line in lines)


_FORMS: Sequence[Callable[[Run], tuple[str, str]]] = (
    lambda run: ("[", f"](<{run.link}>)") if run.link and not run.link.startswith("#") else ("", ""),
    lambda run: ("~~", "~~") if run.change is Change.DELETE else ("", ""),
    lambda run: ("**", "**") if run.bold or run.change is Change.INSERT else ("", ""),
    lambda run: ("*", "*") if run.italic else ("", ""),
)


def _nested(
    line: Iterable[Run], forms: Sequence[Callable[[Run], tuple[str, str]]], escaping: re.Pattern[str]
) -> str:
    """Runs within the marks of the first form, and in those within the marks of the others."""
    if not forms:
        return "".join(
            _code_span(text) if code else _escaped(text, escaping)
            for code, group in groupby(line, key=lambda run: run.code)
            if (text := "".join(run.text for run in group))
        )
    return "".join(
        _enclosed(_nested(group, forms[1:], escaping), *marks)
        for marks, grouped in groupby(line, key=forms[0])
        if (group := list(grouped))
    )


def _enclosed(text: str, before: str, after: str) -> str:
    """Text within marks. Spaces stand outside of them, for marks next to spaces would be none."""
    found = _EDGES.match(text)
    if not before or found is None or not found[2]:
        return text
    if after == f"](<{found[2]}>)":
        return f"{found[1]}<{found[2]}>{found[3]}"
    return f"{found[1]}{before}{found[2]}{after}{found[3]}"


def _code_span(text: str) -> str:
    ticks = "`" * (1 + _longest_ticks(text))
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{padding}{text}{padding}{ticks}"


def _longest_ticks(text: str) -> int:
    return max((len(found) for found in re.findall("`+", text)), default=0)


def _escaped(text: str, escaping: re.Pattern[str]) -> str:
    """Text whose characters stand for themselves; addresses stay as they are, or they would be none."""
    pieces = _ADDRESS.split(text)
    pieces[::2] = [_text_piece(piece, escaping) for piece in pieces[::2]]
    return "".join(pieces)


def _text_piece(text: str, escaping: re.Pattern[str]) -> str:
    escaped = escaping.sub(r"\\\1", _ENTITY.sub("&amp;", text))
    return _CLOSING_HASH.sub(r"\\#", escaped)
