"""Writing on the pages of meetings: what is sent, what is kept when it is refused or clashes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.meetings import AgendaPurpose, Conclusion, MeetingState
from app.models import Meeting, User
from app.queries.meetings.facts import attendance_of, papers_of
from tests.builders.council import a_chair, a_group, a_representative, a_secretary
from tests.builders.discussion import PDF
from tests.builders.meetings import (
    a_meeting,
    an_item,
)
from tests.builders.proposals import a_difference_on_the_table

SignedIn = Callable[[User], FlaskClient]


def test_a_chair_plans_a_meeting_in_full_width_digits(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    browser = signed_in(a_chair(group, group.cities[0].city))
    page = browser.get("/meetings/new?group=EDU-02").text
    answer = browser.post(
        "/meetings/new",
        data={
            "group": "EDU-02",
            "title": "定例会",
            "day": "２０２６／１２／０１",
            "starts": "１４：００",
            "ends": "16時10分",
            "form": "online",
            "key": re.findall(r'name="key"[^>]*value="(\w+)"', page)[0],
        },
    )

    session.rollback()
    meeting = session.scalars(select(Meeting)).one()
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting.id}/agenda")
    assert meeting.starts_at == datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert meeting.ends_at == datetime(2026, 12, 1, 7, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"day": "2026-13-01"}, "無効な日付型です。"),
        ({"day": "2199-01-01"}, "2000年から2099年までの日を指定してください。"),
        ({"starts": "25:00"}, "時刻は「14:00」のように入力してください。"),
        ({"ends": "13:00"}, "終了が開始より前になっています。"),
        ({"form": "place", "place": ""}, "集まる場所を入力してください。"),
        ({"title": " 　"}, "このフィールドは必須です。"),
        ({"group": "ABC-01"}, "選択肢が正しくありません。"),
    ],
)
def test_what_was_typed_stays_when_planning_is_refused(
    session: Session, signed_in: SignedIn, changed: dict[str, str], message: str
) -> None:
    a_group()
    typed = {
        "group": "EDU-02", "title": "<b>定例</b>", "day": "2026-12-01", "starts": "14:00", "ends": "16:00",
        "form": "online", "place": "会議室", "note": "資料を読む",
    }  # fmt: skip
    answer = signed_in(a_secretary()).post("/meetings/new", data={**typed, **changed})

    assert answer.status_code == 422
    assert message in answer.text
    for name, value in {**typed, **changed}.items():
        if name in ("day", "starts", "ends"):
            assert f'value="{value}"' in answer.text, name
    assert "資料を読む" in answer.text
    session.rollback()
    assert session.scalars(select(Meeting)).all() == []


def test_a_clash_keeps_what_was_typed_and_saving_again_goes_over_it(
    session: Session, signed_in: SignedIn
) -> None:
    meeting, browser = a_meeting(), signed_in(a_secretary())
    address = f"/meetings/{meeting.id}/edit"
    typed = {
        "title": "後の人", "day": "2026-11-24", "starts": "10:00", "ends": "11:00", "form": "online",
        "seen": str(meeting.serial),
    }  # fmt: skip
    browser.post(address, data={**typed, "title": "先の人"})
    answer = browser.post(address, data=typed)

    assert answer.status_code == 409
    assert 'value="後の人"' in answer.text
    assert "ほかの人がこの会議を変更しました" in answer.text
    seen = re.findall(r'name="seen"[^>]*value="(\d+)"', answer.text)[0]
    assert browser.post(address, data={**typed, "seen": seen}).status_code == 303
    session.rollback()
    assert session.get_one(Meeting, meeting.id).title == "後の人"


def test_the_agenda_is_prepared_without_scripts(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference_on_the_table()
    meeting = a_meeting(difference.group)
    browser = signed_in(a_secretary())
    address = f"/meetings/{meeting.id}/agenda"
    assert "採決に付せる" in browser.get(address).text
    assert browser.post(f"{address}/proposed", data={"numbers": [difference.number]}).status_code == 303
    browser.post(address, data={"title": "次回の日程", "purpose": "report", "explanation": "**案**"})
    refused = browser.post(
        address, data={"difference_number": difference.number, "purpose": "discuss", "explanation": "残る"}
    )
    assert refused.status_code == 422
    assert "すでに議題にあります" in refused.text
    assert "残る" in refused.text
    assert browser.post(f"{address}/proposed", data={"numbers": ["ABC-01-001"]}).status_code == 422

    session.rollback()
    first, second = session.get_one(Meeting, meeting.id).agenda
    assert (first.purpose, second.title) == (AgendaPurpose.BALLOT, "次回の日程")
    assert browser.post(f"{address}/{second.id}/move", data={"to": "1"}).status_code == 303
    changed = {"title": "日程", "purpose": "discuss", "explanation": "", "seen": ""}
    assert browser.post(f"{address}/{second.id}", data=changed).status_code == 303
    assert browser.post(f"{address}/{first.id}/remove").status_code == 303
    session.rollback()
    assert [item.title for item in session.get_one(Meeting, meeting.id).agenda] == ["日程"]


def test_an_item_of_another_meeting_is_not_reached(session: Session, signed_in: SignedIn) -> None:
    one = a_meeting()
    item, meeting = an_item(one), a_meeting(one.group)
    browser = signed_in(a_secretary())
    for path in ("", "/move", "/remove", "/conclusion"):
        answer = browser.post(f"/meetings/{meeting.id}/agenda/{item.id}{path}")
        assert answer.status_code == 404, path


def test_attendance_conclusion_papers_and_held_lead_to_the_draft(
    session: Session, signed_in: SignedIn
) -> None:
    meeting = a_meeting()
    item = an_item(meeting)
    voice = a_representative(meeting.group, meeting.group.cities[0].city)
    browser, address = signed_in(a_secretary()), f"/meetings/{meeting.id}"
    page = browser.get(f"{address}/attendance").text
    assert re.search(rf'<input checked[^>]*name="person_{voice.id}"[^>]*value="present"', page)
    people = dict.fromkeys(re.findall(r'name="(person_\d+)"', page), "out")
    refused = browser.post(f"{address}/attendance", data={**people, f"person_{voice.id}": "maybe"})
    assert refused.status_code == 422
    assert (
        browser.post(f"{address}/attendance", data={**people, f"person_{voice.id}": "absent"}).status_code
        == 303
    )
    concluded = {"conclusion": "continued", "text": "次回に協議する。", "seen": ""}
    assert browser.post(f"{address}/agenda/{item.id}/conclusion", data=concluded).status_code == 303
    paper = {"files": (BytesIO(PDF), "資料1.pdf")}
    assert (
        browser.post(f"{address}/papers", data=paper, content_type="multipart/form-data").status_code == 303
    )
    assert browser.post(f"{address}/papers").status_code == 422
    assert browser.post(f"{address}/held").status_code == 303
    draft = browser.post(f"{address}/minutes/draft", data={"key": "form"})

    assert (draft.status_code, draft.location) == (303, f"{address}/minutes/edit")
    session.rollback()
    meeting = session.get_one(Meeting, meeting.id)
    assert [(row.user_id, row.present) for row in attendance_of(meeting)] == [(voice.id, False)]
    assert meeting.agenda[0].conclusion is Conclusion.CONTINUED
    assert [paper.filename for paper in papers_of(meeting)] == ["資料1.pdf"]
    assert meeting.state is MeetingState.HELD
    assert "次回に協議する。" in browser.get(f"{address}/minutes/edit").text


def test_a_meeting_is_called_off_with_a_reason(session: Session, signed_in: SignedIn) -> None:
    meeting, browser = a_meeting(), signed_in(a_secretary())
    address = f"/meetings/{meeting.id}/cancel"
    assert browser.post(address, data={"reason": " "}).status_code == 422
    assert browser.post(address, data={"reason": "台風のため。"}).status_code == 303
    assert "台風のため。" in browser.get(f"/meetings/{meeting.id}").text
    assert browser.get(address).status_code == 409
