"""Delivering the outbox: once, with pauses after failures, by one worker at a time (A8)."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.mail import LONGEST_WAIT, MOST_ATTEMPTS, claim_next_mail
from app.config import Settings
from app.extensions import db
from app.jobs.mail import deliver_mail
from app.models import OutgoingMail
from app.transaction import transaction
from tests.conftest import Installation
from tests.support.mail_server import MailServer, mail_server
from tests.support.races import race


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def test_a_mail_goes_once_in_japanese_and_its_text_is_forgotten(
    installation: Installation, session: Session, server: MailServer
) -> None:
    _a_mail("招待のお知らせ", "次のリンクを開いてください。\nhttp://localhost/invitation/秘密")
    settings = _settings(installation, server)
    assert [deliver_mail(installation.database, settings) for _ in range(2)] == [1, 0]

    letter = email.message_from_string(server.letters[0], policy=email.policy.default)
    assert len(server.letters) == 1
    assert (letter["To"], letter["From"]) == ("person@example.jp", "council@example.jp")
    assert letter["Subject"] == "招待のお知らせ"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@example.jp>")
    body = letter.get_body()
    assert body is not None
    assert "秘密" in body.get_content()
    kept = session.scalars(select(OutgoingMail)).one()
    assert (kept.sent_at, kept.body, kept.attempts) == (clock.now(), "", 1)


def test_without_a_mail_server_everything_waits(installation: Installation, session: Session) -> None:
    _a_mail()
    assert deliver_mail(installation.database, _settings(installation, None)) == 0
    assert session.scalars(select(OutgoingMail.attempts)).one() == 0


def test_a_mail_that_has_waited_for_fourteen_days_never_goes(
    installation: Installation, session: Session, server: MailServer
) -> None:
    _a_mail()
    clock.travel(LONGEST_WAIT)
    assert deliver_mail(installation.database, _settings(installation, server)) == 0


def test_what_fails_is_tried_again_after_growing_pauses(
    installation: Installation, session: Session, server: MailServer
) -> None:
    _a_mail()
    settings = _settings(installation, server)
    server.refuses = True
    deliver = [deliver_mail(installation.database, settings) for _ in range(2)]
    assert deliver == [0, 0]
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.attempts, mail.sent_at) == (1, None)
    assert "SMTPRecipientsRefused" in mail.last_error
    assert mail.body != ""

    server.refuses = False
    clock.travel(timedelta(seconds=59))
    assert deliver_mail(installation.database, settings) == 0
    clock.travel(timedelta(seconds=1))
    assert deliver_mail(installation.database, settings) == 1
    session.rollback()
    assert mail.last_error == ""


def test_a_server_that_does_not_answer_is_a_failure_like_any_other(
    installation: Installation, session: Session
) -> None:
    _a_mail()
    nobody = MailServer("smtp://127.0.0.1:1")
    assert deliver_mail(installation.database, _settings(installation, nobody)) == 0
    assert "ConnectionRefusedError" in session.scalars(select(OutgoingMail.last_error)).one()


def test_after_many_failures_nobody_tries_any_more(
    installation: Installation, session: Session, server: MailServer
) -> None:
    _a_mail()
    server.refuses = True
    settings = _settings(installation, server)
    for _ in range(MOST_ATTEMPTS + 3):
        deliver_mail(installation.database, settings)
        clock.travel(timedelta(hours=6))
    assert session.scalars(select(OutgoingMail.attempts)).one() == MOST_ATTEMPTS


@pytest.mark.race
def test_a_mail_is_claimed_by_one_of_many_workers(installation: Installation, session: Session) -> None:
    mail = _a_mail()

    def claim() -> int | None:
        claimed = claim_next_mail()
        return claimed.id if claimed else None

    assert sorted(race(installation.database, [claim] * 5), key=str) == [mail.id, *[None] * 4]


def _a_mail(subject: str = "お知らせ", body: str = "本文") -> OutgoingMail:
    mail = OutgoingMail(
        key="one",
        recipient="person@example.jp",
        subject=subject,
        body=body,
        created_at=clock.now(),
        available_at=clock.now(),
    )
    with transaction():
        db.session.add(mail)
    return mail


def _settings(installation: Installation, server: MailServer | None) -> Settings:
    settings: Settings = installation.app.extensions["settings"]
    return replace(settings, smtp_url=server.address if server else None, mail_from="council@example.jp")
