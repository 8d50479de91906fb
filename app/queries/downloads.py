"""Orders of files: the list of a person, one with what can be done, its content, and what a worker finds to do."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.domain.downloads import UNFINISHED, Omission, OrderKind, OrderState
from app.extensions import db
from app.models import FileOrder, FilePiece, Meeting, User
from app.policies.downloads import is_found, may_fetch, may_order_again
from app.policies.verdicts import NotFound, Verdict, ensure
from app.queries.meetings.filing import still_readable
from app.queries.paging import Page, page_of


class ContentLost(Exception):
    """What is stored of a file is not what was made."""


@dataclass(frozen=True)
class OrderPage:
    """An order, and whether its file can be fetched or ordered again; omitted are meetings left out of it, and why."""

    order: FileOrder
    may_fetch: Verdict
    may_order_again: Verdict
    omitted: Sequence[tuple[Meeting, Omission]]


def orders_page(viewer: User, at: datetime, page: int) -> Page[FileOrder]:
    """One page of a person's orders, the latest first, without those that are gone."""
    statement = select(FileOrder).where(FileOrder.ordered_by_id == viewer.id, FileOrder.goes_at > at)
    return page_of(statement.order_by(FileOrder.ordered_at.desc(), FileOrder.id.desc()), page)


def order_page(order_id: int, viewer: User, at: datetime) -> OrderPage:
    """An order of one's own; NotFound where there is none any more."""
    order = order_seen(order_id, viewer, at)
    fetching = may_fetch(viewer, order, _readable(order, viewer, at))
    return OrderPage(order, fetching, may_order_again(viewer, order), _omitted(order) if fetching else ())


def order_seen(order_id: int, viewer: User, at: datetime) -> FileOrder:
    """An order of one's own; NotFound for anybody else's, and after it is gone."""
    order = db.session.get(FileOrder, order_id)
    if order is None or not is_found(viewer, order, at):
        raise NotFound
    return order


def order_to_fetch(order_id: int, filename: str, viewer: User, at: datetime) -> FileOrder:
    """A finished order; Refused where its owner may no longer read what it holds (A2)."""
    order = order_seen(order_id, viewer, at)
    ensure(may_fetch(viewer, order, _readable(order, viewer, at)))
    if order.filename != filename:
        raise NotFound
    return order


def copy_content(order: FileOrder, target: IO[bytes]) -> None:
    """Write a file piece by piece; ContentLost where it is not the one that was made."""
    hashed = hashlib.sha256()
    pieces = select(FilePiece.content).where(FilePiece.order_id == order.id).order_by(FilePiece.position)
    for content in db.session.scalars(pieces.execution_options(yield_per=1)):
        hashed.update(content)
        target.write(content)
    if hashed.hexdigest() != order.sha256:
        raise ContentLost(order.id)


def lock_order(order_id: int) -> FileOrder:
    """An order, locked for a change; NotFound where there is none."""
    order = db.session.get(FileOrder, order_id, with_for_update={"of": FileOrder}, populate_existing=True)
    if order is None:
        raise NotFound
    return order


def unfinished_orders(person: User) -> int:
    """How many files are being made for a person, or wait for it."""
    counting = select(func.count()).where(
        FileOrder.ordered_by_id == person.id, FileOrder.state.in_(UNFINISHED)
    )
    return db.session.scalar(counting) or 0


def last_order_of(person: User) -> FileOrder:
    """What a person ordered last: the answer to a form that was sent twice (B15)."""
    statement = select(FileOrder).where(FileOrder.ordered_by_id == person.id)
    found = db.session.scalars(statement.order_by(FileOrder.id.desc()).limit(1)).first()
    if found is None:
        raise NotFound
    return found


def to_be_taken(at: datetime) -> ColumnElement[bool]:
    """On FileOrder: it waits, or its worker has not been heard of for too long."""
    silent = and_(FileOrder.state == OrderState.RUNNING, FileOrder.lease_until <= at)
    return or_(FileOrder.state == OrderState.WAITING, silent)


def orders_to_take(at: datetime, limit: int = 20) -> Collection[int]:
    """The orders that wait, and those whose worker has not been heard of, the oldest first."""
    statement = select(FileOrder.id).where(to_be_taken(at))
    return db.session.scalars(statement.order_by(FileOrder.id).limit(limit)).all()


def orders_gone(at: datetime, limit: int = 20) -> Collection[int]:
    """Orders whose time is over and that nobody works on."""
    statement = select(FileOrder.id).where(FileOrder.goes_at <= at, FileOrder.state != OrderState.RUNNING)
    return db.session.scalars(statement.limit(limit)).all()


def _omitted(order: FileOrder) -> Sequence[tuple[Meeting, Omission]]:
    ids = [each["meeting"] for each in order.omissions]
    found = {each.id: each for each in db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)))}
    return [(found[each["meeting"]], Omission(each["reason"])) for each in order.omissions]


def _readable(order: FileOrder, viewer: User, at: datetime) -> Collection[int]:
    if order.kind is not OrderKind.MINUTES or not order.holds:
        return ()
    return still_readable(order.holds, viewer, at)
