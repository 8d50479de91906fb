"""The pages of inquiries: from a paragraph to a question, its list, its answers, and a difference raised from it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Decision, Inquiry, User
from tests.builders.council import a_domain, a_group, a_member, a_partner, a_person, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.inquiries import QUESTION, a_reply, an_inquiry
from tests.builders.manual import an_edition
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 16


@pytest.fixture
def decision(session: Session) -> Decision:
    """A decision that stands in the first edition."""
    made = a_quick_decision()
    an_edition()
    return made


def test_a_reader_asks_at_a_paragraph_and_the_chapter_shows_it(
    session: Session, signed_in: SignedIn, decision: Decision
) -> None:
    browser, chapter = signed_in(a_person(decision.group.cities[0].city)), "/manual/editions/1/EDU-02"
    anchor = decision.difference.number.lower()
    address = f"/manual/editions/1/paragraphs/{anchor}/ask"
    first = browser.get(chapter)
    assert address in first.text

    refused = browser.post(address, data={"body": "**　**"})
    assert (refused.status_code, "**　**" in refused.text) == (422, True)
    answer = browser.post(address, data={"body": QUESTION})
    session.rollback()  # read what the request has committed
    inquiry = session.scalars(select(Inquiry)).one()
    assert (answer.status_code, answer.location) == (303, f"/inquiries/{inquiry.id}")
    assert "共通の様式を用いる。" in browser.get(answer.location).text
    again = browser.get(chapter, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, "問い合わせ1件" in again.text) == (200, True)


def test_the_list_is_narrowed_by_state_group_paragraph_and_asker(
    session: Session, signed_in: SignedIn, decision: Decision
) -> None:
    asker, secretary = a_member(decision.group, decision.group.cities[0].city), a_secretary()
    an_inquiry(decision, asker, "開いている質問です。")
    a_reply(an_inquiry(decision, secretary, "答えた質問です。"), asker)
    a_reply(an_inquiry(decision, asker, "もう一つの質問です。"), secretary)
    browser, anchor = signed_in(asker), decision.difference.number.lower()
    found = {
        query: [
            words
            for words in ("開いている", "答えた", "もう一つ")
            if words in browser.get(f"/inquiries{query}").text
        ]
        for query in (
            "",
            "?state=open",
            "?state=answered",
            "?mine=1",
            "?group=TAX-01",
            f"?paragraph={anchor}&state=x",
        )
    }

    assert list(found.values()) == [
        ["開いている", "答えた", "もう一つ"],
        ["開いている"],
        ["答えた", "もう一つ"],
        ["開いている", "もう一つ"],
        [],
        ["開いている", "答えた", "もう一つ"],
    ]


def test_a_partner_of_another_group_sees_none(
    session: Session, signed_in: SignedIn, decision: Decision
) -> None:
    inquiry = an_inquiry(decision, a_secretary())
    browser = signed_in(a_partner(a_group([], code="TAX-01", domain=a_domain("TAX", "税"))))

    assert QUESTION not in browser.get("/inquiries").text
    assert browser.get(f"/inquiries/{inquiry.id}").status_code == 404
    assert browser.get(f"/groups/TAX-01/raise?paragraph={inquiry.anchor}").status_code in (403, 404)


def test_a_difference_is_raised_from_a_paragraph_and_from_an_inquiry(
    session: Session, signed_in: SignedIn, decision: Decision
) -> None:
    inquiry = an_inquiry(decision, a_secretary())
    browser, anchor = signed_in(a_secretary()), decision.difference.number.lower()
    page = browser.get(f"/inquiries/{inquiry.id}").text
    address = f"/groups/EDU-02/raise?paragraph={anchor}&inquiry={inquiry.id}"
    assert address.replace("&", "&amp;") in page
    form = browser.get(address).text

    for words in (f"/manual/paragraphs/{anchor}", f"/inquiries/{inquiry.id}", QUESTION, decision.title):
        assert words in form
    made = browser.post(
        address, data={"title": "休日の扱い", "kind": "operation", "why": "休日の扱いが異なる。"}
    )
    assert made.status_code == 303
    assert "休日の扱い" in browser.get(made.location).text


def test_pages_ask_no_more_for_more_inquiries(
    on_sqlite: Installation, session: Session, signed_in: SignedIn, decision: Decision
) -> None:
    browser, secretary = signed_in(a_secretary()), a_secretary()
    inquiry = an_inquiry(decision, secretary)
    paths = ("/inquiries", f"/inquiries/{inquiry.id}")
    few = [_queries(on_sqlite, browser, path) for path in paths]
    for number in range(10):
        an_inquiry(decision, secretary, f"{number}番目の質問です。")
        a_reply(inquiry, secretary, f"{number}番目の答えです。")

    assert [_queries(on_sqlite, browser, path) for path in paths] == few
    assert max(few) <= MOST_QUERIES


def _queries(installation: Installation, browser: FlaskClient, path: str) -> int:
    browser.get(path)
    with counted(installation.database) as statements:
        assert browser.get(path).status_code == 200
    return len(statements)
