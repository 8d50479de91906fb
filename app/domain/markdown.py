"""Markdown as people type it, to safe HTML, headings, references and plain text."""

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Self
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import Registry

from app.domain.markdown_blocks import Blocks, read
from app.domain.markdown_inline import inline_patterns
from app.domain.texts import normalise

RENDERER_VERSION = 1
"""Goes up whenever the same source gives other HTML: part of the key wherever rendered HTML is kept."""

MAX_BYTES = 100 * 1024
MAX_CELLS = 5_000
MAX_MARKS = 20_000

TOP_LEVEL = 3
"""A source's highest heading becomes h3: h1 and h2 belong to the page."""

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TABLE = {"table", "tbody", "td", "th", "thead", "tr"}
_BLOCKS = {"blockquote", "hr", "li", "ol", "p", "pre", "ul", *_HEADINGS, *_TABLE}
_TAGS = {"a", "br", "code", "del", "em", "strong", *_BLOCKS}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_ALIGN = {"data-align": {"center", "right"}}
_VALUES = {"td": _ALIGN, "th": {**_ALIGN, "scope": {"col"}}}

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_DEAD_LINK = re.compile(r"<a rel=\"[^\"]*\">(.*?)</a>", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z0-9]+)(?:[^<>\"]|\"[^\"]*\")*>")
_LINE_ENDS = re.compile(
    r"<(?:/(?:p|h[1-6]|li|tr|pre|blockquote)|(?:br|hr|ul|ol|pre|blockquote|table)\b[^<>]*)>"
)
_CELL_ENDS = re.compile(r"</t[dh]>")
_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{2,8}-[0-9]{2}-[0-9]{3,9}(?![A-Za-z0-9-])")
_MARK = re.compile(r"[\[\]*_`~<\\\n]")


class TextTooComplex(ValueError):
    """A source that will not be rendered: too_long (in bytes), too_many_cells, too_many_marks (in one paragraph)."""

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(f"{code}: {limit}")
        self.code = code
        self.limit = limit


@dataclass(frozen=True)
class Heading:
    """A heading of a source: level 1 is its highest, no level is skipped; the anchor stays while its title stays."""

    level: int
    title: str
    anchor: str


LinkFor = Callable[[str], str | None]


def render(
    source: str,
    *,
    anchor_prefix: str | None = None,
    link_for: LinkFor | None = None,
    top_level: int = TOP_LEVEL,
) -> str:
    """Safe HTML of a source. A source beyond the limits of check_markdown is shown as it was typed.

    Headings get ids, anchor_prefix + anchor, only where a prefix is given (it must be one per page). link_for turns the
    number of a difference into an address, or None; numbers in code and in links stay text.
    """
    page = _numbered_headings(_clean(source), anchor_prefix, top_level)
    return page if link_for is None else _with_links(page, link_for)


def check_markdown(source: str) -> None:
    """Raises TextTooComplex for a source that would cost too much to render."""
    if len(source.encode("utf-8", "replace")) > MAX_BYTES:
        raise TextTooComplex("too_long", MAX_BYTES)
    tree = Element("div")
    read(normalise(source).expandtabs(4).split("\n"), tree)
    if sum(element.tag in {"td", "th"} for element in tree.iter()) > MAX_CELLS:
        raise TextTooComplex("too_many_cells", MAX_CELLS)
    texts = (element.text or "" for element in tree.iter() if element.tag != "code")
    if any(len(_MARK.findall(text)) > MAX_MARKS for text in texts):
        raise TextTooComplex("too_many_marks", MAX_MARKS)


def headings(source: str) -> list[Heading]:
    """The headings of a source in order, with the anchors that render gives them."""
    return list(_outline(_clean(source)))


def plain_text(source: str) -> str:
    """The words of a source without their form, one block a line, for excerpts, search and notices."""
    lines = _text(_CELL_ENDS.sub(" ", _LINE_ENDS.sub("\n", _clean(source)))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def excerpt(source: str, length: int = 120) -> str:
    """The beginning of the words of a source on one line; an ellipsis where more follows."""
    text = " ".join(plain_text(source).split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def find_references(source: str) -> list[str]:
    """The numbers of differences that a source names, each once, in order; not those in code or in links."""
    found: dict[str, None] = {}

    def note(number: str) -> None:
        found[number] = None

    _with_links(_clean(source), note)
    return list(found)


class _Renderer(Markdown):
    """Python-Markdown with our own grammar of blocks and lines, and without raw HTML."""

    def build_parser(self) -> Self:
        self.preprocessors: Registry[Preprocessor] = Registry()
        self.preprocessors.register(NormalizeWhitespace(self), "normalize_whitespace", 0)
        self.parser: BlockParser = Blocks(self)
        self.inlinePatterns = inline_patterns(self)
        self.treeprocessors: Registry[Treeprocessor] = Registry()
        self.treeprocessors.register(InlineProcessor(self), "inline", 0)
        self.postprocessors: Registry[Postprocessor] = Registry()
        return self


@lru_cache(maxsize=512)
def _clean(source: str) -> str:
    """The sanitised HTML of a source, headings still at their own levels."""
    text = normalise(source)
    try:
        check_markdown(text)
    except TextTooComplex:
        page = f"<p>{html.escape(text).replace(chr(10), '<br>')}</p>"
    else:
        page = _Renderer(output_format="html").convert(text)
    page = nh3.clean(
        page,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return _DEAD_LINK.sub(r"\1", page)


def _outline(page: str) -> Iterator[Heading]:
    """The headings of sanitised HTML, their levels without gaps."""
    path: list[tuple[int, str]] = []
    used: Counter[str] = Counter()
    for found in _HEADING.finditer(page):
        source_level, title = int(found[1]), " ".join(_text(found[2]).split())
        while path and path[-1][0] >= source_level:
            path.pop()
        anchor = _anchor(title, path[-1][1] if path else "", used)
        path.append((source_level, title))
        yield Heading(len(path), title, anchor)


def _anchor(title: str, parent: str, used: Counter[str]) -> str:
    """An anchor made of the title alone; where that is taken, of the title above it as well, then with a number."""
    own, above = (unicodedata.normalize("NFKC", text).casefold() for text in (title, parent))
    for key in (own, f"{above}\n{own}"):
        used[key] += 1
        if used[key] == 1:
            return _digest(key)
    return _digest(f"{above}\n{own}\n{used[key]}")


def _digest(text: str) -> str:
    return f"s-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _numbered_headings(page: str, anchor_prefix: str | None, top_level: int) -> str:
    """The page with its headings at the levels of the outline, from the given one down to h6."""
    outline = _outline(page)

    def heading(found: re.Match[str]) -> str:
        item = next(outline)
        level = min(top_level - 1 + item.level, 6)
        attribute = "" if anchor_prefix is None else f' id="{html.escape(anchor_prefix + item.anchor)}"'
        return f"<h{level}{attribute}>{found[2]}</h{level}>"

    return _HEADING.sub(heading, page)


def _with_links(page: str, link_for: LinkFor) -> str:
    """The page with the numbers of differences linked, outside of links and code."""
    result: list[str] = []
    position = closed = 0

    def link(found: re.Match[str]) -> str:
        address = link_for(found[0])
        return found[0] if address is None else f'<a href="{html.escape(address)}">{found[0]}</a>'

    for tag in _TAG.finditer(page):
        text = page[position : tag.start()]
        result += (text if closed else _REFERENCE.sub(link, text), tag[0])
        position = tag.end()
        if tag[2] in {"a", "code"}:
            closed += -1 if tag[1] else 1
    return "".join((*result, _REFERENCE.sub(link, page[position:])))


def _text(page: str) -> str:
    """Sanitised HTML without its tags."""
    return html.unescape(_TAG.sub("", page))
