"""The coming edition on its page: what it brings, what waits, what is wrong by name; and the form that publishes it."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.domain.calendar import tokyo_date
from app.domain.workflow import Stage
from app.models import Edition, User
from app.queries.manual import coming_build
from app.transaction import transaction
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_later_decision, a_section, a_text, an_edition

SignedIn = Callable[[User], FlaskClient]
NOTE = "就学通知の発送時期を加えた。"


def test_the_page_tells_what_is_added_changed_and_removed(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    decision, text = a_quick_decision(group), a_text(a_section(group), "廃止する案内")
    an_edition()
    a_later_decision(decision, body="就学通知は、二月末日までに発送する。")
    added = a_quick_decision(group, title="就学援助の申請を通年で受け付ける")
    with transaction():
        session.delete(session.merge(text))
    shown = signed_in(a_secretary()).get("/manual/coming").text

    for words in (added.title, "廃止する案内", decision.number, "<ins>", "<del>"):
        assert words in shown, words


def test_publishing_leads_to_the_edition(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    browser = signed_in(a_secretary())
    answer = _cut(browser)

    assert (answer.status_code, answer.location) == (303, "/manual/editions/1")
    assert "第1版を発行しました。" in browser.get(answer.location).text
    session.rollback()
    assert decision.difference.stage is Stage.PUBLISHED
    assert "差異" in browser.get(f"/differences/{decision.difference.number}").text


def test_an_incomplete_form_keeps_what_was_typed(session: Session, signed_in: SignedIn) -> None:
    a_quick_decision()
    browser = signed_in(a_secretary())
    tomorrow = (tokyo_date(clock.now()) + timedelta(days=1)).isoformat()
    for typed, words in (
        ({"note": "", "published_on": "2026-11-20"}, "2026-11-20"),
        ({"note": "この文章は残る", "published_on": tomorrow}, "この文章は残る"),
        ({"note": "この文章は残る", "published_on": "x"}, "この文章は残る"),
        ({"note": "あ" * 1001}, "あ" * 1001),
    ):
        answer = _cut(browser, **typed)
        assert answer.status_code == 422, typed
        assert words in answer.text
    assert session.scalars(select(Edition)).all() == []


def test_m2_a_text_without_a_decision_is_named_and_leads_to_its_page(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    text = a_text(a_section(decision.group), "届出の期限", normative=True)
    browser = signed_in(a_secretary())
    shown = browser.get("/manual/coming").text

    assert "EDU-02 届出の期限" in shown
    assert f'href="/manual/texts/{text.id}"' in shown
    assert "この版を発行する" not in shown
    answer = _cut(browser)
    assert answer.status_code == 409
    assert "届出の期限" in answer.text


def test_b22_what_waits_is_named_with_the_cities(session: Session, signed_in: SignedIn) -> None:
    waiting = a_quick_decision(letters="aca")
    shown = signed_in(a_secretary()).get("/manual/coming").text

    assert waiting.number in shown
    assert "三鷹市の付帯意見" in shown
    assert "まだ発行できるものがありません" in shown


def test_nothing_new_has_no_button_but_its_reason(session: Session, signed_in: SignedIn) -> None:
    a_quick_decision()
    an_edition()
    shown = signed_in(a_secretary()).get("/manual/coming").text

    assert "直近の版と同じ内容です" in shown
    assert "この版を発行する" not in shown


def test_l2_what_somebody_else_changed_is_not_published_unread(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    seen = coming_build().content_hash
    a_text(a_section(decision.group))
    answer = _cut(signed_in(a_secretary()), seen=seen)

    assert answer.status_code == 409
    assert session.scalars(select(Edition)).all() == []


def test_others_read_what_is_coming_and_publish_nothing(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    browser = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    shown = browser.get("/manual/coming").text

    assert decision.title in shown
    assert "この版を発行する" not in shown
    assert _cut(browser).status_code == 403


def _cut(browser: FlaskClient, **typed: str) -> TestResponse:
    """Send the form as the page shows it at this moment, with what is typed over it."""
    form = {"note": NOTE, "seen": coming_build().content_hash, "key": "", **typed}
    return browser.post("/manual/coming", data=form)
