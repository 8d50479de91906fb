"""What a page is built of: each element with all it stands in, whatever its words and values are."""

from html.parser import HTMLParser

VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TELLING = frozenset({"class", "role", "type"})


def places(html: str) -> set[int]:
    """The places of a page, each as a number: equal ones hold the same element in the same surroundings.

    An element is its name, the names of its attributes, and the values of those that make it look or act as it does.
    A heading that follows another is a place of its own.
    """
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    """Goes through a page with the elements that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[int] = set()
        self._open: list[tuple[str, int]] = [("", 0)]
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        place = hash((self._open[-1][1], tag, *((k, v) if k in TELLING else k for k, v in attrs)))
        self.found.add(place)
        if tag in HEADINGS:
            self.found.add(hash((self._heading, tag)))
            self._heading = tag
        if tag not in VOID:
            self._open.append((tag, place))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _place in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]
