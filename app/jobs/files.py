"""Making ordered files: each is taken, made outside every transaction, kept piece by piece; old ones are removed."""

import hashlib
import logging
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from app.actions.making import (
    MadeFile,
    Superseded,
    fail_order,
    finish_order,
    give_back,
    keep_piece,
    note_progress,
    renew_lease,
    take_next_order,
    throw_away_old_files,
)
from app.clock import now
from app.domain.downloads import PIECE, Failure, FileFormat, OrderKind
from app.extensions import Database
from app.i18n import locale_scope
from app.jobs import heartbeat
from app.jobs.faults import why_failed
from app.jobs.file_contents import Content, edition_content, minutes_content
from app.queries.downloads import orders_gone, orders_to_take
from app.transaction import transaction

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 1.0
TURNS_BETWEEN_REMOVALS = 600

CONTENTS: dict[OrderKind, Callable[..., Content]] = {
    OrderKind.EDITION: edition_content,
    OrderKind.MINUTES: minutes_content,
}


class Stopped(Exception):
    """The worker was told to stop."""


@dataclass(frozen=True)
class _Work:
    """A taken order, free of the session that read it."""

    id: int
    attempt: int
    kind: OrderKind
    facts: dict[str, Any]
    format: FileFormat
    language: str
    person_id: int


def make_files(database: Database, stop: threading.Event | None = None) -> int:
    """Make every file that waits, until told to stop; how many were worked on."""
    worked = 0
    while not (stop and stop.is_set()) and (work := _take(database)):
        _make(database, work, stop)
        worked += 1
    return worked


def remove_old_files(database: Database) -> int:
    """Remove the files whose time is over; nothing is written where none is."""
    removed = 0
    while gone := _removed(database):
        removed += gone
    return removed


def keep_making_files(database: Database, stop: threading.Event, seconds: float = SECONDS_BETWEEN) -> None:
    """Make files as they are ordered, and remove old ones now and then, until stop is set."""
    turn = 0
    while not stop.is_set():
        try:
            if turn % TURNS_BETWEEN_REMOVALS == 0:
                remove_old_files(database)
            make_files(database, stop)
        except Exception:
            logger.exception("making files failed")
        turn += 1
        stop.wait(seconds)


@contextmanager
def made_beside(database: Database, stop: threading.Event) -> Iterator[None]:
    """Make files beside what happens inside: a large one keeps no round open and no mail back."""
    files = threading.Thread(target=keep_making_files, args=(database, stop), name="files")
    files.start()
    try:
        yield
    finally:
        stop.set()
        files.join()


def _removed(database: Database) -> int:
    with database.scope():
        if not orders_gone(now()):
            return 0
        with transaction():
            return throw_away_old_files()


def _take(database: Database) -> _Work | None:
    with database.scope():
        if not orders_to_take(now()):
            return None
        with transaction():
            order = take_next_order()
            if order is None:
                return None
            return _Work(
                order.id,
                order.attempts,
                order.kind,
                order.facts,
                order.format,
                order.language,
                order.ordered_by_id,
            )


def _make(database: Database, work: _Work, stop: threading.Event | None) -> None:
    def report(done: int, total: int) -> None:
        _between_steps(stop)
        _told(database, note_progress, work, done, total)

    try:
        with _heard_of(database, work), locale_scope(work.language), tempfile.TemporaryFile() as target:
            content = CONTENTS[work.kind](database, work.person_id, work.facts, work.format, target, report)
            _keep(database, work, content, target, stop)
    except Superseded:
        logger.warning("order %s was taken over by another worker", work.id)
    except Stopped:
        _told(database, give_back, work)
    except Exception as error:
        why, fault = why_failed(error)
        if why is Failure.FAULT:
            logger.exception("the file of order %s could not be made", work.id)
        _told(database, fail_order, work, why, fault)


def _keep(
    database: Database, work: _Work, content: Content, target: IO[bytes], stop: threading.Event | None
) -> None:
    """Put the file into the database, each piece in a transaction of its own."""
    hashed = hashlib.sha256()
    target.seek(0)
    position = 0
    while piece := target.read(PIECE):
        _between_steps(stop)
        hashed.update(piece)
        _told(database, keep_piece, work, position, piece)
        position += 1
    made = MadeFile(
        content.filename,
        content.media_type,
        target.tell(),
        hashed.hexdigest(),
        content.holds,
        content.omissions,
    )
    _told(database, finish_order, work, made)


def _heard_of(database: Database, work: _Work) -> AbstractContextManager[None]:
    return heartbeat.heard_of(lambda: _told(database, renew_lease, work), heartbeat.SECONDS_BETWEEN)


def _between_steps(stop: threading.Event | None) -> None:
    if stop and stop.is_set():
        raise Stopped


def _told(database: Database, act: Callable[..., None], work: _Work, *facts: Any) -> None:
    """One act on the order, in a short transaction of its own."""
    with database.scope(), transaction():
        act(work.id, work.attempt, *facts)
