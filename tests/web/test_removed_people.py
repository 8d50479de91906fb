"""A2: whoever is removed is out at once, by every kind of access: session, page, file, form, completion, link."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.people import PersonFields, change_person, close_account, reopen_account
from app.actions.people_roles import end_role
from app.models import Comment, Difference, User
from app.queries.accounts import password_matches
from app.transaction import transaction
from tests.builders.accounts import a_link, a_person_with_password
from tests.builders.council import a_group, a_partner, a_person, a_secretary, three_cities
from tests.builders.differences import a_proposing_difference
from tests.builders.discussion import a_comment, a_file

SignedIn = Callable[[User], FlaskClient]
NEW = "a quite different phrase"


@dataclass(frozen=True)
class Place:
    """A partner of a group, who reads what stands in it and nothing else, and what there is to read."""

    partner: User
    secretary: User
    difference: Difference
    comment: Comment


@pytest.fixture
def place(session: Session) -> Place:
    group = a_group(three_cities())
    difference = a_proposing_difference(group)
    return Place(a_partner(group), a_secretary(), difference, a_comment(difference, files=[a_file()]))


def _reply(browser: FlaskClient, place: Place) -> int:
    return browser.post(
        f"/comments/{place.comment.id}/replies", data={"body": "遅れて届いた返信"}
    ).status_code


def _get(address: str) -> Callable[[FlaskClient, Place], int]:
    def ask(browser: FlaskClient, place: Place) -> int:
        file = place.comment.files[0]
        known = {
            "number": place.difference.number,
            "comment": place.comment.id,
            "file": f"{file.id}/{file.filename}",
            "group": place.difference.group.code,
        }
        return browser.get(address.format(**known)).status_code

    return ask


ACCESSES: dict[str, Callable[[FlaskClient, Place], int]] = {
    "a page": _get("/differences/{number}"),
    "a thread": _get("/comments/{comment}"),
    "a file by its link": _get("/attachments/{file}"),
    "the completion of names": _get("/differences/{number}/mentions?q="),
    "a group": _get("/groups/{group}"),
    "a form that was open": _reply,
}


def _end_role(place: Place) -> None:
    with transaction():
        end_role(place.partner.roles[0].id, place.secretary)


def _close(place: Place) -> None:
    with transaction():
        close_account(place.partner.id, place.secretary)


@pytest.mark.parametrize("access", ACCESSES)
@pytest.mark.parametrize(("remove", "answer"), [(_end_role, {403, 404}), (_close, {302})])
def test_a2_removing_a_person_ends(
    access: str,
    remove: Callable[[Place], None],
    answer: set[int],
    place: Place,
    signed_in: SignedIn,
    session: Session,
) -> None:
    browser = signed_in(place.partner)
    assert ACCESSES[access](browser, place) in (200, 303)
    session.rollback()
    said = session.scalar(select(func.count()).select_from(Comment))
    remove(place)

    assert ACCESSES[access](browser, place) in answer
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Comment)) == said


def test_a2_a_session_does_not_come_back_with_the_account(
    place: Place, signed_in: SignedIn, session: Session
) -> None:
    browser = signed_in(place.partner)
    _close(place)
    with transaction():
        reopen_account(place.partner.id, place.secretary)

    assert browser.get("/account").status_code == 302


@pytest.mark.parametrize("purpose", ["invitation", "reset"])
@pytest.mark.parametrize("how", ["closed", "moved to another address"])
def test_a2_a_link_to_set_a_password_ends(
    purpose: str, how: str, client: FlaskClient, session: Session
) -> None:
    person = a_person() if purpose == "invitation" else a_person_with_password()
    secretary = a_secretary()
    token = a_link(person)
    assert client.get(f"/set-password/{token}").status_code == 200
    with transaction():
        if how == "closed":
            close_account(person.id, secretary)
        else:
            change_person(
                person.id, secretary, PersonFields("another@example.jp", person.post, organisation="会社")
            )
    fields = {"password": NEW, "again": NEW}

    assert client.get(f"/set-password/{token}").status_code == 410
    assert client.post(f"/set-password/{token}", data=fields).status_code == 410
    session.expire_all()
    assert not password_matches(session.get_one(User, person.id), NEW)
