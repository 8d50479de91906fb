"""Files made in the background: once, by one worker, for who may read them; taken over, given back, failed, removed."""

import hashlib
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from queue import SimpleQueue
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import clock
from app.actions import making
from app.actions.downloads import order_again
from app.actions.making import Superseded, take_next_order
from app.domain.downloads import KEPT, LEASE, MOST_ATTEMPTS, Failure, FileFormat, OrderState
from app.exports.manual import edition_document
from app.exports.manual_files import FileToWrite
from app.exports.markdown import to_markdown
from app.extensions import Database
from app.jobs import file_contents, files, heartbeat
from app.jobs.files import make_files, remove_old_files
from app.models import FileOrder, FilePiece, User
from app.policies.verdicts import NotFound
from app.queries.downloads import ContentLost, copy_content, order_page
from app.queries.manual.editions import edition_numbered
from app.queries.manual.reading import whole_edition
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.downloads import an_edition_order, content_of
from tests.builders.manual import an_edition
from tests.conftest import Installation
from tests.support.races import SECONDS, race
from tests.support.tampering import against_the_guards


@pytest.fixture
def secretary(session: Session) -> User:
    a_quick_decision()
    an_edition()
    return a_secretary()


def test_m1_an_ordered_edition_is_the_edition_and_the_same_bytes_each_time(
    installation: Installation, session: Session, secretary: User
) -> None:
    orders = [an_edition_order(secretary, file_format=FileFormat.MARKDOWN) for _ in range(2)]
    assert make_files(installation.database) == 2
    first, second = (content_of(order) for order in orders)

    assert first == second == to_markdown(edition_document(whole_edition(edition_numbered(1)))).encode()
    order = orders[0]
    assert (order.state, order.done, order.total) == (OrderState.DONE, 2, 2)
    assert (order.filename, order.media_type) == ("共通運用手順書_第1版.md", "text/markdown")
    assert (order.size, order.sha256) == (len(first), hashlib.sha256(first).hexdigest())
    assert order.goes_at == clock.now() + KEPT


