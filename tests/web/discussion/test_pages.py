"""The pages of the discussion: what is shown, sent and kept when it is refused."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.discussion import CommentKind
from app.domain.markdown import headings
from app.models import Comment, Mention, TakeHomeItem, User
from tests.builders.ballots import a_ballot
from tests.builders.council import a_group, a_member, a_partner, a_representative, a_secretary
from tests.builders.differences import a_difference
from tests.builders.discussion import PDF, a_comment, a_concern, a_reply, a_settled_concern, a_take_home_item
from tests.builders.proposals import a_difference_on_the_table, a_proposal_on_the_table

SignedIn = Callable[[User], FlaskClient]


def test_a_thread_begins_at_the_place_that_the_address_chose(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference_on_the_table()
    proposal = a_proposal_on_the_table(difference)
    place = f"{proposal.id}:{headings(proposal.current.body)[0].anchor}"
    author = a_representative(difference.group, difference.group.cities[0].city)
    called = a_member(difference.group, difference.group.cities[1].city)
    browser = signed_in(author)
    address = f"/differences/{difference.number}/discussion/new?kind=concern&place={place}"

    page = browser.get(address)
    assert f'selected value="{place}"' in page.text
    answer = browser.post(
        address,
        data={"kind": "concern", "place": place, "body": "**期限**が短い。", "mentions": [str(called.id)]},
    )

    session.rollback()  # read what the request has committed
    comment = session.scalars(select(Comment)).one()
    assert (answer.status_code, answer.location) == (303, f"/comments/{comment.id}#comment-{comment.id}")
    assert (comment.kind, comment.proposal_id) == (CommentKind.CONCERN, proposal.id)
    assert session.scalars(select(Mention.user_id)).all() == [called.id]
    shown = browser.get(f"/comments/{comment.id}").text
    assert "<strong>期限</strong>" in shown
    assert f'id="comment-{comment.id}"' in shown


def test_what_was_typed_stays_when_a_comment_is_refused(session: Session, signed_in: SignedIn) -> None:
    difference, author = a_difference(), a_secretary()
    called = a_member(difference.group, difference.group.cities[0].city)
    answer = signed_in(author).post(
        f"/differences/{difference.number}/discussion/new",
        data={
            "kind": "question",
            "body": "様式を<b>添付</b>します。",
            "mentions": [str(called.id)],
            "files": (_stream(b"MZ"), "様式.exe"),
        },
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert "様式を&lt;b&gt;添付&lt;/b&gt;します。" in answer.text
    assert re.search(rf'<input checked[^>]*value="{called.id}"', answer.text)
    assert "「様式.exe」は、添付できない種類のファイルです。" in answer.text
    assert "もう一度選んでください" in answer.text
    session.rollback()  # read what the request has committed
    assert session.scalars(select(Comment)).all() == []


def test_a_heading_that_vanished_meanwhile_is_refused_in_words(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference_on_the_table()
    proposal = a_proposal_on_the_table(difference)
    answer = signed_in(a_secretary()).post(
        f"/differences/{difference.number}/discussion/new",
        data={"kind": "comment", "place": f"{proposal.id}:s-000000000000", "body": "本文"},
    )

    assert answer.status_code == 422
    assert "本文" in answer.text


def test_during_a_ballot_the_form_offers_no_concern(session: Session, signed_in: SignedIn) -> None:
    ballot = a_ballot()
    browser = signed_in(ballot.voice(0))
    address = f"/differences/{ballot.difference.number}/discussion/new"

    assert 'value="concern"' not in browser.get(address).text
    assert browser.post(address, data={"kind": "concern", "body": "懸念がある。"}).status_code == 422


def test_a_reply_has_an_address_that_leads_into_its_thread(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    thread = a_comment(difference)
    browser = signed_in(a_partner(difference.group))
    answer = browser.post(f"/comments/{thread.id}/replies", data={"body": "承知しました。"})

    session.rollback()  # read what the request has committed
    reply = session.scalars(select(Comment).where(Comment.parent_id == thread.id)).one()
    place = f"/comments/{thread.id}#comment-{reply.id}"
    assert (answer.status_code, answer.location) == (303, place)
    permalink = browser.get(f"/comments/{reply.id}")
    assert (permalink.status_code, permalink.location) == (302, place)


def test_an_empty_reply_comes_back_with_the_thread(session: Session, signed_in: SignedIn) -> None:
    thread = a_comment(a_difference(), body="はじめの一言。")
    answer = signed_in(a_secretary()).post(f"/comments/{thread.id}/replies", data={"body": " "})

    assert answer.status_code == 422
    assert "はじめの一言。" in answer.text


def test_a_concern_is_settled_and_opened_again_on_its_pages(session: Session, signed_in: SignedIn) -> None:
    difference, author = a_difference(), a_secretary()
    concern = a_concern(difference, author)
    browser = signed_in(author)

    assert browser.post(f"/comments/{concern.id}/resolve", data={"resolution": "　"}).status_code == 422
    assert (
        browser.post(f"/comments/{concern.id}/resolve", data={"resolution": "施行日を改めた。"}).status_code
        == 303
    )
    page = browser.get(f"/comments/{concern.id}").text
    assert "解決済み" in page
    assert "施行日を改めた。" in page
    assert browser.post(f"/comments/{concern.id}/reopen", data={"reason": "まだである。"}).status_code == 303
    page = browser.get(f"/comments/{concern.id}").text
    assert "施行日を改めた。" in page
    assert "まだである。" in page
    assert f"/comments/{concern.id}/resolve" in page


def test_who_may_not_settle_a_concern_sees_no_button_and_gets_403(
    session: Session, signed_in: SignedIn
) -> None:
    difference = a_difference()
    concern, settled = a_concern(difference), a_settled_concern(difference, a_secretary())
    browser = signed_in(a_representative(difference.group, difference.group.cities[0].city))

    assert "/resolve" not in browser.get(f"/comments/{concern.id}").text
    assert browser.post(f"/comments/{concern.id}/resolve", data={"resolution": "済み"}).status_code == 403
    assert browser.post(f"/comments/{settled.id}/reopen", data={"reason": "まだ"}).status_code == 403


def test_a_mark_for_the_minutes_goes_back_to_where_it_was_set(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    comment = a_comment(difference)
    browser = signed_in(a_secretary())
    back = f"/differences/{difference.number}#comment-{comment.id}"
    answer = browser.post(f"/comments/{comment.id}/minutes", data={"marked": "1", "back": back})
    elsewhere = browser.post(
        f"/comments/{comment.id}/minutes", data={"marked": "0", "back": "https://example.org/"}
    )

    assert (answer.status_code, answer.location) == (303, back)
    assert elsewhere.location == f"/comments/{comment.id}#comment-{comment.id}"


def test_the_page_of_a_difference_shows_threads_concerns_and_items(
    session: Session, signed_in: SignedIn
) -> None:
    difference = a_difference()
    concern = a_concern(difference)
    a_reply(concern, body="事務局からの回答。")
    a_take_home_item(difference, task="例規を確かめる")
    page = signed_in(a_representative(difference.group, difference.group.cities[0].city)).get(
        f"/differences/{difference.number}"
    )

    assert page.status_code == 200
    for words in ("未解決の懸念が1件あります", concern.body, "事務局からの回答。", "例規を確かめる"):
        assert words in page.text


def test_an_item_is_added_by_a_citys_own_person_only_for_that_city(
    session: Session, signed_in: SignedIn
) -> None:
    group = a_group()
    mine, other = group.cities[0].city, group.cities[1].city
    difference, person = a_difference(group), a_member(group, mine)
    browser = signed_in(person)
    address = f"/differences/{difference.number}/take-home/new"
    page = browser.get(address).text

    assert f'value="{mine.id}:{person.id}"' in page
    assert f'value="{other.id}"' not in page
    data = {"task": "確かめる", "due_on": "２０２６/１２/０１"}
    assert browser.post(address, data={**data, "assignee": str(other.id)}).status_code == 422
    assert browser.post(address, data={**data, "assignee": f"{mine.id}:{person.id}"}).status_code == 303
    session.rollback()  # read what the request has committed
    item = session.scalars(select(TakeHomeItem)).one()
    assert (item.owner_id, item.due_on.isoformat()) == (person.id, "2026-12-01")

    assert browser.post(f"/take-home/{item.id}/done", data={"outcome": ""}).status_code == 422
    assert browser.post(f"/take-home/{item.id}/done", data={"outcome": "要らない。"}).status_code == 303
    assert "要らない。" in browser.get("/take-home?state=done").text
    assert "要らない。" not in browser.get("/take-home").text


@pytest.mark.parametrize("query", ["?state=x&city=zz&group=&mine=9&page=99", "?page=-1", "?state=all&mine=1"])
def test_a_list_takes_any_address(session: Session, signed_in: SignedIn, query: str) -> None:
    assert signed_in(a_secretary()).get(f"/take-home{query}").status_code == 200


def test_completion_names_people_of_the_group_by_what_was_typed(
    session: Session, signed_in: SignedIn
) -> None:
    difference = a_difference()
    a_representative(difference.group, difference.group.cities[0].city)
    a_member(difference.group, difference.group.cities[1].city)
    answer = signed_in(a_secretary()).get(f"/differences/{difference.number}/mentions?q=三鷹")

    assert answer.json == [{"value": "@三鷹市学務課主事", "label": "三鷹市 学務課 主事"}]
    assert "example.jp" not in answer.text


def _stream(content: bytes = PDF) -> BytesIO:
    return BytesIO(content)
