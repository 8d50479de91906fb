"""Writing minutes on their pages: versions, conflicts, previews, each step until they are final, corrections."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import (
    answer_remark,
    change_meeting,
    confirm_correction,
    correct_minutes,
    finalise_minutes,
    move_agenda_item,
    record_attendance,
    remove_agenda_item,
    urge_confirmation,
)
from app.domain.events import EventKind
from app.domain.meetings import MinutesState, RemarkOutcome
from app.models import Event, MinutesConfirmation, User
from app.queries.meetings.confirming import corrections_of
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.meetings import (
    a_full_sitting,
    a_remark,
    an_item,
    circulated,
    confirmed,
    done,
    edited,
    some_minutes,
)

OURS = ("meeting_", "agenda_", "attendance_", "minutes_")
LINES = (
    "会議を予定しました",
    "会議を変更しました",
    "資料を追加しました",
    "議題に加えました",
    "議題の順序を変えました",
    "議題から外しました",
    "議題の結論を記録しました",
    "出欠を記録しました",
    "開催済みとして記録しました",
    "議事録案を作成しました",
    "議事録を編集しました",
    "議事録を回付しました",
    "議事録に意見を出しました",
    "議事録への意見に対応しました",
    "議事録の確認をお願いしました",
    "市として議事録を確認しました",
    "議事録を確定しました",
    "議事録に訂正を追記しました",
    "市として訂正を確認しました",
)
SignedIn = Callable[[User], FlaskClient]


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


def test_t5_an_earlier_text_is_taken_again_as_a_new_version_that_revives_nothing(
    session: Session, signed_in: SignedIn
) -> None:
    sitting = some_minutes()
    edited(sitting, "## 議題1\n\n一行目<先>")
    circulated(sitting)
    confirmed(sitting, sitting.voices[:1])
    address = f"/meetings/{sitting.meeting.id}/minutes"
    reader = signed_in(sitting.voices[0]).get(f"{address}/versions").text
    assert "現在の版と比べる" in reader
    assert "again=" not in reader
    edited(sitting, "## 議題1\n\n二行目")
    browser = signed_in(sitting.secretary)
    listed = browser.get(f"{address}/versions").text
    taking = f"{address}/edit?again=2"
    assert f'href="{taking}"' in listed
    assert f'href="{address}/versions?from=2&amp;to=3#changes"' in listed
    assert "again=3" not in listed

    form = browser.get(taking).text
    assert "一行目&lt;先&gt;</textarea>" in form
    assert "第2版の本文を入れています" in form
    assert browser.get(f"{address}/edit?again=9").status_code == 404
    base = re.findall(r'name="base"[^>]*value="(\d+)"', form)[0]
    typed = {"body": "## 議題1\n\n一行目<先>", "base": base, "key": "again"}
    assert browser.post(f"{address}/edit", data=typed).status_code == 303
    session.rollback()
    assert (sitting.minutes.last_version, sitting.minutes.state) == (4, MinutesState.DRAFT)
    assert sitting.minutes.current.confirmations == []


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


def test_every_event_of_a_meeting_has_its_line_on_the_page(session: Session, signed_in: SignedIn) -> None:
    sitting = a_full_sitting()
    meeting, leader = sitting.meeting, sitting.secretary
    done(
        change_meeting,
        meeting.id,
        leader,
        title="臨時会",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        form=meeting.form,
        place="三鷹市役所",
    )
    done(move_agenda_item, meeting.agenda[0].id, leader, to=2)
    done(remove_agenda_item, an_item(meeting).id, leader)
    edited(sitting, "## 議題1\n\n直した。")
    circulated(sitting)
    a_remark(sitting)
    taken = {"outcome": RemarkOutcome.TAKEN_OVER}
    done(answer_remark, sitting.minutes.id, sitting.minutes.last_version, 1, leader, **taken)
    done(urge_confirmation, sitting.minutes.id, leader)
    confirmed(sitting, sitting.voices)
    done(finalise_minutes, sitting.minutes.id, leader)
    done(correct_minutes, sitting.minutes.id, leader, body="誤りを正す。")
    done(confirm_correction, sitting.minutes.id, 1, sitting.voices[0])
    events = session.scalars(
        select(Event).where(Event.subject_type == "meetings", Event.subject_id == meeting.id)
    )
    kinds = {event.kind for event in events}
    browser = signed_in(leader)
    page = "".join(browser.get(f"/meetings/{meeting.id}?page={number}").text for number in (1, 2))

    ours = {kind for kind in EventKind if kind.value.startswith(OURS)}
    assert ours - kinds == {EventKind.MEETING_CALLED, EventKind.MEETING_CANCELLED}, "both before it is held"
    for line in LINES:
        assert line in page, line
