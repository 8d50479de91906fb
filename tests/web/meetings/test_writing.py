"""Writing on the pages of meetings: what is sent, what is kept when it is refused, conflicts, steps of the minutes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import record_attendance
from app.domain.meetings import AgendaPurpose, Conclusion, MeetingState, MinutesState
from app.models import Meeting, MinutesConfirmation, User
from app.queries.meetings.confirming import corrections_of
from app.queries.meetings.facts import attendance_of, papers_of
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_chair, a_group, a_representative, a_secretary
from tests.builders.discussion import PDF
from tests.builders.meetings import (
    a_meeting,
    an_item,
    edited,
    some_minutes,
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
        ({"group": "XXX-01"}, "選択肢が正しくありません。"),
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
    assert browser.post(f"{address}/proposed", data={"numbers": ["XXX-01-001"]}).status_code == 422

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


def test_minutes_are_saved_and_a_reference_to_nothing_keeps_what_was_typed(
    session: Session, signed_in: SignedIn
) -> None:
    sitting = some_minutes()
    browser, address = signed_in(sitting.secretary), f"/meetings/{sitting.meeting.id}/minutes"
    typed = {"body": "## 議題<1>\n\n{{採決:EDU-02-001/9}}", "base": "1", "key": "one"}
    refused = browser.post(f"{address}/edit", data=typed)

    assert refused.status_code == 422
    assert "## 議題&lt;1&gt;" in refused.text
    assert "引用先がありません：{{採決:EDU-02-001/9}}" in refused.text
    saved = browser.post(f"{address}/edit", data={"body": "## 議題<1>", "base": "1", "key": "one"})
    assert (saved.status_code, saved.location) == (303, address)
    session.rollback()
    assert sitting.minutes.last_version == 2


def test_t10_the_second_editor_gets_both_texts_and_can_take_both(
    session: Session, signed_in: SignedIn
) -> None:
    sitting = some_minutes()
    body = "## 議題1\n\n一行目\n\n二行目\n\n三行目\n\n四行目"
    edited(sitting, body)
    edited(sitting, body.replace("一行目", "一行目<先>"))
    browser, address = signed_in(sitting.secretary), f"/meetings/{sitting.meeting.id}/minutes/edit"
    mine = body.replace("四行目", "四行目<後>")
    answer = browser.post(address, data={"body": mine, "base": "2", "key": "two"})

    assert answer.status_code == 409
    assert "四行目&lt;後&gt;" in answer.text
    assert "一行目&lt;先&gt;" in answer.text
    kept = {
        name: re.findall(rf'name="{name}"[^>]*value="(\w+)"', answer.text)[0] for name in ("base", "since")
    }
    assert kept == {"base": "3", "since": "2"}
    both = browser.post(address, data={**kept, "body": mine, "combine": "1", "key": "two"})
    assert both.status_code == 200
    assert "一行目&lt;先&gt;" in both.text
    assert "四行目&lt;後&gt;" in both.text
    session.rollback()
    assert sitting.minutes.last_version == 3


def test_m7_the_preview_says_what_references_say(session: Session, signed_in: SignedIn) -> None:
    round = a_closed_round()
    sitting = some_minutes(round.difference.group)
    browser, address = signed_in(sitting.secretary), f"/meetings/{sitting.meeting.id}/minutes/preview"
    text = f"結果は{{{{採決:{round.difference.number}/1}}}}。<script>"
    fragment = browser.post(address, data={"text": text}, headers={"Accept": "text/html-fragment"}).text
    page = browser.post(address, data={"preview": "body", "body": text}).text

    assert "賛成3" in fragment
    assert "<html" not in fragment
    assert "<script>" not in fragment
    assert "賛成3" in page
    assert "<h1>" in page


def test_m5_the_minutes_walk_through_their_pages(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes()
    address = f"/meetings/{sitting.meeting.id}/minutes"
    secretary = signed_in(sitting.secretary)
    assert secretary.get(f"{address}/circulate").status_code == 200
    assert secretary.post(f"{address}/circulate").status_code == 422
    assert secretary.post(f"{address}/circulate", data={"version": "7"}).status_code == 409
    assert secretary.post(f"{address}/circulate", data={"version": "1"}).status_code == 303
    for voice in sitting.voices:
        browser = signed_in(voice)
        assert "として確認しますか" in browser.get(f"{address}/confirm").text
        assert browser.post(f"{address}/confirm", data={"version": "1"}).status_code == 303
        assert browser.post(f"{address}/confirm", data={"version": "1"}).status_code == 409
    assert signed_in(sitting.voices[0]).post(f"{address}/finalise", data={"version": "1"}).status_code == 403
    assert secretary.post(f"{address}/finalise", data={"version": "1"}).status_code == 303

    session.rollback()
    assert sitting.minutes.state is MinutesState.FINAL
    assert secretary.get(f"{address}/edit").status_code == 409
    assert "訂正を追記" in secretary.get(address).text


def test_a_get_confirms_nothing(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    signed_in(sitting.voices[0]).get(f"/meetings/{sitting.meeting.id}/minutes/confirm")

    session.rollback()
    assert session.scalars(select(MinutesConfirmation)).all() == []


def test_m8_a_changed_record_is_taken_over_into_a_new_version(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    everybody = {person.id: True for person in sitting.voices}
    with transaction():
        record_attendance(sitting.meeting.id, sitting.secretary, everybody)
    browser, address = signed_in(sitting.secretary), f"/meetings/{sitting.meeting.id}/minutes"
    assert "この版の保存後に、会議の記録が変わりました" in browser.get(address).text
    assert "この版の保存後に" not in signed_in(sitting.voices[0]).get(address).text
    assert browser.post(f"{address}/renew").status_code == 422
    assert browser.post(f"{address}/renew", data={"version": "1"}).status_code == 303

    session.rollback()
    assert (sitting.minutes.last_version, sitting.minutes.state) == (2, MinutesState.DRAFT)
    assert "この版の保存後に" not in browser.get(address).text


def test_m6_a_correction_is_appended_and_confirmed_on_the_page(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    browser, address = signed_in(sitting.secretary), f"/meetings/{sitting.meeting.id}/minutes"
    refused = browser.post(f"{address}/corrections/new", data={"body": "　", "key": "a"})
    assert refused.status_code == 422
    clock.travel(timedelta(days=1))
    said = {"body": "議題1の「日野市」は「三鷹市」の誤り。", "key": "a"}
    assert browser.post(f"{address}/corrections/new", data=said).status_code == 303
    voice = signed_in(sitting.voices[0])
    assert "訂正を確認" in voice.get(address).text
    assert voice.post(f"{address}/corrections/1/confirm").status_code == 303
    assert voice.post(f"{address}/corrections/9/confirm").status_code == 404

    page = voice.get(address).text
    assert "「三鷹市」の誤り。" in page
    assert "確認：立川市。" in page
    session.rollback()
    assert len(corrections_of(sitting.minutes)[0].confirmations) == 1


def test_a_meeting_is_called_off_with_a_reason(session: Session, signed_in: SignedIn) -> None:
    meeting, browser = a_meeting(), signed_in(a_secretary())
    address = f"/meetings/{meeting.id}/cancel"
    assert browser.post(address, data={"reason": " "}).status_code == 422
    assert browser.post(address, data={"reason": "台風のため。"}).status_code == 303
    assert "台風のため。" in browser.get(f"/meetings/{meeting.id}").text
    assert browser.get(address).status_code == 409


def test_every_event_of_a_meeting_has_its_line_on_the_page(session: Session, signed_in: SignedIn) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    page = signed_in(sitting.secretary).get(f"/meetings/{sitting.meeting.id}").text

    for line in ("会議を予定しました", "出欠を記録しました", "議事録を回付しました", "議事録を確定しました"):
        assert line in page
