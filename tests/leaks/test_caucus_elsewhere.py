"""A1: a caucus is not on the surfaces that are no pages either: notices, outbox, log, errors, commands."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.reminders import send_reminders
from app.domain.positions import PositionKind
from app.extensions import db
from app.models import Base, CaucusEntry, Difference, Event, Notice, OutgoingMail, User
from app.transaction import transaction
from tests.builders.council import a_group, a_partner, a_representative, a_secretary
from tests.builders.differences import a_surveying_difference
from tests.builders.discussion import a_caucus_entry, a_draft_position, a_file
from tests.leaks.visits import PASSING

SECRET = "内々の符牒ほととぎす"
SignedIn = Callable[[User], FlaskClient]


@pytest.fixture
def author(session: Session) -> User:
    """A representative of a city in whose group a difference is surveyed."""
    group = a_group()
    a_surveying_difference(group)
    return a_representative(group, group.cities[0].city)


def _confer(author: User) -> Difference:
    difference = db.session.scalars(select(Difference)).one()
    a_caucus_entry(difference, author, SECRET, files=[a_file(f"{SECRET}.txt", SECRET.encode())])
    a_draft_position(difference, author, PositionKind.OBJECT, SECRET)
    return difference


def test_a1_nobody_gets_a_notice_of_a_caucus(author: User, session: Session) -> None:
    before = session.scalar(select(func.count()).select_from(Notice))
    _confer(author)

    assert session.scalar(select(func.count()).select_from(Notice)) == before


def test_a1_no_mail_is_written_about_a_caucus(author: User, session: Session) -> None:
    _confer(author)

    assert session.scalars(select(OutgoingMail)).all() == []


def test_a1_reminders_say_nothing_of_a_caucus(author: User, session: Session) -> None:
    difference = _confer(author)
    clock.travel(difference.survey_due_at - clock.now())
    with transaction():
        assert send_reminders() == 1

    assert SECRET not in str(session.scalars(select(Notice.facts)).all())


def test_a1_the_event_log_holds_hashes_and_marks_the_city(author: User, session: Session) -> None:
    _confer(author)
    events = session.scalars(select(Event).where(Event.kind.like("caucus_%"))).all()

    assert len(events) == 2
    assert {event.private_city_id for event in events} == {author.city_id}
    assert SECRET not in "".join(f"{event.before} {event.after}" for event in events)


def test_a1_a_caucus_stands_in_no_table_but_its_own(author: User, session: Session) -> None:
    _confer(author)
    holding = [
        name
        for name, column in _texts(session)
        if session.scalar(
            text(f'SELECT count(*) FROM "{name}" WHERE CAST("{column}" AS TEXT) LIKE :said'),
            {"said": f"%{SECRET}%"},
        )
    ]

    assert set(holding) == {"caucus_entries", "caucus_files", "caucus_positions"}


def _texts(session: Session) -> list[tuple[str, str]]:
    """Every column of every table but the contents of files."""
    tables = Base.metadata.sorted_tables
    return [(table.name, c.name) for table in tables for c in table.columns if c.name != "content"]


def test_a1_the_log_of_the_program_says_nothing_of_a_caucus(
    author: User, signed_in: SignedIn, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    difference = session.scalars(select(Difference)).one()
    address = f"/differences/{difference.number}/caucus"
    browser = signed_in(author)
    assert browser.post(address, data={"body": SECRET}).status_code == 303
    assert browser.post(address, data={"body": ""}).status_code == 422
    assert SECRET in browser.get(address).text
    assert SECRET not in caplog.text


def test_a1_an_error_of_the_database_does_not_say_what_was_written(author: User, session: Session) -> None:
    row = {
        "difference_id": 999_999,
        "city_id": author.city_id,
        "author_id": author.id,
        "author_printed": "x",
        "body": SECRET,
        "created_at": clock.now(),
    }
    with pytest.raises(IntegrityError) as failed:
        session.execute(insert(CaucusEntry).values(**row))

    assert SECRET not in str(failed.value)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a1_an_error_page_is_the_same_whether_there_is_a_caucus_or_not(
    method: str, author: User, signed_in: SignedIn, session: Session
) -> None:
    number = session.scalars(select(Difference.number)).one()
    strangers = [signed_in(a_secretary()), signed_in(a_partner(author.roles[0].group))]
    places = [f"/differences/{number}/caucus{rest}" for rest in ("", "/position")]

    def answers() -> list[tuple[int, str]]:
        asked = [getattr(browser, method)(place) for browser in strangers for place in places]
        return [(answer.status_code, PASSING.sub("", answer.text)) for answer in asked]

    before = answers()
    _confer(author)
    assert {status for status, _ in before} == {404}
    assert answers() == before


def test_a1_the_commands_of_an_operator_name_no_caucus(author: User, app: Flask, session: Session) -> None:
    _confer(author)
    session.rollback()
    run = app.test_cli_runner().invoke
    said = "".join(run(args=[command]).output for command in ("verify", "recount", "remind", "close-rounds"))

    assert said
    assert SECRET not in said
    assert "caucus" not in said
