"""Minutes as they read: complete (M8), with decisions and tallies from the register (M7), in both languages."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.actions.meetings import correct_minutes, record_attendance
from app.clock import now
from app.domain.meetings import MinutesLayout, MinutesState
from app.i18n import locale_scope
from app.queries.meetings.minutes_page import minutes_page
from app.queries.meetings.references import bound
from app.queries.meetings.sheet import MinutesSheet
from app.transaction import transaction
from tests.builders.ballots import a_ballot, a_closed_round, cast_letters
from tests.builders.council import a_group
from tests.builders.manual import a_decision
from tests.builders.meetings import (
    Sitting,
    a_full_sitting,
    a_meeting,
    circulated,
    confirmed,
    edited,
    some_minutes,
)


def test_m8_minutes_have_everything_a_reader_asks_for(session: Session) -> None:
    sitting = a_full_sitting()
    circulated(sitting)
    confirmed(sitting, sitting.voices[:1])
    sheet = _sheet(sitting)

    assert sheet.title == "就学 第1回会議 議事録"
    assert [term for term, _ in sheet.facts] == ["会議名・回次", "日時", "場所", "座長"]
    facts = dict(sheet.facts)
    assert facts["会議名・回次"] == "就学 第1回会議 定例会"
    assert facts["日時"] == "令和8年12月1日(火) 14時00分から16時10分まで"
    assert facts["場所"] == "立川市役所 302会議室（対面・オンライン併用）"
    assert facts["座長"] == "日野市 学務課 課長 高橋 正樹"
    assert sheet.present.rows[0] == ("立川市", "学務課", "主任", "")
    assert ("日野市", "学務課", "課長（座長）", "高橋 正樹") in sheet.present.rows
    assert ("小金井市（準会員）", "学務課", "主任", "渡辺 さくら") in sheet.present.rows
    assert sheet.present.rows[-1] == ("事務局", "", "係長", "")
    assert sheet.absent.rows == (("三鷹市", "学務課", "主任", ""),)
    assert sheet.papers == ("資料1.pdf",)
    assert "### 説明" in sheet.body
    assert sheet.decisions.rows[0][0] == "令和8年度 教育-1号"
    assert sheet.decisions.rows[0][3] == "賛成2、付帯意見付き賛成1、反対0"
    assert [row[1] for row in sheet.tasks.rows] == ["別紙の案を作る"]
    assert sheet.tasks.rows[0][2] == "立川市"
    assert sheet.next.startswith("第2回　令和8年12月29日(火) 14時00分")
    assert [(box.city, box.note) for box in sheet.confirmations] == [
        ("立川市", "令和8年12月1日(火) 16時10分 確認"),
        ("三鷹市", "未確認"),
        ("日野市", "未確認"),
    ]


def test_results_only_say_nothing_of_a_conclusion_that_stands_under_another_heading(session: Session) -> None:
    sitting = some_minutes()
    edited(sitting, "## 議題1\n\n### 説明\n\n長い説明\n\n### まとめ\n\n可とする。\n\n## 議題2\n\n了承した。")
    page = minutes_page(sitting.meeting.id, sitting.secretary, now(), layout=MinutesLayout.RESULTS)

    assert page.sheet.body == "## 議題1\n\n要点筆記を参照。\n\n## 議題2\n\n了承した。"


def test_m8_what_there_is_none_of_is_said(session: Session) -> None:
    sheet = _sheet(some_minutes())

    assert (sheet.papers, sheet.decisions.rows, sheet.tasks.rows) == ((), (), ())
    assert (sheet.decisions.empty, sheet.tasks.empty) == ("決定事項はない。", "持ち帰り事項はない。")
    assert sheet.next == "未定。"


def test_m7_a_reference_says_what_the_register_says(session: Session) -> None:
    decision = a_decision(letters="aac")
    sitting = some_minutes(decision.group)
    number = decision.difference.number
    edited(
        sitting,
        f"## 議題\n\n{{{{採決:{number}/1}}}}\n\n結果は{{{{採決:{number}/1}}}}。{{{{決定:{decision.number}}}}}",
    )
    body = _sheet(sitting).body

    assert f"{number} 第1回採決：成立（賛成2、付帯意見付き賛成1、反対0、全会一致）" in body
    assert "| 立川市 | 賛成 |  |" in body
    assert body.count("| 日野市 | 付帯意見付き賛成 |") == 1, (
        "the table stands once, where the reference is alone"
    )
    assert f"**{decision.number}**「{decision.title}」（令和8年" in body
    assert "{{" not in body


def test_m7_a_failed_round_says_who_objected_and_why(session: Session) -> None:
    round = a_closed_round("aao")
    sitting = some_minutes(round.difference.group)
    edited(sitting, f"{{{{採決:{round.difference.number}/1}}}}")

    assert "不成立（賛成2、反対1）" in _sheet(sitting).body
    assert "| 日野市 | 反対 | 市の例規と合わないため、再検討を求める。 |" in _sheet(sitting).body


def test_b40_a_sealed_open_round_says_nothing_of_its_positions(session: Session) -> None:
    ballot = a_ballot(sealed=True)
    sitting = some_minutes(ballot.group)
    edited(sitting, f"{{{{採決:{ballot.difference.number}/1}}}}")
    before = _sheet(sitting).body
    cast_letters(ballot, "ao.")

    assert _sheet(sitting).body == before
    assert "賛成" not in before


def test_m7_references_lead_to_the_group_of_the_meeting_only(session: Session) -> None:
    decision = a_decision()
    other = a_group([place.city for place in decision.group.cities], code="EDU-03")
    found = bound(f"{{{{決定:{decision.number}}}}} {{{{採決:{decision.difference.number}/1}}}}", other)

    assert (found.decisions, found.rounds) == ({}, {})
    assert len(found.unknown) == 2


def test_m6_final_minutes_read_the_same_whatever_the_record_says_later(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    before = _sheet(sitting)
    clock.travel(timedelta(days=1))
    a_meeting(sitting.meeting.group)
    with transaction():
        sitting.voices[0].section, sitting.meeting.group.name_ja = "企画課", "改称"

    assert _sheet(sitting) == before
    assert before.stamp == ""


def test_drafts_are_stamped_and_earlier_versions_superseded(session: Session) -> None:
    sitting = some_minutes()
    assert _sheet(sitting).stamp == "案"
    edited(sitting, "## 議題1\n\n直した。")
    circulated(sitting)

    assert _sheet(sitting).stamp == "案（確認中）"
    assert minutes_page(sitting.meeting.id, sitting.secretary, now(), 1).sheet.stamp == "旧版"


def test_m6_corrections_stand_behind_the_final_text_with_their_confirmations(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)
    with transaction():
        correct_minutes(sitting.minutes.id, sitting.secretary, body="誤りを正す。")
    correction = _sheet(sitting).corrections[0]

    assert (correction.title, correction.body) == ("訂正1", "誤りを正す。")
    assert correction.note.endswith("未確認：立川市、三鷹市、日野市。")


def test_the_sheet_speaks_english_as_well(session: Session) -> None:
    sitting = some_minutes()
    with locale_scope("en"):
        sheet = _sheet(sitting)

    assert sheet.title == "School enrolment, meeting no. 1: minutes"
    assert sheet.present.rows[0][0] == "Tachikawa"
    assert (sheet.stamp, sheet.present.title) == ("Draft", "Present")


def test_the_page_tells_leaders_that_record_or_decisions_are_missing_in_the_text(session: Session) -> None:
    sitting = some_minutes()
    page = minutes_page(sitting.meeting.id, sitting.secretary, now())
    assert (page.record_changed, list(page.unnamed)) == (False, [])
    with transaction():
        record_attendance(sitting.meeting.id, sitting.secretary, {sitting.voices[0].id: True})

    assert minutes_page(sitting.meeting.id, sitting.secretary, now()).record_changed


def _sheet(sitting: Sitting) -> MinutesSheet:
    return minutes_page(sitting.meeting.id, sitting.secretary, now()).sheet
