"""A Markdown source as people read it aloud: its lines without the marks of form, for comparing texts (T12)."""

from collections.abc import Iterator

from app.domain.blocks import Block, Code, Heading, ListBlock, Paragraph, Quote, Rule, Runs, Table, blocks

_BULLET = "・"
_INDENT = "　"
_RULE = "―――"


def reading(source: str) -> str:
    """The lines of a source: numbers of lists and targets of links stay, marks of headings, tables and bold go.

    Two sources that read alike may differ in form; where that matters compare the sources themselves.
    """
    return "\n".join(_lines(tuple(blocks(source))))


def _lines(parts: tuple[Block, ...]) -> Iterator[str]:
    for index, part in enumerate(parts):
        if index and not isinstance(part, ListBlock):
            yield ""
        yield from _block(part)


def _block(part: Block) -> Iterator[str]:
    match part:
        case Heading() | Paragraph():
            yield from _words(part.runs).split("\n")
        case ListBlock():
            yield from _items(part)
        case Table():
            for cells in (part.head, *part.rows):
                yield "｜".join(_words(cell).replace("\n", " ") for cell in cells)
        case Quote():
            yield from (f"＞{line}" for line in _lines(part.blocks))
        case Code():
            yield from part.text.split("\n")
        case Rule():
            yield _RULE


def _items(part: ListBlock) -> Iterator[str]:
    for index, item in enumerate(part.items):
        mark = f"{part.start + index}. " if part.ordered else _BULLET
        for row, line in enumerate(line for line in _lines(item) if line):
            yield f"{_INDENT if row else mark}{line}"


def _words(runs: Runs) -> str:
    return "".join(
        (f"~~{run.text}~~" if run.deleted else run.text)
        + (f"（{run.link}）" if run.link not in ("", run.text) else "")
        for run in runs
    )
