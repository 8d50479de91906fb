"""The caucus on its pages: for the own city complete, for everybody else not there (A1)."""

import re
from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.positions import PositionKind
from app.models import CaucusEntry, CaucusPosition, User
from tests.builders.ballots import a_ballot, cast
from tests.builders.council import a_deputy, a_group, a_manager, a_representative, a_route, a_secretary
from tests.builders.differences import a_difference
from tests.builders.discussion import PDF, a_caucus_entry, a_draft_position

SignedIn = Callable[[User], FlaskClient]


def test_a_city_writes_into_its_caucus_with_files(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    browser = signed_in(a_representative(difference.group, difference.group.cities[0].city))
    address = f"/differences/{difference.number}/caucus"
    data = {"body": "部長は **慎重** である。", "files": (BytesIO(PDF), "内部.pdf")}
    answer = browser.post(address, data=data, content_type="multipart/form-data")

    assert (answer.status_code, answer.location) == (303, f"{address}#entries")
    page = browser.get(address).text
    assert "<strong>慎重</strong>" in page
    session.rollback()
    file = session.scalars(select(CaucusEntry)).one().files[0]
    assert f"/attachments/caucus/{file.id}/" in page
    assert "慎重" in browser.get(f"/differences/{difference.number}").text


def test_an_empty_entry_comes_back_with_the_page(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    author = a_representative(difference.group, difference.group.cities[0].city)
    a_caucus_entry(difference, author, "先の書込み。")
    answer = signed_in(author).post(f"/differences/{difference.number}/caucus", data={"body": "**"})

    assert answer.status_code == 422
    assert "先の書込み。" in answer.text


def test_b17_a_colleagues_draft_is_shown_beside_what_was_typed(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    city, difference = group.cities[0].city, a_difference(group)
    one, other = a_representative(group, city), a_deputy(group, city)
    browser = signed_in(other)
    address = f"/differences/{difference.number}/caucus/position"
    assert browser.get(address).status_code == 200
    a_draft_position(difference, one, PositionKind.OBJECT, "予算がない。")

    typed = {"kind": "approve_with_comments", "reason": "条件付きで認める。", "seen": ""}
    answer = browser.post(address, data=typed)
    assert answer.status_code == 422
    for words in ("予算がない。", "条件付きで認める。"):
        assert words in answer.text
    seen = answer.text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert browser.post(address, data={**typed, "seen": seen}).status_code == 303
    session.rollback()
    assert session.scalars(select(CaucusPosition)).one().reason == "条件付きで認める。"


def test_a1_to_others_the_pages_of_a_caucus_are_not_there(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    a_caucus_entry(difference)
    browser = signed_in(a_secretary())

    for path in ("caucus", "caucus/position"):
        address = f"/differences/{difference.number}/{path}"
        assert browser.get(address).status_code == 404
        assert browser.post(address, data={"body": "見せて。"}).status_code == 404


def test_a_manager_on_the_route_reads_and_writes_nothing(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    city = difference.group.cities[0].city
    manager = a_manager(city)
    a_route(city, [manager.posts_at(now())[0]])
    a_caucus_entry(difference, body="課長に上げる前に。")
    browser = signed_in(manager)
    address = f"/differences/{difference.number}/caucus"

    assert "課長に上げる前に。" in browser.get(address).text
    assert browser.post(address, data={"body": "了解。"}).status_code == 403
    assert browser.get(f"{address}/position").status_code == 403


def test_the_form_of_the_ballot_begins_with_the_own_citys_draft_until_it_has_a_position(
    session: Session, signed_in: SignedIn
) -> None:
    ballot = a_ballot()
    voice, other = ballot.voice(0), ballot.voice(1)
    a_draft_position(ballot.difference, voice, PositionKind.OBJECT, "予算の裏付けがない。")
    address = f"/ballots/{ballot.round.id}"

    page = signed_in(voice).get(address).text
    assert "予算の裏付けがない。" in page
    assert re.search(r'<input[^>]*checked[^>]*value="object"', page)
    assert "予算の裏付けがない。" not in signed_in(other).get(address).text
    cast(ballot.round, voice, PositionKind.APPROVE)
    assert "予算の裏付けがない。" not in signed_in(voice).get(address).text
