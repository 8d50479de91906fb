"""Redacting on the screen: the page that asks, and what stands in the place of a text afterwards (A5)."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Redaction, User
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.differences import a_proposing_difference
from tests.builders.discussion import a_comment, a_file, a_reply

SignedIn = Callable[[User], FlaskClient]
SECRET = "申立人 甲野花子"
FORM = {"ground": "personal_information", "reason": "住民の氏名が書かれていた。"}


def test_a5_a_comment_is_redacted_from_its_thread(signed_in: SignedIn, session: Session) -> None:
    group = a_group()
    comment = a_comment(a_proposing_difference(group), body=SECRET)
    a_reply(comment)
    browser = signed_in(a_secretary())
    thread, address = f"/comments/{comment.id}", f"/comments/{comment.id}/redact"
    assert f'href="{address}"' in browser.get(thread).text
    assert SECRET in browser.get(address).text

    incomplete = browser.post(address, data={"reason": "下書きの説明"})
    assert incomplete.status_code == 422
    assert "下書きの説明" in incomplete.text
    answer = browser.post(address, data=FORM)
    assert (answer.status_code, answer.location) == (303, f"{thread}#comment-{comment.id}")

    reader = signed_in(a_representative(group, group.cities[0].city))
    page = reader.get(thread).text
    assert SECRET not in page
    assert "個人情報" in page
    assert FORM["reason"] in page
    assert session.scalars(select(Redaction.by_printed)).one() in page
    assert f'href="{address}"' not in browser.get(thread).text
    assert browser.get(address).status_code == 409


def test_a5_a_file_is_gone_under_its_old_and_its_new_address(signed_in: SignedIn, session: Session) -> None:
    comment = a_comment(a_proposing_difference(), files=[a_file(f"{SECRET}.pdf")])
    file = comment.files[0]
    old = f"/attachments/{file.id}/{file.filename}"
    browser = signed_in(a_secretary())
    assert browser.get(old).status_code == 200
    assert browser.post(f"/attachments/{file.id}/redact", data=FORM).status_code == 303

    session.expire_all()
    assert browser.get(old).status_code == 404
    assert browser.get(f"/attachments/{file.id}/{file.filename}").status_code == 404
    page = browser.get(f"/comments/{comment.id}").text
    assert SECRET not in page
    assert "個人情報" in page


def test_a5_a_redacted_practice_is_in_no_grid_no_history_and_no_form(
    signed_in: SignedIn, session: Session
) -> None:
    group = a_group()
    difference = a_proposing_difference(group)
    practice = difference.practices[0]
    body, code = practice.current.body, practice.city.code
    place = f"/differences/{difference.number}/practices/{code}"
    browser = signed_in(a_secretary())
    assert body in browser.get(f"{place}/revisions").text
    assert browser.post(f"{place}/revisions/1/redact", data=FORM).status_code == 303

    own = signed_in(a_representative(group, practice.city))
    for address in (f"/differences/{difference.number}", f"{place}/revisions", place):
        page = own.get(address).text
        assert body not in page, address
        assert ("個人情報" in page) is (address != place), address
    assert "■" not in own.get(place).text


def test_a5_the_difference_tells_in_its_timeline_who_redacted_what(
    signed_in: SignedIn, session: Session
) -> None:
    difference = a_proposing_difference()
    comment = a_comment(difference, body=SECRET)
    browser = signed_in(a_secretary())
    browser.post(f"/comments/{comment.id}/redact", data=FORM)
    page = browser.get(f"/differences/{difference.number}").text

    assert "コメントを墨消ししました" in page
    assert SECRET not in page
