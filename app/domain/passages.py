"""A Markdown text in passages: what one points at, and what a shorter form of it leaves out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.domain.markdown import plain_text
from app.domain.markdown_blocks import apart
from app.domain.texts import normalise


@dataclass(frozen=True)
class Passage:
    """A heading (with its level, else 0), an item of a list, or another block; source is its Markdown.

    It goes on a list where the passage before it is an item of the same one.
    """

    source: str
    level: int = 0
    goes_on: bool = False

    @property
    def words(self) -> str:
        """What it says, without its form."""
        return plain_text(self.source)


def passages(source: str) -> list[Passage]:
    """The passages of a text in order; the same text always has the same ones."""
    return list(_passages(normalise(source)))


def joined(parts: Sequence[Passage]) -> str:
    """Passages as one text again."""
    text = ""
    for place, part in enumerate(parts):
        text += ("" if place == 0 else "\n" if part.goes_on else "\n\n") + part.source
    return text


def only_under(source: str, titles: Collection[str], otherwise: str) -> str:
    """The text shortened to what stands under headings of these titles, each below the highest heading it belongs to.

    What stands under the highest headings themselves stays where nothing is divided further. otherwise is said of a
    section that has parts, and none of these titles.
    """
    parts = passages(source)
    top = min((part.level for part in parts if part.level), default=0)
    kept: list[Passage] = []
    for section in _sections(parts, top):
        kept += _shortened(section, titles, otherwise)
    return joined(kept)


def _passages(source: str) -> Iterator[Passage]:
    for tag, places in apart(source):
        level = int(tag[1]) if tag[0] == "h" and tag[1:].isdigit() else 0
        for place, lines in enumerate(places):
            yield Passage("\n".join(lines).strip("\n"), level, goes_on=place > 0)


def _sections(parts: Sequence[Passage], top: int) -> Iterator[list[Passage]]:
    section: list[Passage] = []
    for part in parts:
        if part.level == top and section:
            yield section
            section = []
        section.append(part)
    if section:
        yield section


def _shortened(section: Sequence[Passage], titles: Collection[str], otherwise: str) -> list[Passage]:
    divided = [part for part in section[1:] if part.level]
    if not divided:
        return list(section)
    kept, under = [section[0]], 0
    for part in section[1:]:
        if part.level and (not under or part.level <= under):
            under = part.level if part.words.strip() in titles else 0
        elif under:
            kept.append(part)
    return kept if len(kept) > 1 else [*kept, Passage(otherwise)]
