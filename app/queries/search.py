"""Searching what the viewer may read: the database filters by grams, then looks for the words themselves (A6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import defer, joinedload

from app.domain.searching import Piece, SearchKind, excerpt, marked, needed_grams, words_of
from app.extensions import db
from app.models import Group, SearchDocument, User
from app.queries.differences.access import group_readable_by
from app.queries.paging import Page, page_of

_BY_GRAMS = {
    "sqlite": "search_documents.id IN (SELECT rowid FROM search_grams WHERE search_grams MATCH :grams)",
    "postgresql": "array_to_tsvector(string_to_array(search_documents.grams, ' '))"
    " @@ to_tsquery('simple', :grams)",
}
_AND = {"sqlite": " AND ", "postgresql": " & "}


@dataclass(frozen=True)
class Hit:
    """One thing found: its title and the part of its text around the words."""

    document: SearchDocument
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]


@dataclass(frozen=True)
class SearchPage:
    """What was found: how many of each kind, and one page of them."""

    words: Sequence[str]
    counts: Mapping[SearchKind, int]
    hits: Sequence[Hit]
    page: Page[SearchDocument]

    @property
    def total(self) -> int:
        """How many of all kinds."""
        return sum(self.counts.values())


def search(query: str, kind: SearchKind | None, viewer: User, at: datetime, page: int) -> SearchPage:
    """The things that hold every word of a query, the newest first; of one kind, or of all."""
    words = words_of(query)
    if not words:
        return SearchPage(words, {}, (), Page((), 1, 1, 0))
    conditions = _conditions(words, viewer, at)
    counted = (
        select(SearchDocument.kind, func.count())
        .join(SearchDocument.group)
        .where(*conditions)
        .group_by(SearchDocument.kind)
    )
    wanted = (
        select(SearchDocument)
        .join(SearchDocument.group)
        .where(*conditions, *([SearchDocument.kind == kind] if kind else []))
        .options(
            joinedload(SearchDocument.group).joinedload(Group.domain),
            defer(SearchDocument.folded),
            defer(SearchDocument.grams),
        )
        .order_by(SearchDocument.at.desc(), SearchDocument.id.desc())
    )
    found = page_of(wanted, page)
    counts: dict[SearchKind, int] = {row[0]: row[1] for row in db.session.execute(counted)}
    return SearchPage(words, counts, [_hit(document, words) for document in found.items], found)


def _conditions(words: Sequence[str], viewer: User, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[Any] = [group_readable_by(viewer, at)]
    grams = sorted({gram for word in words for gram in needed_grams(word)})
    if grams:
        dialect = db.session.get_bind().dialect.name
        conditions.append(text(_BY_GRAMS[dialect]).bindparams(grams=_AND[dialect].join(grams)))
    conditions += [SearchDocument.folded.contains(word, autoescape=True) for word in words]
    return conditions


def _hit(document: SearchDocument, words: Sequence[str]) -> Hit:
    known = list(words)
    return Hit(document, marked(document.title, known), excerpt(document.text, known))
