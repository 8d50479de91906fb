"""Pages of a list: one slice and whether there is more, by two bounded queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.extensions import db

T = TypeVar("T")
PAGE_SIZE = 25


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; number counts from 1."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def has_previous(self) -> bool:
        """Whether a page stands before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page stands after this one."""
        return self.number < self.pages


def page_of(statement: Select[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """The page of an ordered SELECT of one entity; a number past the end gives the last page."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = max(1, min(number, max(1, -(-total // size))))
    items = db.session.scalars(statement.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items, number, size, total)


def page_of_list(rows: Sequence[T], number: int, size: int = PAGE_SIZE) -> Page[T]:
    """The page of rows that are in memory already; a number past the end gives the last page."""
    number = max(1, min(number, max(1, -(-len(rows) // size))))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))
