"""Signing in and out, links to set a password, the own account (A2)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.actions import people
from app.config import Mode
from app.domain.accounts import FAILURES_PER_ACCOUNT
from app.models import User
from app.transaction import transaction
from tests.builders.accounts import PASSWORD, a_link, a_person_with_password, mails
from tests.builders.council import a_city, a_group, a_person, a_representative, a_secretary

NEW = "a quite different phrase"
SignedIn = Callable[[User], FlaskClient]


def _sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def _is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.fixture
def demo(app: Flask) -> Iterator[None]:
    """The application as a demo runs it."""
    usual = app.extensions["settings"]
    app.extensions["settings"] = replace(usual, mode=Mode.DEMO)
    yield
    app.extensions["settings"] = usual


def test_address_and_password_open_the_site_and_one_comes_where_one_wanted(
    client: FlaskClient, session: Session
) -> None:
    person = a_person_with_password()
    sent_away = client.get("/account?x=1")
    assert sent_away.status_code == 302
    assert sent_away.location == "/sign-in?next=/account?x%3D1"
    page = client.get(sent_away.location)
    assert 'value="/account?x=1"' in page.text

    answer = _sign_in(client, person.email.upper(), next="/account?x=1")

    assert (answer.status_code, answer.location) == (303, "/account?x=1")
    assert _is_signed_in(client)
    assert client.get("/sign-in").status_code == 302


def test_the_session_is_a_new_one_and_lasts(client: FlaskClient, session: Session) -> None:
    person = a_person_with_password()
    with client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    _sign_in(client, person.email)

    with client.session_transaction() as kept:
        assert "planted" not in kept
        assert kept.permanent


def test_who_has_no_account_learns_nothing(client: FlaskClient, session: Session) -> None:
    known, closed = a_person_with_password(), a_person_with_password(active=False)
    pages = []
    for email in (known.email, "nobody@example.jp", closed.email, a_person().email):
        answer = _sign_in(client, email, "a wrong password")
        assert answer.status_code == 422
        assert f'value="{email}"' in answer.text
        pages.append(answer.text.replace(email, "").split("<main")[1])

    assert len(set(pages)) == 1
    assert not _is_signed_in(client)


def test_a_form_without_a_password_keeps_the_address(client: FlaskClient, session: Session) -> None:
    answer = _sign_in(client, "who@example.jp", "")
    assert answer.status_code == 422
    assert 'value="who@example.jp"' in answer.text


def test_too_many_attempts_get_a_page_that_says_when(client: FlaskClient, session: Session) -> None:
    person = a_person_with_password()
    for _ in range(FAILURES_PER_ACCOUNT):
        assert _sign_in(client, person.email, "a wrong password").status_code == 422

    answer = _sign_in(client, person.email)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "9:15" in answer.text
    clock.travel(timedelta(minutes=15))
    assert _sign_in(client, person.email).status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "javascript:alert(1)",
        "elsewhere.example",
        " //elsewhere.example",
        "",
    ],
)
def test_no_way_leads_to_another_site(client: FlaskClient, session: Session, demo: None, target: str) -> None:
    person = a_person_with_password()
    for answer in (
        client.post("/language", data={"locale": "en", "next": target}),
        _sign_in(client, person.email, next=target),
        client.get("/sign-in", query_string={"next": target}),
        client.post(f"/demo-sign-in/{person.id}", data={"next": target}),
    ):
        assert answer.status_code in (302, 303)
        assert answer.location == "/"


def test_signing_out_ends_the_session_here(signed_in: SignedIn, session: Session) -> None:
    browser = signed_in(a_person())
    assert browser.get("/sign-out").status_code == 404
    assert _is_signed_in(browser)

    answer = browser.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not _is_signed_in(browser)


def test_a2_signing_out_everywhere_ends_every_session(signed_in: SignedIn, session: Session) -> None:
    person = a_person()
    here, there = signed_in(person), signed_in(person)
    assert here.get("/account/sign-out-everywhere").status_code == 200
    assert _is_signed_in(there)

    here.post("/account/sign-out-everywhere")

    assert not _is_signed_in(here)
    assert there.get("/account").location == "/sign-in?next=/account"


def test_a2_a_closed_account_is_out_at_the_next_request(signed_in: SignedIn, session: Session) -> None:
    person, secretary = a_person(a_city()), a_secretary()
    browser = signed_in(person)
    assert _is_signed_in(browser)
    with transaction():
        people.close_account(person.id, secretary)

    assert browser.get("/account").status_code == 302
    assert browser.post("/account/language", data={"locale": "en"}).status_code == 302


def test_the_language_is_kept_on_this_computer(client: FlaskClient, session: Session) -> None:
    answer = client.post("/language", data={"locale": "en", "next": "/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert '<html lang="en"' in client.get("/sign-in").text

    client.post("/language", data={"locale": "fr"})
    assert '<html lang="en"' in client.get("/sign-in").text


def test_the_language_of_the_account_counts_where_the_computer_has_none(
    signed_in: SignedIn, session: Session
) -> None:
    person = a_person()
    browser = signed_in(person)
    assert browser.post("/account/language", data={"locale": "en"}).status_code == 303
    assert browser.get_cookie("language").value == "en"
    assert browser.post("/account/language", data={"locale": ""}).status_code == 303
    assert browser.get_cookie("language") is None
    assert browser.post("/account/language", data={"locale": "fr"}).status_code == 422

    session.refresh(person)
    assert person.locale is None


def test_the_password_is_changed_with_the_current_one(signed_in: SignedIn, session: Session) -> None:
    person = a_person_with_password()
    here, there = signed_in(person), signed_in(person)
    assert here.get("/account/password").status_code == 200

    def change(current: str, new: str, again: str = "") -> TestResponse:
        fields = {"current": current, "new_password": new, "again": again or new}
        return here.post("/account/password", data=fields)

    assert change("not this one", NEW).status_code == 422
    assert change(PASSWORD, "short").status_code == 422
    assert change(PASSWORD, NEW, "another phrase").status_code == 422
    assert _is_signed_in(there)

    assert change(PASSWORD, NEW).status_code == 303
    assert _is_signed_in(here)
    assert not _is_signed_in(there)


def test_guessing_the_current_password_is_slowed_down_too(signed_in: SignedIn, session: Session) -> None:
    person = a_person_with_password()
    browser = signed_in(person)
    fields = {"current": "a guess", "new_password": NEW, "again": NEW}
    answers = [browser.post("/account/password", data=fields) for _ in range(FAILURES_PER_ACCOUNT + 1)]
    assert [answer.status_code for answer in answers] == [422] * FAILURES_PER_ACCOUNT + [429]


def test_an_invitation_lets_a_person_in_once(client: FlaskClient, session: Session) -> None:
    person = a_person(a_city())
    token = a_link(person)
    for _ in range(2):
        assert person.email in client.get(f"/set-password/{token}").text
    refused = client.post(f"/set-password/{token}", data={"password": "short", "again": "short"})
    assert refused.status_code == 422

    answer = client.post(f"/set-password/{token}", data={"password": NEW, "again": NEW})

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert _sign_in(client, person.email, NEW).status_code == 303
    for again in (
        client.get(f"/set-password/{token}"),
        client.post(f"/set-password/{token}", data={"password": PASSWORD, "again": PASSWORD}),
    ):
        assert again.status_code == 410


def test_a_made_up_and_an_expired_link_open_nothing(client: FlaskClient, session: Session) -> None:
    token = a_link(a_person())
    clock.travel(timedelta(days=14))
    for address in (f"/set-password/{token}", "/set-password/made-up"):
        assert client.get(address).status_code == 410
        assert client.post(address, data={"password": NEW, "again": NEW}).status_code == 410


def test_a_link_by_mail_comes_from_the_settings_and_tells_nobody_who_has_an_account(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    person = a_person_with_password()
    pages = []
    for email in (person.email, "nobody@example.jp"):
        answer = client.post("/forgotten-password", data={"email": email}, headers={"Host": "forged.example"})
        pages.append((answer.status_code, answer.text.replace(email, "").split("<main")[1]))

    assert len(set(pages)) == 1
    session.rollback()
    (mail,) = mails()
    assert mail.recipient == person.email
    assert "http://localhost/set-password/" in mail.body
    assert "forged" not in mail.body


def test_where_no_mail_is_sent_the_page_says_whom_to_ask(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    assert 'name="email"' not in client.get("/forgotten-password").text
    usual = app.extensions["settings"]
    app.extensions["settings"] = replace(usual, smtp_url="smtp://localhost")
    try:
        assert 'name="email"' in client.get("/forgotten-password").text
    finally:
        app.extensions["settings"] = usual


def test_outside_a_demo_there_are_no_demo_accounts(client: FlaskClient, session: Session) -> None:
    person = a_person()
    assert "demo-sign-in" not in client.get("/sign-in").text
    assert client.post(f"/demo-sign-in/{person.id}").status_code == 404
    assert not _is_signed_in(client)


def test_a_demo_offers_everybody_by_one_click(client: FlaskClient, session: Session, demo: None) -> None:
    group = a_group()
    person = a_representative(group, group.cities[0].city)
    secretary, closed = a_secretary(), a_person(active=False)
    page = client.get("/sign-in").text

    assert f"/demo-sign-in/{person.id}" in page
    assert page.index(f"/demo-sign-in/{secretary.id}") < page.index(f"/demo-sign-in/{person.id}")
    assert f"/demo-sign-in/{closed.id}" not in page
    assert client.post(f"/demo-sign-in/{closed.id}").status_code == 404
    assert client.post("/demo-sign-in/999").status_code == 404

    answer = client.post(f"/demo-sign-in/{person.id}", data={"next": "/account"})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "EDU-02" in client.get("/account").text
