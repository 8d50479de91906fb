"""A Markdown source as paragraphs, lists and tables: the model from which every export is made (T12, M10)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser

from app.domain.markdown import render


@dataclass(frozen=True)
class Run:
    """A piece of text of one form. A newline breaks the line; a link is http(s) or mailto."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    deleted: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """Level 1 is the highest of the source, no level is skipped; the anchor is that of markdown.headings."""

    level: int
    runs: Runs
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class ListBlock:
    """A list; an item is blocks, so that it can hold paragraphs, lists and code."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Table:
    """One row of heads, then rows of as many cells; aligns has "left", "center" or "right" for each column."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    aligns: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True)
class Code:
    text: str


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


Block = Heading | Paragraph | ListBlock | Table | Quote | Code | Rule

_INLINE = {"a", "br", "code", "del", "em", "strong"}
_VOID = {"br", "hr"}


def blocks(source: str) -> list[Block]:
    """The blocks of a source, read from the very HTML that is shown on screen. Lists and quotes nest 10 deep."""
    return list(_blocks_of(source))


@dataclass(frozen=True)
class _Node:
    """An element of the sanitised HTML."""

    tag: str
    attributes: dict[str, str]
    children: list["_Node | str"]


class _TreeBuilder(HTMLParser):
    """Reads sanitised HTML, which closes everything it opens, into a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs}, [])
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@lru_cache(maxsize=128)
def _blocks_of(source: str) -> tuple[Block, ...]:
    builder = _TreeBuilder()
    builder.feed(render(source, anchor_prefix="", top_level=1))
    builder.close()
    return tuple(_read(builder.open[0].children))


def _read(children: Iterable["_Node | str"]) -> Iterator[Block]:
    """The blocks among the children; inline text between them becomes paragraphs."""
    loose: list[_Node | str] = []
    for child in children:
        if isinstance(child, str) or child.tag in _INLINE:
            loose.append(child)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from _block(child)
    yield from _paragraph(loose)


def _paragraph(children: list["_Node | str"]) -> Iterator[Paragraph]:
    runs = _runs(children)
    if any(run.text.strip() for run in runs):
        yield Paragraph(runs)


def _block(node: _Node) -> Iterator[Block]:
    match node.tag:
        case "p":
            yield from _paragraph(node.children)
        case "ul" | "ol":
            items = tuple(tuple(_read(item.children)) for item in _elements(node))
            yield ListBlock(items, node.tag == "ol", int(node.attributes.get("start", "1")))
        case "table":
            yield _table(node)
        case "blockquote":
            yield Quote(tuple(_read(node.children)))
        case "pre":
            yield Code("".join(run.text for run in _runs(node.children)))
        case "hr":
            yield Rule()
        case _:
            yield Heading(int(node.tag[1]), _runs(node.children), node.attributes.get("id", ""))


def _table(node: _Node) -> Table:
    head, *rows = [_elements(row) for part in _elements(node) for row in _elements(part)]
    aligns = tuple(cell.attributes.get("data-align", "left") for cell in head)
    texts = [tuple(_runs(cell.children) for cell in row) for row in (head, *rows)]
    return Table(texts[0], tuple(texts[1:]), aligns)


def _elements(node: _Node) -> list[_Node]:
    return [child for child in node.children if isinstance(child, _Node)]


def _runs(children: Iterable["_Node | str"]) -> Runs:
    """The text of inline children, neighbours of one form joined."""
    result: list[Run] = []
    for run in _pieces(children, Run("")):
        if result and replace(result[-1], text="") == replace(run, text=""):
            result[-1] = replace(run, text=result[-1].text + run.text)
        elif run.text:
            result.append(run)
    return tuple(result)


def _pieces(children: Iterable["_Node | str"], form: Run) -> Iterator[Run]:
    for child in children:
        if isinstance(child, str):
            yield replace(form, text=child)
        elif child.tag == "br":
            yield replace(form, text="\n")
        else:
            yield from _pieces(child.children, _formed(form, child))


def _formed(form: Run, node: _Node) -> Run:
    match node.tag:
        case "strong":
            return replace(form, bold=True)
        case "em":
            return replace(form, italic=True)
        case "code":
            return replace(form, code=True)
        case "del":
            return replace(form, deleted=True)
        case _:
            return replace(form, link=node.attributes.get("href", ""))
