"""A8: what is restored from a backup shows the same tallies and hashes, and sends no mail that went already."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, create_app
from app.clock import now
from app.extensions import Database, db
from app.jobs.backup import back_up
from app.jobs.mail import deliver_mail
from app.models import Council, Decision, OutgoingMail, Round
from app.transaction import transaction
from tests.builders.council import a_council
from tests.builders.meetings import a_full_sitting
from tests.conftest import MONDAY, Installation
from tests.support.mail_server import MailServer, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def original(on_sqlite: Installation) -> Iterator[Installation]:
    """An installation on SQLite with decisions, closed rounds and a mail that waits."""
    on_sqlite.empty()
    with clock.freeze(MONDAY), on_sqlite.database.scope():
        a_council()
        a_full_sitting()
        _a_mail("waits")
        yield on_sqlite


def _a_mail(key: str) -> None:
    with transaction():
        mail = OutgoingMail(
            key=key,
            recipient="person@example.jp",
            subject=key,
            body=key,
            created_at=now(),
            available_at=now(),
        )
        db.session.add(mail)


def _restored(original: Installation, copy: Path) -> tuple[Flask, Database]:
    database = Database(f"sqlite:///{copy}")
    return create_app(original.app.extensions["settings"], database), database


def test_a8_a_restore_shows_the_same_tallies_and_hashes(original: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up(original.database, copy)
    app, database = _restored(original, copy)

    def facts(of: Database) -> list[object]:
        with of.scope() as session:
            heads = session.execute(select(Council.chain_head, Council.chain_length)).all()
            tallies = session.execute(select(Round.id, Round.tally_frozen, Round.result)).all()
            hashes = session.execute(select(Decision.number, Decision.text_hash)).all()
        assert tallies
        assert hashes
        return [*heads, *tallies, *hashes]

    assert facts(database) == facts(original.database)
    for command in ("verify", "recount"):
        answer = app.test_cli_runner().invoke(args=[command])
        assert answer.exit_code == 0, answer.output
    database.dispose()


def test_a8_a_restore_sends_no_mail_that_went_after_the_backup(
    original: Installation, server: MailServer, tmp_path: Path
) -> None:
    settings = replace(original.app.extensions["settings"], smtp_url=server.address)
    copy = tmp_path / "copy.sqlite3"
    assert back_up(original.database, copy) == 1
    assert deliver_mail(original.database, settings) == 1

    _app, restored = _restored(original, copy)
    assert deliver_mail(restored, settings) == 0
    assert len(server.letters) == 1
    with restored.scope():
        _a_mail("new")
    assert deliver_mail(restored, settings) == 1
    restored.dispose()


def test_a8_the_command_backs_up_while_others_work_and_overwrites_nothing(
    original: Installation, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    run = original.app.test_cli_runner().invoke
    first = run(args=["backup", str(copy)])
    assert first.exit_code == 0, first.output
    assert "Mails that a restore will not send: 1." in first.output
    assert [path.name for path in tmp_path.iterdir()] == ["copy.sqlite3"]

    before = copy.read_bytes()
    again = run(args=["backup", str(copy)])
    assert again.exit_code == 1
    assert "is there already" in again.output
    assert copy.read_bytes() == before


def test_a8_after_a_restore_by_other_means_a_command_holds_the_mail_back(
    installation: Installation, session: Session, app: Flask, server: MailServer
) -> None:
    _a_mail("waits")
    session.rollback()
    run = app.test_cli_runner().invoke
    said = [run(args=["withhold-mail"]).output for _ in range(2)]
    assert said == ["Mails held back: 1\n", "Mails held back: 0\n"]

    settings = replace(app.extensions["settings"], smtp_url=server.address)
    assert deliver_mail(installation.database, settings) == 0
    kept = session.scalars(select(OutgoingMail)).one()
    assert (kept.body, kept.sent_at, kept.withheld_at) == ("", None, now())


def test_a8_on_postgresql_the_command_names_the_tool(on_postgresql: Installation, tmp_path: Path) -> None:
    answer = on_postgresql.app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copy")])
    assert answer.exit_code == 1
    assert "pg_dump" in answer.output
