"""The page of the search: the box on every page, hits with their places, kinds, pages, and nothing unsafe (A6)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.differences import a_difference, a_practice
from tests.builders.discussion import a_comment
from tests.builders.manual import a_decision, a_section, a_text, an_edition
from tests.builders.meetings import a_meeting
from tests.builders.proposals import a_difference_on_the_table
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_a6_every_page_has_the_box(signed_in: SignedIn, session: Session) -> None:
    page = signed_in(a_secretary()).get("/").text
    assert 'action="/search"' in page
    assert 'name="q"' in page


def test_a6_hits_lead_to_where_the_words_stand(signed_in: SignedIn, session: Session) -> None:
    group = a_group()
    decision = a_decision(group)
    a_text(a_section(group), title="発送の目的", body="就学通知の発送をそろえる。")
    an_edition()
    difference = a_difference_on_the_table(group)
    city = group.cities[0].city
    comment = a_comment(difference, a_representative(group, city), body="発送の費用を確かめたい。")
    meeting = a_meeting(group, a_secretary(), title="発送を話し合う会議")
    browser = signed_in(a_secretary())
    page = browser.get("/search?q=発送").text

    for address in (
        f'href="/differences/{difference.number}/proposals/1"',
        f'href="/comments/{comment.id}"',
        f'href="/decisions/{decision.id}"',
        f'href="/meetings/{meeting.id}"',
        f'href="/manual/editions/1/{group.code}#',
    ):
        assert address in page, address
    assert "<mark>発送</mark>の費用を確かめたい。" in page
    for path in (f"/comments/{comment.id}", f"/manual/editions/1/{group.code}", f"/meetings/{meeting.id}"):
        assert browser.get(path, follow_redirects=True).status_code == 200


def test_a6_one_kind_is_shown_and_the_others_are_counted(signed_in: SignedIn, session: Session) -> None:
    difference = a_difference(title="督促状の発送日")
    a_comment(difference, a_secretary(), body="督促の件数を知りたい。")
    browser = signed_in(a_secretary())
    page = browser.get("/search?q=督促&kind=comment").text

    assert "の件数を知りたい。" in page
    assert (
        "の発送日</a></h2>" not in page.replace("<mark>", "").split('<ol class="hits">')[1].split("の件数")[1]
    )
    assert 'kind=difference">差異<span class="count">1</span>' in page
    assert browser.get("/search?q=督促&kind=nonsense").status_code == 200


def test_a6_a_practice_names_its_city(signed_in: SignedIn, session: Session) -> None:
    difference = a_difference()
    a_practice(difference, difference.group.cities[1].city, "督促は二十日後に行う。")
    page = signed_in(a_secretary()).get("/search?q=督促").text
    assert f'href="/differences/{difference.number}#practices"' in page
    assert "三鷹市" in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "　",
        "%00",
        "%25",
        "_",
        "・",
        "\"'--",
        "<script>",
        "a" * 5_000,
        "' OR 1=1",
        "AND NOT *",
        "就学 " * 90,
    ],
)
def test_a6_anything_can_be_typed(signed_in: SignedIn, session: Session, query: str) -> None:
    a_difference()
    answer = signed_in(a_secretary()).get(f"/search?q={query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_texts_are_escaped_around_their_marks(signed_in: SignedIn, session: Session) -> None:
    a_difference(title="督促<b>状</b>の日")
    page = signed_in(a_secretary()).get("/search?q=督促").text
    assert "<mark>督促</mark>&lt;b&gt;" in page


def test_a6_the_page_asks_as_much_for_a_hundred_hits_as_for_ten(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    group = a_group()
    difference = a_difference(group)
    speaker = a_secretary()
    browser = signed_in(speaker)
    for place in range(10):
        a_comment(difference, speaker, body=f"督促の件{place}")
    browser.get("/search?q=督促")
    with counted(installation.database) as few:
        browser.get("/search?q=督促")
    for place in range(20):
        a_comment(difference, speaker, body=f"督促の件{place}")
    with counted(installation.database) as many:
        page = browser.get("/search?q=督促").text

    assert len(few) == len(many) < 20
    assert "30件" in page
    assert "督促</mark>の件" in browser.get("/search?q=督促&page=2").text