def test_a_large_file_is_kept_in_pieces_and_a_lost_one_is_noticed(
    installation: Installation, session: Session, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PIECE", 100)
    order = an_edition_order(secretary)
    make_files(installation.database)
    whole = content_of(order)
    assert session.scalar(select(func.count()).select_from(FilePiece)) == -(-len(whole) // 100)

    session.rollback()
    for refused in ("UPDATE file_pieces SET content = content", "UPDATE file_orders SET size = 0"):
        with pytest.raises(DBAPIError), installation.database.engine.begin() as connection:
            connection.execute(text(refused))
    against_the_guards(installation.database, "DELETE FROM file_pieces WHERE position = 1")
    with pytest.raises(ContentLost):
        copy_content(order, BytesIO())


def test_an_order_whose_worker_fell_silent_is_taken_by_another_who_alone_goes_on(
    installation: Installation, session: Session, secretary: User
) -> None:
    order = an_edition_order(secretary)
    with transaction():
        assert take_next_order() is not None
    with transaction():
        making.keep_piece(order.id, 1, 0, b"of the first worker")
    with transaction():
        assert take_next_order() is None
    clock.travel(LEASE)
    assert make_files(installation.database) == 1
    with pytest.raises(Superseded), transaction():
        making.note_progress(order.id, 1, 1, 2)

    assert b"first worker" not in content_of(order)
    assert (order.state, order.attempts) == (OrderState.DONE, 2)


def test_slow_work_is_not_taken_by_another_while_its_worker_is_heard_of(
    installation: Installation, session: Session, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, renewed = an_edition_order(secretary), SimpleQueue[datetime]()
    chosen = file_contents.edition_file

    def renews(*given: Any) -> None:
        at = clock.now()
        making.renew_lease(*given)
        renewed.put(at)

    def slow(*given: Any) -> FileToWrite:
        file = chosen(*given)
        return replace(file, write=lambda: _after_many_leases(installation.database, file, renewed))

    monkeypatch.setattr(files, "renew_lease", renews)
    monkeypatch.setattr(heartbeat, "SECONDS_BETWEEN", 0.01)
    monkeypatch.setattr(file_contents, "edition_file", slow)
    assert make_files(installation.database) == 1
    session.rollback()
    assert (order.state, order.attempts) == (OrderState.DONE, 1)


def _after_many_leases(database: Database, file: FileToWrite, renewed: SimpleQueue[datetime]) -> bytes:
    """What a file holds, after three times almost a lease in which another worker looked for work."""
    for _ in range(3):
        clock.travel(LEASE - timedelta(seconds=1))
        while renewed.get(timeout=SECONDS) < clock.now():
            continue  # renewed before the clock moved
        with database.scope(), transaction():
            assert take_next_order() is None
    return file.write()


def test_a_lease_is_renewed_until_another_worker_has_the_order(caplog: pytest.LogCaptureFixture) -> None:
    answers: list[Exception | None] = [None, RuntimeError("the database is away"), None, Superseded()]

    def renew() -> None:
        answer = answers.pop(0)
        if answer:
            raise answer

    with heartbeat.heard_of(renew, 0.001):
        (renewing,) = [thread for thread in threading.enumerate() if thread.name == "heartbeat"]
        renewing.join(SECONDS)
        assert not renewing.is_alive()
    assert answers == []
    (logged,) = caplog.records
    assert "the database is away" in str(logged.exc_text)


def test_an_order_that_ends_worker_after_worker_is_given_up(session: Session, secretary: User) -> None:
    order = an_edition_order(secretary)
    for _ in range(MOST_ATTEMPTS + 1):
        with transaction():
            take_next_order()
        clock.travel(LEASE)

    assert (order.state, order.failure) == (OrderState.FAILED, Failure.INTERRUPTED)


def test_a_worker_that_is_told_to_stop_gives_its_order_back(
    installation: Installation, session: Session, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, stop = an_edition_order(secretary), threading.Event()
    document = file_contents.edition_file

    def told_meanwhile(*given: Any) -> Any:
        stop.set()
        return document(*given)

    monkeypatch.setattr(file_contents, "edition_file", told_meanwhile)
    make_files(installation.database, stop)
    session.rollback()
    assert (order.state, order.attempts) == (OrderState.WAITING, 0)
    assert make_files(installation.database) == 1
    session.rollback()
    assert order.state is OrderState.DONE


def test_a_fault_is_said_in_words_and_the_file_can_be_ordered_again(
    installation: Installation, session: Session, secretary: User, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def fails(*_: Any) -> None:
        raise RuntimeError("a fault")

    order = an_edition_order(secretary)
    with monkeypatch.context() as patched:
        patched.setattr(file_contents, "edition_file", fails)
        make_files(installation.database)
    session.rollback()
    assert (order.state, order.failure) == (OrderState.FAILED, Failure.FAULT)
    assert "a fault" in caplog.text
    assert order_page(order.id, secretary, clock.now()).may_order_again

    with transaction():
        order_again(order.id, secretary)
    make_files(installation.database)
    session.rollback()
    assert (order.state, order.failure) == (OrderState.DONE, None)


def test_a2_rights_are_asked_again_when_the_file_is_made(
    installation: Installation, session: Session, secretary: User
) -> None:
    order = an_edition_order(secretary)
    with transaction():
        session.merge(secretary).active = False
    make_files(installation.database)
    session.rollback()

    assert (order.state, order.failure) == (OrderState.FAILED, Failure.NOT_ALLOWED)


def test_after_seven_days_a_file_is_gone_for_its_owner_and_from_the_database(
    installation: Installation, session: Session, secretary: User
) -> None:
    order = an_edition_order(secretary)
    make_files(installation.database)
    session.rollback()
    clock.travel(KEPT - timedelta(seconds=1))
    assert order_page(order.id, secretary, clock.now()).may_fetch
    assert remove_old_files(installation.database) == 0

    clock.travel(timedelta(seconds=1))
    with pytest.raises(NotFound):
        order_page(order.id, secretary, clock.now())
    assert remove_old_files(installation.database) == 1
    session.rollback()
    for table in (FileOrder, FilePiece):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_files_are_made_beside_the_other_jobs_and_a_fault_does_not_end_that(
    installation: Installation, session: Session, secretary: User, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    order, turned = an_edition_order(secretary), threading.Event()
    turns: list[float | None] = []

    class Told(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            turns.append(timeout)
            if len(turns) == 2:
                turned.set()
                return super().wait(SECONDS)
            return self.is_set()

    def fails(_: Any) -> int:
        raise RuntimeError("a fault")

    monkeypatch.setattr(files, "remove_old_files", fails)
    with files.made_beside(installation.database, Told()):
        assert turned.wait(SECONDS)
    session.rollback()

    assert "a fault" in caplog.text
    assert (order.state, turns) == (OrderState.DONE, [files.SECONDS_BETWEEN] * 2)


@pytest.mark.race
def test_an_order_is_taken_by_one_of_many_workers(
    installation: Installation, session: Session, secretary: User
) -> None:
    order = an_edition_order(secretary)

    def take() -> int | None:
        taken = take_next_order()
        return taken.id if taken else None

    assert sorted(race(installation.database, [take] * 5), key=str) == [order.id, *[None] * 4]
