"""References in minutes, the facts kept with a version, and the hashes (M6, M7)."""

from datetime import UTC, date, datetime

import pytest

from app.domain.meeting_facts import Attendee, MeetingFacts, Named, NextMeeting, Paper, Task
from app.domain.meetings import MeetingForm
from app.domain.minutes import (
    Reference,
    ReferenceKind,
    escaped,
    final_hash,
    references,
    resolved,
    text_hash,
    without_unknown,
)

DECISION = Reference(ReferenceKind.DECISION, "令和8年度 教育-12号")
ROUND = Reference(ReferenceKind.ROUND, "EDU-02-001/2")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("{{決定:令和8年度 教育-12号}}", DECISION),
        ("{{decision: 令和8年度教育-12号 }}", DECISION),
        ("｛｛決定：令和８年度　教育－１２号｝｝", DECISION),
        ("{{採決:EDU-02-001/2}}", ROUND),
        ("{{Ballot:edu-02-001/02}}", ROUND),
        ("{{採決：ＥＤＵ－０２－００１／２}}", ROUND),
        ("{{採決:EDU-02-001}}", None),
        ("{{採決:EDU-02-001/0}}", None),
        ("{{決定}}", None),
        ("{{決定:12}}", None),
        ("{{会議:3}}", None),
        ("{{}}", None),
    ],
)
def test_m7_a_reference_is_read_in_every_width(typed: str, meant: Reference | None) -> None:
    assert references(f"前{typed}後") == {typed: meant}


@pytest.mark.parametrize("text", ["波括弧 {一つ} は引用でない。", "{{ 行を\nまたぐ }}", "{{", "}}{{"])
def test_single_braces_and_broken_ones_are_text(text: str) -> None:
    assert references(text) == {}


def test_m7_what_is_written_is_read_again() -> None:
    assert list(references(f"{DECISION} {ROUND}").values()) == [DECISION, ROUND]


def test_m7_a_reference_alone_on_its_line_is_said_at_length_within_a_sentence_in_short() -> None:
    body = f"結果は{ROUND}である。\n{ROUND}\n- {ROUND}"
    said = resolved(body, {ROUND: "可決"}, {ROUND: "可決\n\n| 市 |\n|---|"})

    assert said == "結果は可決である。\n\n可決\n\n| 市 |\n|---|\n\n- 可決"


def test_what_is_not_given_stays_as_it_was_typed() -> None:
    assert resolved("{{採決:EDU-02-001/9}} {{x}}", {ROUND: "a"}, {}) == "{{採決:EDU-02-001/9}} {{x}}"


def test_a_draft_from_other_peoples_texts_refers_to_what_is_known_only() -> None:
    text = without_unknown(f"{ROUND} {{{{採決:EDU-02-009/1}}}} {{{{x}}}}", {ROUND})

    assert list(references(text).values()) == [ROUND]
    assert "{ {x} }" in text


def test_escaped_text_means_nothing_in_markdown() -> None:
    assert escaped("*太字* [x](y) |表| `c`\n二行目") == r"\*太字\* \[x\](y) \|表\| \`c\` 二行目"


def test_facts_come_back_as_they_were_kept() -> None:
    facts = _facts()
    assert MeetingFacts.from_json(facts.to_json()) == facts


def test_m6_the_hash_covers_text_facts_confirmations_and_what_is_referred_to() -> None:
    facts = _facts().to_json()
    version = text_hash("本文", facts)
    final = final_hash(version, [{"city": "132021"}], {"{{採決:EDU-02-001/1}}": {"tally": None}})

    assert version == text_hash("本文", _facts().to_json())
    assert len({version, text_hash("本文。", facts), text_hash("本文", facts | {"place": "別室"})}) == 3
    assert len({final, final_hash(version, [], {"{{採決:EDU-02-001/1}}": {}}), final_hash("x", [], {})}) == 3


def _facts() -> MeetingFacts:
    person = Attendee(Named("立川市", "Tachikawa"), False, True, "学務課", "係長", "佐藤 花子")
    return MeetingFacts(
        group=Named("就学", "School enrolment"),
        number=3,
        title="定例会",
        starts_at=datetime(2026, 11, 23, 5, tzinfo=UTC),
        ends_at=datetime(2026, 11, 23, 7, tzinfo=UTC),
        form=MeetingForm.HYBRID,
        place="302会議室",
        present=(person,),
        absent=(),
        papers=(Paper("資料1.pdf", "ab" * 32),),
        tasks=(Task("EDU-02-001", Named("日野市", "Hino"), "係長", "確かめる", date(2026, 12, 4)),),
        next=NextMeeting(4, "定例会", datetime(2026, 12, 18, 5, tzinfo=UTC), MeetingForm.ONLINE, ""),
    )
