"""How orders of files end: omissions, faults of the machine, and that whoever ordered is told once."""

import errno
import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest
from psycopg.errors import DiskFull
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import clock
from app.actions.downloads import order_again
from app.actions.making import take_next_order
from app.domain.downloads import LEASE, MOST_ATTEMPTS, Failure, FileFormat, MachineFault, Omission, OrderState
from app.domain.meetings import MinutesState
from app.domain.notices import NoticeKind
from app.exports import minutes_archive
from app.exports.document import Document
from app.exports.typesetting import Answer, PdfFailed, TooLarge, TypesetterFailed
from app.jobs import file_contents
from app.jobs.faults import why_failed
from app.jobs.files import make_files
from app.models import Notice, User
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.downloads import a_minutes_order, an_edition_order
from tests.builders.manual import an_edition
from tests.builders.meetings import some_minutes
from tests.conftest import Installation


def test_m10_minutes_that_cannot_be_set_are_left_out_unless_none_can_be(
    installation: Installation, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = some_minutes(until=MinutesState.CIRCULATED)
    second = some_minutes(first.meeting.group, until=MinutesState.CIRCULATED)
    answers: list[Answer] = [TooLarge("too many pages"), b"%PDF-"]

    def typeset(documents: Sequence[Document], **_: int) -> list[Answer]:
        return answers

    monkeypatch.setattr(minutes_archive, "to_pdfs", typeset)
    order = a_minutes_order(first.secretary, file_format=FileFormat.PDF)
    make_files(installation.database)
    session.rollback()
    assert (order.state, order.failure) == (OrderState.DONE, None)
    assert order.omissions == [{"meeting": first.meeting.id, "reason": Omission.PAST_LIMITS}]
    assert order.holds == [first.meeting.id, second.meeting.id]

    answers[1] = PdfFailed("refused")
    order = a_minutes_order(first.secretary, file_format=FileFormat.PDF)
    make_files(installation.database)
    session.rollback()
    assert (order.state, order.failure) == (OrderState.FAILED, Failure.TOO_LARGE)
    assert _told(session, first.secretary) == [NoticeKind.FILE_INCOMPLETE, NoticeKind.FILE_FAILED]


def test_b15_whoever_ordered_a_file_is_told_once_what_came_of_it(
    installation: Installation, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    secretary = _secretary_with_an_edition()
    order = an_edition_order(secretary)

    def fails(*_: Any) -> None:
        raise TypesetterFailed("no program")

    with monkeypatch.context() as patched:
        patched.setattr(file_contents, "edition_file", fails)
        make_files(installation.database)
    session.rollback()
    assert (order.failure, order.fault) == (Failure.FAULT, MachineFault.NO_TYPESETTER)
    with transaction():
        order_again(order.id, secretary)
    clock.travel(LEASE)
    make_files(installation.database)
    make_files(installation.database)
    session.rollback()
    assert (order.state, order.fault) == (OrderState.DONE, None)
    assert _told(session, secretary) == [NoticeKind.FILE_FAILED, NoticeKind.FILE_READY]


def test_whoever_ordered_what_ended_worker_after_worker_is_told(session: Session) -> None:
    secretary = _secretary_with_an_edition()
    an_edition_order(secretary)
    for _ in range(MOST_ATTEMPTS + 2):
        with transaction():
            take_next_order()
        clock.travel(LEASE)
    assert _told(session, secretary) == [NoticeKind.FILE_FAILED]


def _without_room() -> Exception:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(OperationalError) as full:
            connection.execute(text("CREATE TABLE more (id INTEGER)"))
    return full.value


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(errno.ENOSPC, "no space left"), MachineFault.STORAGE_FULL),
        (_without_room(), MachineFault.STORAGE_FULL),
        (OperationalError("INSERT", {}, DiskFull()), MachineFault.STORAGE_FULL),
        (TypesetterFailed("no program"), MachineFault.NO_TYPESETTER),
        (OSError(errno.EACCES, "not allowed"), None),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("locked")), None),
        (RuntimeError("a fault"), None),
    ],
)
def test_what_the_machine_lacks_is_named(error: Exception, fault: MachineFault | None) -> None:
    assert why_failed(error) == (Failure.FAULT, fault)


def _secretary_with_an_edition() -> User:
    a_quick_decision()
    an_edition()
    return a_secretary()


def _told(session: Session, person: User) -> list[NoticeKind]:
    of_files = select(Notice.kind).where(Notice.user_id == person.id, Notice.subject_type == "file_orders")
    return list(session.scalars(of_files.order_by(Notice.id)))
