"""The manual's rules: what counts as a change, what the hash covers, anchors that are never given twice."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.differences import DifferenceKind
from app.domain.manual import (
    Changed,
    Paragraph,
    changes_between,
    chapter_hash,
    content_hash,
    decision_anchor,
    default_section,
    fresh_anchor,
    kind_of_section,
)

FRAME = {"council": {"ja": "試験協議会", "en": "Test Council"}, "chapters": []}
FIRST = Paragraph(
    group="EDU-02",
    section="edu-02-operation",
    section_title="運用",
    anchor="edu-02-001",
    title="就学通知の発送を一月末日に統一する",
    body="就学通知は、一月三十一日までに発送する。",
    normative=True,
    decision_id=7,
    provenance={"scope": "公立小学校", "exceptions": ""},
)
SECOND = replace(FIRST, anchor="edu-02-002", title="様式", decision_id=8)


def test_m4_paragraphs_are_told_apart_by_their_anchors() -> None:
    changed = replace(FIRST, body="就学通知は、二月末日までに発送する。")
    changes = changes_between([FIRST, SECOND], [changed, replace(SECOND, anchor="edu-02-003")])

    assert [paragraph.anchor for paragraph in changes.added] == ["edu-02-003"]
    assert changes.changed == (Changed(FIRST, changed),)
    assert [paragraph.anchor for paragraph in changes.removed] == ["edu-02-002"]
    assert changes.groups == {"EDU-02"}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"title": "別の題名"},
        {"body": "別の本文"},
        {"provenance": {"scope": "私立小学校"}},
        {"decision_id": 9},
        {"section": "edu-02-form"},
        {"section_title": "運用の定め"},
        {"anchor": "edu-02-009"},
    ],
)
def test_m4_a_chapter_has_another_hash_exactly_where_something_changed(change: dict[str, Any]) -> None:
    before, after = [FIRST, SECOND], [SECOND, replace(FIRST, **change)]

    assert (chapter_hash(before) != chapter_hash(after)) is bool(changes_between(before, after))


@pytest.mark.parametrize(
    ("change", "text", "decision", "place"),
    [
        ({"title": "別の題名"}, True, False, False),
        ({"body": "別の本文"}, True, False, False),
        ({"provenance": {"scope": "全ての学校", "exceptions": ""}}, True, False, False),
        ({"provenance": {"scope": "公立小学校", "exceptions": "日野市を除く。"}}, True, False, False),
        ({"decision_id": 9}, False, True, False),
        ({"section": "edu-02-s1"}, False, False, True),
    ],
)
def test_m4_a_change_is_in_the_words_the_decision_or_the_place(
    change: dict[str, object], text: bool, decision: bool, place: bool
) -> None:
    found = changes_between([FIRST], [replace(FIRST, **change)]).changed[0]

    assert (found.text, found.decision, found.place) == (text, decision, place)


def test_m4_the_order_alone_changes_nothing() -> None:
    assert not changes_between([FIRST, SECOND], [SECOND, FIRST])
    assert not changes_between([], [])


def test_m1_the_hash_covers_every_field_and_the_order() -> None:
    known = content_hash(FRAME, [FIRST, SECOND])
    others = {
        content_hash(FRAME, [SECOND, FIRST]),
        content_hash(FRAME, [FIRST]),
        content_hash({**FRAME, "chapters": [{"code": "EDU-02"}]}, [FIRST, SECOND]),
        *(
            content_hash(FRAME, [replace(FIRST, **{name: value}), SECOND])
            for name, value in {
                "group": "EDU-03", "section": "s", "section_title": "様式", "anchor": "x", "title": "x", "body": "x",
                "normative": False, "decision_id": 1, "provenance": {},
            }.items()
        ),
    }  # fmt: skip

    assert content_hash(FRAME, [FIRST, SECOND]) == known
    assert len(others | {known}) == 13


def test_m1_the_hash_of_a_known_edition_is_what_it_always_was() -> None:
    assert (
        content_hash(FRAME, [FIRST])
        == "sha256-v1:d8e2abd61496caffbd665fec3cb4d353e542bd2784c6b684faf08487a2b302b7"
    )


def test_m3_anchors_follow_from_the_number_of_the_difference() -> None:
    assert decision_anchor("EDU-02-001") == "edu-02-001"
    assert default_section("EDU-02", DifferenceKind.FORM) == "edu-02-form"


@pytest.mark.parametrize("kind", DifferenceKind)
def test_a_default_section_is_known_by_its_anchor(kind: DifferenceKind) -> None:
    assert kind_of_section("EDU-02", default_section("EDU-02", kind)) is kind
    assert kind_of_section("EDU-02", "edu-02-s1") is None


@pytest.mark.parametrize(
    ("taken", "fresh"),
    [
        ([], "edu-02-s1"),
        (["edu-02-s1", "edu-02-s3"], "edu-02-s4"),
        (["edu-02-t9", "edu-02-system", "edu-02-001"], "edu-02-s1"),
    ],
)
def test_m3_an_anchor_is_never_given_twice(taken: list[str], fresh: str) -> None:
    assert fresh_anchor("EDU-02", "s", taken) == fresh
