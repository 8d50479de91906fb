"""The frame of every page: headers, language, and what an unknown address answers."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from tests.builders.council import a_group, a_secretary


def test_every_answer_carries_a_strict_policy(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_b27_every_page_says_that_its_times_are_those_of_japan(client: FlaskClient) -> None:
    for language, said in (
        ("ja", "時刻は日本標準時（JST）です。"),
        ("en", "All times are Japan Standard Time (JST)."),
    ):
        client.set_cookie("language", language)
        assert said in client.get("/no-such-page").text


def test_the_language_follows_the_browser_and_the_cookie(client: FlaskClient) -> None:
    english = client.get("/no-such-page", headers={"Accept-Language": "en"})
    client.set_cookie("language", "ja")
    japanese = client.get("/no-such-page", headers={"Accept-Language": "en"})

    assert '<html lang="en"' in english.text
    assert '<html lang="ja"' in japanese.text


def test_a_nul_character_in_an_address_is_left_out(
    session: Session, signed_in: Callable[[User], FlaskClient]
) -> None:
    browser, group = signed_in(a_secretary()), a_group()

    for address in (f"/groups/{group.code}%00", f"/differences?text=%00&group={group.code}%00"):
        assert browser.get(address).status_code == 200, address


def test_a_nul_character_in_a_form_is_left_out(
    session: Session, signed_in: Callable[[User], FlaskClient]
) -> None:
    browser, group = signed_in(a_secretary()), a_group()

    typed = {"title": "窓口の\0受付", "kind": "operation", "why": "\0市ごとに違う", "key": "一"}
    answer = browser.post(f"/groups/{group.code}/raise", data=typed)
    assert answer.status_code == 303, answer.text
    assert "窓口の受付" in browser.get(answer.location).text
