"""Finding words in an edition: in all chapters that the viewer may read, or in one (A6)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.manual import introduction_anchor, introductions
from app.domain.markdown import plain_text
from app.domain.searching import Piece, excerpt, holds, marked, shown_form, words_of
from app.extensions import db
from app.models import Edition, EditionParagraph, Group, User
from app.queries.groups import readable_group_ids
from app.queries.manual.editions import edition_numbered
from app.queries.paging import Page, page_of_list

Text = tuple[str, str, str, str]
"""Chapter, anchor, title and source of a paragraph."""
MARKS = str.maketrans("", "", "*`~")
"""Marks of form that may stand inside a word."""


@dataclass(frozen=True)
class Place:
    """A paragraph that holds the words, with the title and the part of its text around them."""

    chapter: str
    anchor: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]

    @property
    def introduces_domain(self) -> bool:
        """Whether it stands before the chapters of a domain; chapter is then the domain's code."""
        return self.anchor == introduction_anchor(self.chapter)


@dataclass(frozen=True)
class FindPage:
    """What was found in an edition: one page of the paragraphs, in the order of the manual."""

    edition: Edition
    words: Sequence[str]
    places: Sequence[Place]
    page: Page[Text]


def find_in_edition(number: int, query: str, chapter: str, viewer: User, at: datetime, page: int) -> FindPage:
    """The paragraphs that hold every word of a query; chapter is a group's code, or empty for all of them."""
    edition, words = edition_numbered(number), words_of(query)
    texts = _texts(edition, chapter, viewer, at) if words else []
    found = page_of_list([row for row in texts if holds(f"{row[2]}\n{row[3]}".translate(MARKS), words)], page)
    return FindPage(edition, words, [_place(row, words) for row in found.items], found)


def _place(row: Text, words: list[str]) -> Place:
    title, text = shown_form(row[2]), shown_form(plain_text(row[3]))
    return Place(row[0], row[1], marked(title, words), excerpt(text, words))


def _texts(edition: Edition, chapter: str, viewer: User, at: datetime) -> list[Text]:
    columns = (Group.code, EditionParagraph.anchor, EditionParagraph.title, EditionParagraph.body)
    statement = (
        select(*columns, EditionParagraph.section_title)
        .join(Group, Group.id == EditionParagraph.group_id)
        .where(EditionParagraph.edition_id == edition.id)
        .order_by(EditionParagraph.position)
    )
    readable = readable_group_ids(viewer, at)
    if readable is not None:
        statement = statement.where(Group.id.in_(readable))
    if chapter:
        statement = statement.where(Group.code == chapter)
    found = [(row[0], row[1], row[2] or row[4], row[3]) for row in db.session.execute(statement)]
    return found if chapter else [*_introductions(edition, {text[0] for text in found}), *found]


def _introductions(edition: Edition, codes: Collection[str]) -> list[Text]:
    """What stands before the chapters with these codes."""
    domains = {c["domain"]["code"] for c in edition.frame["chapters"] if c["code"] in codes}
    written = introductions(edition.frame).items()
    return [(code, text.anchor, text.section_title, text.body) for code, text in written if code in domains]
