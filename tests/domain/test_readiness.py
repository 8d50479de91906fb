"""The readiness list of a ballot (L4)."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.domain.readiness import ReadinessCode, ReadinessFacts, is_ready, open_points, readiness

CLEAN = ReadinessFacts(has_body=True, discussion_days=7, min_discussion_days=7)
REASON = "議会日程のため、協議日数を短縮する。"


@pytest.mark.parametrize(
    ("change", "code", "params"),
    [
        ({"has_body": False}, "body", {}),
        ({"open_concerns": (3, 5)}, "concerns", {"concerns": [3, 5], "count": 2}),
        ({"unresolved_amendments": (1,)}, "amendments", {"amendments": [1], "count": 1}),
        ({"cities_without_practice": (2, 4)}, "practices", {"cities": [2, 4], "count": 2}),
        ({"unanswered_overlaps": (9,)}, "overlaps", {"overlaps": [9], "count": 1}),
        ({"discussion_days": 6}, "discussion_days", {"days": 6, "needed": 7, "short": 1}),
    ],
)
def test_l4_each_open_point_is_named_and_stands_in_the_way(
    change: dict[str, Any], code: str, params: dict[str, Any]
) -> None:
    items = readiness(replace(CLEAN, **change))
    assert [item.code for item in items] == list(ReadinessCode)
    assert [item.code for item in items if not item.met] == [code]
    assert next(item.params for item in items if item.code == code) == params
    assert not is_ready(items)
    assert [item.code for item in open_points(items)] == [code]


def test_l4_a_clean_list_is_ready_and_shows_every_item() -> None:
    items = readiness(CLEAN)
    assert [item.code for item in items] == list(ReadinessCode)
    assert all(item.met for item in items)
    assert is_ready(items)


def test_l4_more_days_than_needed_are_no_shortage() -> None:
    item = readiness(replace(CLEAN, discussion_days=30))[-1]
    assert item.met
    assert item.params == {"days": 30, "needed": 7, "short": 0}


def test_l4_every_open_point_needs_its_own_override() -> None:
    items = readiness(replace(CLEAN, open_concerns=(1,), discussion_days=0))
    assert not is_ready(items, {ReadinessCode.CONCERNS: REASON})
    assert not is_ready(items, {ReadinessCode.BODY: REASON, ReadinessCode.CONCERNS: REASON})
    assert [p.code for p in open_points(items, {ReadinessCode.CONCERNS: REASON})] == ["discussion_days"]
    assert is_ready(items, {ReadinessCode.CONCERNS: REASON, ReadinessCode.DISCUSSION_DAYS: REASON})


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u200b", "---", "**"])
def test_l4_an_override_needs_a_real_reason(text: str) -> None:
    items = readiness(replace(CLEAN, open_concerns=(1,)))
    assert not is_ready(items, {ReadinessCode.CONCERNS: text})


def test_l4_the_items_are_json_values() -> None:
    for item in readiness(replace(CLEAN, open_concerns=(1, 2), unanswered_overlaps=(3,))):
        assert json.loads(json.dumps(item.params)) == item.params
