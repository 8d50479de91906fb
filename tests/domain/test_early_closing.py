"""Closing a round before its deadline (B31)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.ballot_rules import Condition, ConditionCode, Rule, RuleKind, all_met
from app.domain.early_closing import early_close_conditions
from app.domain.positions import PositionKind

RULE = Rule(RuleKind.UNANIMOUS, early_close=True, grace_minutes=30)
LAST = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
EVERYONE = {1: PositionKind.APPROVE, 2: PositionKind.OBJECT, 3: PositionKind.RECUSE}


def asked(**change: Any) -> tuple[Condition, ...]:
    given: dict[str, Any] = {
        "rule": RULE,
        "electorate": [1, 2, 3],
        "positions": EVERYONE,
        "last_change_at": LAST,
        "at": LAST + timedelta(minutes=30),
    } | change
    rule, electorate, positions = given.pop("rule"), given.pop("electorate"), given.pop("positions")
    return early_close_conditions(rule, electorate, positions, **given)


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({}, []),
        ({"rule": replace(RULE, early_close=False)}, ["early_close_allowed"]),
        ({"positions": {1: PositionKind.APPROVE}}, ["every_city_positioned"]),
        ({"positions": {1: PositionKind.APPROVE, 2: PositionKind.ABSTAIN}, "excluded": (3,)}, []),
        ({"positions": {}, "excluded": (1, 2, 3)}, ["every_city_positioned"]),
        ({"positions": EVERYONE | {9: PositionKind.APPROVE}}, []),
        ({"departed": (2,)}, ["no_departure_unsettled"]),
        ({"at": LAST + timedelta(minutes=30) - timedelta(microseconds=1)}, ["grace_passed"]),
        ({"at": LAST}, ["grace_passed"]),
        ({"at": LAST, "rule": replace(RULE, grace_minutes=0)}, []),
        ({"last_change_at": None}, ["grace_passed"]),
        (
            {"positions": {}, "last_change_at": None, "rule": replace(RULE, early_close=False)},
            ["early_close_allowed", "every_city_positioned", "grace_passed"],
        ),
    ],
)
def test_b31_what_early_closing_asks_for(change: dict[str, Any], lacking: list[str]) -> None:
    conditions = asked(**change)
    assert [condition.code.value for condition in conditions if not condition.met] == lacking
    assert all_met(conditions) is not bool(lacking)
    assert len(conditions) == 4


def test_b31_each_condition_says_what_it_waits_for() -> None:
    conditions = asked(positions={2: PositionKind.OBJECT}, departed=[3, 1])
    shown = {condition.code: condition.params for condition in conditions}
    assert shown[ConditionCode.EVERY_CITY_POSITIONED] == {"cities": [1, 3]}
    assert shown[ConditionCode.NO_DEPARTURE_UNSETTLED] == {"cities": [1, 3]}
    assert shown[ConditionCode.GRACE_PASSED] == {"minutes": 30, "until": "2026-11-24T01:30:00+00:00"}
    assert json.loads(json.dumps([c.params for c in conditions])) == [c.params for c in conditions]
    assert asked(last_change_at=None)[-1].params == {"minutes": 30, "until": None}
