"""Ordering a chapter on its pages: sections, texts, places; nothing typed is lost."""

from collections.abc import Callable

from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.events import EventKind
from app.models import Event, ManualPlacement, ManualSection, ManualText, User
from app.queries.manual.structure import state_of
from tests.builders.council import a_group, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_section, a_text, an_edition, placed

SignedIn = Callable[[User], FlaskClient]


def test_a_chapter_is_ordered_from_its_page(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    browser, number = signed_in(a_secretary()), decision.difference.number
    made = browser.post("/manual/structure/EDU-02/sections", data={"title": "はじめに"})
    assert made.location == "/manual/structure/EDU-02"
    session.rollback()
    section = session.scalars(select(ManualSection)).one()
    put = browser.post("/manual/structure/EDU-02/place", data={"number": number, "section_id": section.id})
    assert put.location == f"/manual/structure/EDU-02#{number.lower()}"
    written = browser.post(
        f"/manual/sections/{section.id}/texts/new", data={"title": "目的", "body": "この章の目的。"}
    )
    assert written.location == f"/manual/structure/EDU-02#{section.anchor}"
    moved = browser.post(f"/manual/sections/{section.id}/move", data={"way": "up", "entry": "edu-02-t1"})
    assert moved.status_code == 303
    renamed = browser.post(f"/manual/sections/{section.id}", data={"title": "総則"})
    assert renamed.status_code == 303

    shown = browser.get("/manual/structure/EDU-02").text
    assert shown.index("目的") < shown.index(f'id="{number.lower()}"')
    assert "総則" in shown
    session.rollback()
    assert session.scalars(select(ManualPlacement)).one().section_id == section.id


def test_a_text_is_changed_and_taken_out(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    text = a_text(a_section(decision.group))
    browser = signed_in(a_secretary())
    page = browser.get(f"/manual/texts/{text.id}")
    assert text.body in page.text
    typed = {"title": "期限", "body": "届出は七日以内とする。", "normative": "y", "decision_id": decision.id}
    saved = browser.post(f"/manual/texts/{text.id}", data={**typed, "seen": state_of(text)})
    assert saved.status_code == 303
    session.rollback()
    assert (text.title, text.normative, text.decision_id) == ("期限", True, decision.id)

    assert "次の版からこの文章を外しますか" in browser.get(f"/manual/texts/{text.id}/remove").text
    text_id, section_id = text.id, text.section_id
    assert browser.post(f"/manual/texts/{text_id}/remove").status_code == 303
    session.rollback()
    assert session.scalars(select(ManualText)).all() == []
    assert browser.get(f"/manual/texts/{text_id}").status_code == 404
    assert browser.post(f"/manual/sections/{section_id}/remove").status_code == 303


def test_a_colleague_who_was_first_takes_nothing_of_what_was_typed(
    session: Session, signed_in: SignedIn
) -> None:
    text = a_text(a_section(a_group()))
    browser, seen = signed_in(a_secretary()), state_of(text)
    browser.post(f"/manual/texts/{text.id}", data={"title": "目的", "body": "先に改めた本文", "seen": seen})
    late = browser.post(
        f"/manual/texts/{text.id}", data={"title": "目的", "body": "後の<b>本文", "seen": seen}
    )

    assert late.status_code == 422
    assert "先に改めた本文" in late.text
    assert "後の&lt;b&gt;本文" in late.text
    session.rollback()
    assert text.body == "先に改めた本文"
    again = browser.post(
        f"/manual/texts/{text.id}", data={"title": "目的", "body": "合わせた本文", "seen": state_of(text)}
    )
    assert again.status_code == 303


def test_incomplete_forms_come_back_with_what_was_typed(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    text = a_text(a_section(decision.group))
    browser = signed_in(a_secretary())
    long = "あ" * 121
    for path, typed, kept in (
        ("/manual/structure/EDU-02/sections", {"title": long}, long),
        (f"/manual/sections/{text.section_id}", {"title": long}, long),
        (f"/manual/sections/{text.section_id}/texts/new", {"title": "残る題", "body": " 　"}, "残る題"),
        (f"/manual/texts/{text.id}", {"title": "残る題", "body": "", "seen": state_of(text)}, "残る題"),
        ("/manual/structure/EDU-02/place", {"number": decision.difference.number, "section_id": "99"}, ""),
        (f"/manual/sections/{text.section_id}/move", {"way": "sideways"}, ""),
    ):
        answer = browser.post(path, data=typed)
        assert answer.status_code == 422, path
        assert kept in answer.text, path


def test_a_section_with_something_in_it_stays_and_says_why(session: Session, signed_in: SignedIn) -> None:
    text = a_text(a_section(a_group()))
    answer = signed_in(a_secretary()).post(f"/manual/sections/{text.section_id}/remove")

    assert answer.status_code == 409
    assert "この節には文章か決定が残っています" in answer.text


def test_acts_on_a_chapter_have_their_words_on_the_page_of_the_group(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    section = a_section(decision.group)
    a_text(section)
    placed(decision, section)
    shown = signed_in(a_secretary()).get("/groups/EDU-02").text

    for words in ("節を作りました", "文章を加えました", "決定を置く節を改めました"):
        assert words in shown, words


def test_an_edition_has_its_words_in_the_history(app: Flask, session: Session) -> None:
    group = a_group()
    a_quick_decision(group)
    waiting = a_quick_decision(group, "aca")
    an_edition()
    event = session.scalars(select(Event).where(Event.kind == EventKind.EDITION_CUT)).one()
    with app.test_request_context():
        shown = render_template("timeline/edition_cut.html", event=event)

    assert 'href="/manual/editions/1"' in shown
    assert f"対応待ち：{waiting.number}" in shown
