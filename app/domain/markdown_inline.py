"""What is emphasis, code, a link or a line break within a line of Markdown; every pattern looks a bounded way ahead."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor, Pattern, SubstituteTagInlineProcessor
from markdown.util import AtomicString, Registry, code_escape

_SCHEME = r"(?:https?://|mailto:)"
_TARGET = rf"{_SCHEME}(?:[^\s()<>\"]|\([^\s()<>\"]{{0,500}}\)){{1,2000}}"
_CODE = r"(?<![\\`])(`+)(?!`)(.{1,1000}?)(?<!`)\1(?!`)"
_ESCAPED = r"\\([`*_~\[\]!|<>#+.-])"
_LINK = (
    r"!?\[((?:[^\[\]]|\[[^\[\]]{0,100}\]){0,300})\]"
    rf"\([ \n]{{0,3}}(?:<({_TARGET})>|({_TARGET}))(?:[ \n]{{1,3}}\"[^\"\n]{{0,200}}\")?[ \n]{{0,3}}\)"
)
_ADDRESS = r"<(https?://[^\s<>]{1,2000})>|(?<![A-Za-z0-9])(https?://[A-Za-z0-9\-._~:/?#@!$&'()+,;=%]{1,2000})"
_BOTH = r"\*\*\*(?![\s*])([^*]{1,1000})(?<!\s)\*\*\*"
_STRONG = r"\*\*(?![\s*])((?:[^*]|\*[^*]{1,500}\*){1,1000}?)(?<!\s)\*\*"
_EMPHASIS = r"(?<![A-Za-z0-9*])\*(?![\s*])([^*]{1,1000}?)(?<!\s)\*(?![A-Za-z0-9*])"
_LOW_STRONG = r"(?<!\w)__(?![\s_])(.{1,1000}?)(?<!\s)__(?!\w)"
_LOW_EMPHASIS = r"(?<!\w)_(?![\s_])([^_]{1,1000}?)(?<!\s)_(?!\w)"
_DELETED = r"~~(?![\s~])(.{1,1000}?)(?<![\s~])~~"

Handled = tuple[Element | str | None, int | None, int | None]


def inline_patterns(md: Markdown) -> Registry[Pattern]:
    """All patterns. Each is tried only on what those before it left, so that emphasis nests as deep as this list."""
    in_order: Sequence[tuple[str, InlineProcessor]] = (
        ("code", _Code(_CODE, md)),
        ("escape", _Escape(_ESCAPED, md)),
        ("link", _Link(_LINK, md)),
        ("address", _Address(_ADDRESS, md)),
        ("typed_break", SubstituteTagInlineProcessor(r"<br ?/?>", "br")),
        ("both", _Emphasis(_BOTH, "strong", "em")),
        ("strong", _Emphasis(_STRONG, "strong")),
        ("emphasis", _Emphasis(_EMPHASIS, "em")),
        ("low_strong", _Emphasis(_LOW_STRONG, "strong")),
        ("low_emphasis", _Emphasis(_LOW_EMPHASIS, "em")),
        ("deleted", _Emphasis(_DELETED, "del")),
        ("break", SubstituteTagInlineProcessor(r"\n", "br")),
    )
    patterns: Registry[Pattern] = Registry()
    for rank, (name, pattern) in enumerate(in_order):
        patterns.register(pattern, name, -rank)
    return patterns


class _Code(InlineProcessor):
    """Text between equal runs of backticks, exactly as typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        element = Element("code")
        element.text = AtomicString(code_escape(m[2].strip()))
        return element, m.start(), m.end()


class _Escape(InlineProcessor):
    """A mark after a backslash stands for itself. Backslashes elsewhere stay: paths are full of them."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        return m[1], m.start(), m.end()


class _Link(InlineProcessor):
    """[text](address) with an address that may be followed; any other stays as typed. A picture becomes its link."""

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        address = self.unescape(m[2] or m[3])
        element = Element("a", {"href": address})
        element.text = m[1] if m[1].strip() else AtomicString(address)
        return element, m.start(), m.end()


class _Address(InlineProcessor):
    """A bare web address. What ends a sentence, and a bracket closed but not opened, are not part of it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        address = self.unescape(m[1]) if m[1] else _without_trailing(m[2])
        element = Element("a", {"href": address})
        element.text = AtomicString(address)
        return element, m.start(), m.end() if m[1] else m.start() + len(address)


class _Emphasis(InlineProcessor):
    """Text between equal marks, in one element or in one within the other."""

    def __init__(self, pattern: str, tag: str, inner_tag: str = "") -> None:
        super().__init__(pattern)
        self.tag, self.inner_tag = tag, inner_tag

    def handleMatch(self, m: re.Match[str], data: str) -> Handled:  # type: ignore[override]  # noqa: N802
        element = Element(self.tag)
        holder = SubElement(element, self.inner_tag) if self.inner_tag else element
        holder.text = m[1]
        return element, m.start(), m.end()


def _without_trailing(address: str) -> str:
    closing = address.count(")") - address.count("(")
    while address[-1] in ".,;:!?'_~" or (address[-1] == ")" and closing > 0):
        closing -= address[-1] == ")"
        address = address[:-1]
    return address
