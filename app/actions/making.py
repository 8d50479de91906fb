"""Making ordered files: an order is taken by one worker, made outside every transaction, then kept or marked as failed.

A worker shows by order and attempt that it still is the one; Superseded tells it that another has taken over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from app.actions.notices import notify
from app.clock import now
from app.domain.downloads import (
    KEPT,
    LEASE,
    MOST_ATTEMPTS,
    Failure,
    MachineFault,
    Omission,
    OrderState,
)
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import FileOrder, FilePiece, User
from app.queries.downloads import orders_gone, orders_to_take, to_be_taken


class Superseded(Exception):
    """Another worker has taken the order, or it is gone."""


@dataclass(frozen=True)
class MadeFile:
    """What is known of a file once it is made; holds are the ids of what stands in it.

    omissions are meetings, by id, whose minutes are left out of an archive; its index names them, so they are held too.
    """

    filename: str
    media_type: str
    size: int
    sha256: str
    holds: tuple[int, ...] = ()
    omissions: Sequence[tuple[int, Omission]] = ()


def take_next_order() -> FileOrder | None:
    """Take the order that waits longest; no other worker gets it while this one is heard of. None where none waits.

    An order on which worker after worker fell silent is given up: it may be what ended them.
    """
    at = now()
    for order_id in orders_to_take(at):
        order = db.session.get_one(FileOrder, order_id, populate_existing=True)
        taking = update(FileOrder).where(
            FileOrder.id == order_id, FileOrder.attempts == order.attempts, to_be_taken(at)
        )
        if order.attempts >= MOST_ATTEMPTS:
            taking = taking.values(
                state=OrderState.FAILED, failure=Failure.INTERRUPTED, lease_until=None, finished_at=at
            )
        else:
            taking = taking.values(
                state=OrderState.RUNNING, attempts=order.attempts + 1, lease_until=at + LEASE, done=0, total=0
            )
        taking = taking.execution_options(synchronize_session=False).returning(FileOrder.state)
        state = db.session.scalar(taking)
        order = db.session.get_one(FileOrder, order_id, populate_existing=True)
        if state is OrderState.RUNNING:
            db.session.execute(delete(FilePiece).where(FilePiece.order_id == order_id))
            return order
        if state is OrderState.FAILED:
            _tell(order, NoticeKind.FILE_FAILED)
    return None


def renew_lease(order_id: int, attempt: int) -> None:
    """Say that the work goes on."""
    _own(order_id, attempt).lease_until = now() + LEASE


def note_progress(order_id: int, attempt: int, done: int, total: int) -> None:
    """Say how far the work is, and that it goes on."""
    order = _own(order_id, attempt)
    order.done, order.total, order.lease_until = done, total, now() + LEASE


def keep_piece(order_id: int, attempt: int, position: int, content: bytes) -> None:
    """Keep a piece of the file."""
    _own(order_id, attempt).lease_until = now() + LEASE
    db.session.add(FilePiece(order_id=order_id, position=position, content=content))


def finish_order(order_id: int, attempt: int, made: MadeFile) -> None:
    """Say that all pieces are there; from now on the file does not change."""
    order, at = _own(order_id, attempt), now()
    order.state, order.lease_until, order.done = OrderState.DONE, None, order.total
    order.filename, order.media_type = made.filename, made.media_type
    order.size, order.sha256, order.holds = made.size, made.sha256, list(made.holds)
    order.omissions = [{"meeting": meeting, "reason": reason.value} for meeting, reason in made.omissions]
    order.finished_at, order.goes_at = at, at + KEPT
    _tell(order, NoticeKind.FILE_INCOMPLETE if made.omissions else NoticeKind.FILE_READY)


def fail_order(order_id: int, attempt: int, why: Failure, fault: MachineFault | None = None) -> None:
    """Say why there is no file, and drop what was kept of it."""
    order = _own(order_id, attempt)
    db.session.execute(delete(FilePiece).where(FilePiece.order_id == order_id))
    order.state, order.lease_until, order.finished_at = OrderState.FAILED, None, now()
    order.failure, order.fault = why, fault
    _tell(order, NoticeKind.FILE_FAILED)


def give_back(order_id: int, attempt: int) -> None:
    """Let the next worker take an order at once: this one was told to stop."""
    order = _own(order_id, attempt)
    order.state, order.lease_until, order.attempts = OrderState.WAITING, None, attempt - 1


def throw_away_old_files() -> int:
    """Remove orders whose time is over, with their files; how many."""
    gone = orders_gone(now())
    if gone:
        db.session.execute(delete(FilePiece).where(FilePiece.order_id.in_(gone)))
        db.session.execute(delete(FileOrder).where(FileOrder.id.in_(gone)))
    return len(gone)


def _tell(order: FileOrder, kind: NoticeKind) -> None:
    """Tell whose order it is what came of it, once for each time that it was ordered."""
    person = db.session.get_one(User, order.ordered_by_id)
    notify([person], kind, subject=order, key=str(order.finished_at), kept_until=order.goes_at.isoformat())


def _own(order_id: int, attempt: int) -> FileOrder:
    statement = select(FileOrder).where(
        FileOrder.id == order_id, FileOrder.attempts == attempt, FileOrder.state == OrderState.RUNNING
    )
    order = db.session.scalars(
        statement.with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if order is None:
        raise Superseded
    return order
