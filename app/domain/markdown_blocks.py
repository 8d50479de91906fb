"""Which lines of a Markdown source are headings, lists, tables, quotes, code or paragraphs, as people type them."""

import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown.blockparser import BlockParser
from markdown.util import AtomicString, code_escape

MAX_DEPTH = 10
"""How deep lists and quotes nest; marks further in are text."""

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,}) *[A-Za-z0-9_+#.-]* *$")
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})[ \u3000]+(?P<title>.*?)(?:[ \u3000]+#+)?[ \u3000]*$")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|(?P<number>[0-9]{1,9})[.)])(?:(?P<gap> +)(?=\S)|$)")
_DELIMITERS = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_WIDE_INDENT = re.compile(r"[ \u3000]*\u3000[ \u3000]*(?=(?:[-*+]|[0-9]{1,9}[.)]) )")
_PIPE = re.compile(r"(?<!\\)\|")


class Blocks(BlockParser):
    """Python-Markdown's block parser, reading line by line.

    A list, table, heading or code block may follow a paragraph line directly; two columns nest a list; a line that is
    not indented ends a list, and a line without its mark ends a quote. No text is ever taken for a link definition,
    for HTML or for indented code, so nothing typed disappears.
    """

    def parseDocument(self, lines: Iterable[str]) -> "ElementTree[Element | None]":  # noqa: N802
        """The tree of the whole source, inline text still as typed."""
        self.root = Element(self.md.doc_tag)
        read([_narrow_indent(line) for line in lines], self.root)
        return ElementTree(self.root)


def _narrow_indent(line: str) -> str:
    """The line with full-width spaces before a list mark counted as two columns each."""
    return _WIDE_INDENT.sub(lambda found: found[0].replace("\u3000", "  "), line)


def read(lines: list[str], parent: Element, depth: int = 0) -> None:
    """Append what the lines say to the parent."""
    at = 0
    while at < len(lines):
        at = _next_block(lines, at, parent, depth)


def apart(source: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each block at the top of a source with its tag and its lines as typed, those of a list item by item."""
    lines = [_narrow_indent(line) for line in source.expandtabs(4).split("\n")]
    at = 0
    while at < len(lines):
        found = Element("div")
        end = _next_block(lines, at, found, 0)
        for block in found:
            yield block.tag, _items(lines[at:end]) if block.tag in ("ul", "ol") else [lines[at:end]]
        at = end


def _items(lines: list[str]) -> list[list[str]]:
    """The lines of a list, item by item; a mark two columns further in belongs to the item above it."""
    base = len(lines[0]) - len(lines[0].lstrip(" "))
    items: list[list[str]] = []
    for line in lines:
        found = _ITEM.match(line)
        if not items or (found and len(found["indent"]) < base + 2):
            items.append([])
        items[-1].append(line)
    return items


def _next_block(lines: list[str], at: int, parent: Element, depth: int) -> int:
    """Append the block that begins at a line; the number of the line after it."""
    line = lines[at]
    if not line.strip(" "):
        return at + 1
    if found := _FENCE.match(line):
        return _code(lines, at, parent, found["mark"])
    if _HEADING.match(line) or _RULE.match(line):
        return _single(lines, at, parent)
    if depth < MAX_DEPTH and (_QUOTE.match(line) or _ITEM.match(line)):
        return (_quote if _QUOTE.match(line) else _list)(lines, at, parent, depth)
    if _is_table(lines, at):
        return _table(lines, at, parent)
    return _paragraph(lines, at, parent, depth)


def _single(lines: list[str], at: int, parent: Element) -> int:
    """A heading or a rule."""
    if found := _HEADING.match(lines[at]):
        SubElement(parent, f"h{len(found['level'])}").text = found["title"]
    else:
        SubElement(parent, "hr")
    return at + 1


def _paragraph(lines: list[str], at: int, parent: Element, depth: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].strip(" ") and not _interrupts(lines, end, depth):
        end += 1
    SubElement(parent, "p").text = "\n".join(line.strip(" ") for line in lines[at:end])
    return end


def _interrupts(lines: list[str], at: int, depth: int) -> bool:
    """Whether a line ends the paragraph before it. A number does so only where a list would begin, with 1."""
    line = lines[at]
    if _FENCE.match(line) or _HEADING.match(line) or _RULE.match(line) or _is_table(lines, at):
        return True
    if depth >= MAX_DEPTH:
        return False
    item = _ITEM.match(line)
    return bool(_QUOTE.match(line)) or bool(item and item["gap"] and int(item["number"] or 1) == 1)


def _code(lines: list[str], at: int, parent: Element, mark: str) -> int:
    """A fenced block, as far as its closing fence or the end."""
    closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}} *$")
    indent = len(lines[at]) - len(lines[at].lstrip(" "))
    end = at + 1
    while end < len(lines) and not closing.match(lines[end]):
        end += 1
    text = "\n".join(_outdented(line, indent) for line in lines[at + 1 : end]).rstrip("\n")
    SubElement(SubElement(parent, "pre"), "code").text = AtomicString(code_escape(text))
    return end + 1


def _quote(lines: list[str], at: int, parent: Element, depth: int) -> int:
    end = at
    inner = []
    while end < len(lines) and (found := _QUOTE.match(lines[end])):
        inner.append(lines[end][found.end() :])
        end += 1
    read(inner, SubElement(parent, "blockquote"), depth + 1)
    return end


def _list(lines: list[str], at: int, parent: Element, depth: int) -> int:
    """A list of one kind, with everything that is indented under its items."""
    first = _ITEM.match(lines[at])
    assert first is not None  # noqa: S101 - the caller has seen the mark
    ordered, base = bool(first["number"]), len(first["indent"])
    element = SubElement(parent, "ol" if ordered else "ul")
    if ordered and int(first["number"]) != 1:
        element.set("start", str(int(first["number"])))
    while at < len(lines):
        item = _ITEM.match(lines[at])
        if (
            not item
            or bool(item["number"]) != ordered
            or len(item["indent"]) >= base + 2
            or _RULE.match(lines[at])
        ):
            break
        at = _item(lines, at, element, item, depth)
        following = _after_blanks(lines, at)
        if following < len(lines) and _ITEM.match(lines[following]):
            at = following
    return at


def _item(lines: list[str], at: int, parent: Element, item: re.Match[str], depth: int) -> int:
    """One item: its line, and every line under it that is indented."""
    base = len(item["indent"])
    gap = len(item["gap"] or "")
    width = base + len(item["mark"]) + (gap if gap <= 4 else 1)
    inner = [lines[at][item.end() :]]
    end = at + 1
    while end < len(lines):
        following = _after_blanks(lines, end)
        if following == len(lines) or not _belongs(lines[following], base):
            break
        inner += [""] * (following - end)
        inner.append(_outdented(lines[following], width))
        end = following + 1
    element = SubElement(parent, "li")
    _read_item(inner, element, depth + 1)
    return end


def _read_item(lines: list[str], element: Element, depth: int) -> None:
    """The content of an item. A list mark at its very beginning is text; one paragraph stands bare."""
    read(lines, element, depth) if not _ITEM.match(lines[0]) else _read_marked(lines, element, depth)
    if len(element) and element[0].tag == "p" and not any(child.tag == "p" for child in element[1:]):
        element.text = element[0].text
        element.remove(element[0])


def _read_marked(lines: list[str], element: Element, depth: int) -> None:
    rest = _paragraph(lines, 0, element, depth)
    read(lines[rest:], element, depth)


def _belongs(line: str, base: int) -> bool:
    """Whether a line under an item is part of it: a list mark two columns further in, any other line one."""
    indent = len(line) - len(line.lstrip(" "))
    return indent >= base + 2 if _ITEM.match(line) else indent > base or line.startswith("\u3000")


def _after_blanks(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip(" "):
        at += 1
    return at


def _outdented(line: str, width: int) -> str:
    """The line without up to so many leading spaces."""
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


def _is_table(lines: list[str], at: int) -> bool:
    """Whether a line is the head of a table: cells, then a line of as many dashes."""
    if at + 1 >= len(lines) or "|" not in lines[at] or "|" not in lines[at + 1]:
        return False
    below = lines[at + 1]
    return bool(_DELIMITERS.match(below)) and len(cells(lines[at])) == len(cells(below))


def cells(line: str) -> list[str]:
    """The cells of a table row, as typed; "\\|" is no border."""
    line = line.strip(" ")
    parts = _PIPE.split(line)
    if line.startswith("|"):
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip(" "):
        parts = parts[:-1]
    return [part.strip(" ").replace("\\|", "|") for part in parts]


def _table(lines: list[str], at: int, parent: Element) -> int:
    """A table: a row goes on as long as its lines have borders. Cells beyond the head join the last one."""
    head = cells(lines[at])
    aligns = [_align(cell) for cell in cells(lines[at + 1])]
    table = SubElement(parent, "table")
    _row(SubElement(SubElement(table, "thead"), "tr"), head, aligns, lambda text: "th" if text else "td")
    at += 2
    body = None
    while at < len(lines) and _PIPE.search(lines[at]):
        row = cells(lines[at])
        row = [*row[: len(head) - 1], " | ".join(row[len(head) - 1 :])] if len(row) > len(head) else row
        body = SubElement(table, "tbody") if body is None else body
        _row(SubElement(body, "tr"), row + [""] * (len(head) - len(row)), aligns, lambda _: "td")
        at += 1
    return at


def _row(parent: Element, texts: list[str], aligns: list[str], tag: Callable[[str], str]) -> None:
    for text, align in zip(texts, aligns, strict=True):
        cell = SubElement(parent, tag(text))
        cell.text = text
        if cell.tag == "th":
            cell.set("scope", "col")
        if align:
            cell.set("data-align", align)


def _align(dashes: str) -> str:
    """What a delimiter cell says of its column; nothing for the usual left."""
    if not dashes.endswith(":"):
        return ""
    return "center" if dashes.startswith(":") else "right"
