"""The pages of a city's practice: stating it, two colleagues at once, its revisions."""

from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Attachment, PracticeRevision, User
from tests.builders.council import (
    a_deputy,
    a_representative,
    a_secretary,
)
from tests.builders.differences import (
    a_practice,
    a_surveying_difference,
)

SignedIn = Callable[[User], FlaskClient]


def test_a_practice_is_stated_with_a_file_and_full_width_digits(
    session: Session, signed_in: SignedIn
) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    address = f"/differences/{difference.number}/practices/{city.code}"
    client = signed_in(a_representative(difference.group, city))

    answer = client.post(
        address,
        data={
            "body": "一月末日までに発送する。",
            "source": "手引き",
            "yearly_volume": "１，５３０",
            "base": "0",
            "files": (BytesIO("一月末".encode()), "手引き.txt"),
        },
        content_type="multipart/form-data",
    )

    assert (answer.status_code, answer.location) == (
        303,
        f"/differences/{difference.number}#practice-{city.code}",
    )
    session.rollback()
    revision = session.scalars(select(PracticeRevision)).one()
    assert (revision.yearly_volume, revision.source) == (1530, "手引き")
    assert session.scalars(select(Attachment.filename)).one() == "手引き.txt"
    assert "一月末日までに発送する。" in client.get(address).text


def test_a_practice_keeps_what_was_typed_when_refused(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    client = signed_in(a_representative(difference.group, city))

    answer = client.post(
        f"/differences/{difference.number}/practices/{city.code}",
        data={"body": "> ", "source": "手引き第3章", "yearly_volume": "たくさん", "base": "0"},
    )

    assert answer.status_code == 422
    assert 'value="手引き第3章"' in answer.text
    assert 'value="たくさん"' in answer.text


def test_two_colleagues_at_once_the_second_gets_both_texts(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    address = f"/differences/{difference.number}/practices/{city.code}"
    first, second = a_representative(difference.group, city), a_deputy(difference.group, city)
    a_practice(difference, city, "一月末日までに<b>発送</b>する。", first, base=0)
    client = signed_in(second)
    mine = {"body": "二月末日までに発送する。", "source": "私の手引き", "base": "0"}

    answer = client.post(address, data=mine)

    assert answer.status_code == 409
    assert first.printed in answer.text
    assert "二月末日までに発送する。" in answer.text
    assert 'value="私の手引き"' in answer.text
    assert "<b>発送</b>する" not in answer.text, "T10: everything on the page is escaped"
    assert session.scalar(select(func.count()).select_from(PracticeRevision)) == 1
    assert client.post(address, data={**mine, "base": "1"}).status_code == 303
    session.rollback()
    assert session.scalar(select(func.count()).select_from(PracticeRevision)) == 2


def test_the_secretariat_must_say_on_whose_instruction(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    address = f"/differences/{difference.number}/practices/{city.code}"
    client = signed_in(a_secretary())

    assert client.post(address, data={"body": "郵送で行う。", "base": "0"}).status_code == 422
    typed = {"body": "郵送で行う。", "base": "0", "instruction": "課長から電話", "is_example": "y"}
    assert client.post(address, data=typed).status_code == 303
    session.rollback()
    revision = session.scalars(select(PracticeRevision)).one()
    assert (revision.instruction, revision.is_example) == ("課長から電話", True)


def test_a_citys_own_people_cannot_slip_in_an_instruction_or_an_example(
    session: Session, signed_in: SignedIn
) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    client = signed_in(a_representative(difference.group, city))

    client.post(
        f"/differences/{difference.number}/practices/{city.code}",
        data={"body": "郵送で行う。", "base": "0", "instruction": "偽の依頼", "is_example": "y"},
    )

    session.rollback()
    revision = session.scalars(select(PracticeRevision)).one()
    assert (revision.instruction, revision.is_example) == ("", False)


def test_t11_revisions_show_what_each_changed(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)
    for body in ("宇宙線の観測を行う。", "宇宙線観測を行う。"):
        a_practice(difference, city, body, person)

    page = signed_in(person).get(f"/differences/{difference.number}/practices/{city.code}/revisions").text
    assert "宇宙線<del>" in page
    assert page.split("宇宙線<del>")[1].split("</span>")[1].startswith("の<")
    assert page.index('id="revision-2"') < page.index('id="revision-1"')


def test_a_city_without_a_practice_has_no_revisions(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    code = difference.group.cities[0].city.code
    client = signed_in(a_secretary())

    assert client.get(f"/differences/{difference.number}/practices/{code}/revisions").status_code == 404
    assert client.get(f"/differences/{difference.number}/practices/999999").status_code == 404
