"""The parameters of a rule, as a round freezes them."""

import json
from typing import Any

import pytest

from app.domain.ballot_rules import (
    WITH_CASTING_VOTE,
    WITH_QUORUM,
    Condition,
    ConditionCode,
    Rule,
    RuleKind,
    all_met,
)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(RuleKind.UNANIMOUS),
        Rule(RuleKind.NO_OBJECTION, quorum=2, min_working_days=10),
        Rule(RuleKind.TWO_THIRDS, quorum=3, early_close=True, grace_minutes=0),
        Rule(RuleKind.MAJORITY, quorum=1, casting_vote=True),
    ],
)
def test_b2_a_frozen_rule_reads_back_as_the_same(rule: Rule) -> None:
    stored = json.loads(json.dumps(rule.to_json()))
    assert Rule.from_json(stored) == rule
    assert isinstance(Rule.from_json(stored).kind, RuleKind)


def test_b2_every_parameter_is_stored_by_name() -> None:
    assert Rule(RuleKind.MAJORITY, quorum=2, casting_vote=True).to_json() == {
        "kind": "majority",
        "quorum": 2,
        "casting_vote": True,
        "early_close": False,
        "grace_minutes": 60,
        "min_working_days": 5,
    }


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"quorum": 1},
        {"kind": "lottery"},
        {"kind": "unanimous", "weights": {"132021": 2}},
        {"kind": "unanimous", "quorum": "3"},
        {"kind": "unanimous", "quorum": True},
        {"kind": "unanimous", "early_close": 1},
    ],
)
def test_b38_a_stored_rule_this_evaluator_does_not_know_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Rule.from_json(stored)


@pytest.mark.parametrize("kind", RuleKind)
def test_b32_two_thirds_and_majority_come_with_a_quorum(kind: RuleKind) -> None:
    if kind in WITH_QUORUM:
        with pytest.raises(ValueError, match="quorum"):
            Rule(kind)
    else:
        assert Rule(kind).quorum is None
    assert Rule(kind, quorum=1).quorum == 1


@pytest.mark.parametrize("kind", RuleKind)
def test_b37_a_casting_vote_belongs_to_majority_alone(kind: RuleKind) -> None:
    if kind in WITH_CASTING_VOTE:
        assert Rule(kind, quorum=1, casting_vote=True).casting_vote
    else:
        with pytest.raises(ValueError, match="casting vote"):
            Rule(kind, quorum=1, casting_vote=True)
    assert {RuleKind.MAJORITY} == WITH_CASTING_VOTE


@pytest.mark.parametrize(
    "wrong", [{"quorum": 0}, {"quorum": -1}, {"quorum": 1.5}, {"grace_minutes": -1}, {"min_working_days": -1}]
)
def test_b32_a_rule_counts_in_whole_numbers(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="whole"):
        Rule(RuleKind.NO_OBJECTION, **wrong)


def test_a_condition_reads_back_as_the_same() -> None:
    condition = Condition(ConditionCode.QUORUM, False, {"needed": 3, "made": 1, "short": 2})
    stored = json.loads(json.dumps(condition.to_json()))
    assert Condition.from_json(stored) == condition
    assert Condition.from_json(stored).code is ConditionCode.QUORUM


def test_all_met_means_that_nothing_is_missing() -> None:
    met, unmet = Condition(ConditionCode.QUORUM, True), Condition(ConditionCode.NO_OBJECTION, False)
    assert all_met([met, met])
    assert not all_met([met, unmet])
