"""The one evaluator of ballots: what each rule asks for; test_tally_model.py compares it with a second one."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.positions import CityState, PositionKind
from app.domain.tally import ConditionCode, Result, Rule, RuleKind, evaluate, notified_in_time
from tests.builders.tallies import RULES, missing, params, tally


@pytest.mark.parametrize(
    ("rule", "letters", "lacking"),
    [
        # every eligible city approves
        ("una", "aaa", []),
        ("una", "aca", []),
        ("una", "aar", []),
        ("una", "rra", []),
        ("una", "aao", ["every_city_approves"]),
        ("una", "aax", ["every_city_approves"]),
        ("una", "aa.", ["every_city_approves"]),
        # no objection, no city silent, at least one approval
        ("abs", "axx", []),
        ("abs", "cxr", []),
        ("abs", "axo", ["no_objection"]),
        ("abs", "ax.", ["no_city_silent"]),
        ("abs", "xxr", ["someone_approves"]),
        ("abs", "o..", ["someone_approves", "no_objection", "no_city_silent"]),
        # no objection, silence is consent, quorum if set
        ("noo", "a..", []),
        ("noo", "ax.", []),
        ("noo", "a.o", ["no_objection"]),
        ("noo2", "aa.", []),
        ("noo2", "ax.", []),
        ("noo2", "a..", ["quorum"]),
        ("noo2", "ar.", ["quorum"]),
        # two thirds of approve + object
        ("two", "aao", []),
        ("two", "aaoo", ["two_thirds_approve"]),
        ("two", "aaaaoo", []),
        ("two", "aaaooo", ["two_thirds_approve"]),
        ("two", "aao...", []),
        ("two", "aaoxxx", []),
        ("two", "axx", []),
        # majority of approve + object
        ("maj", "aao", []),
        ("maj", "aaoo", ["majority_approves"]),
        ("maj", "ao.", ["majority_approves"]),
        ("maj", "a..", []),
        ("maj", "aooxxx", ["majority_approves"]),
        ("maj3", "aa.", ["quorum"]),
        ("maj3", "aax", []),
        ("maj3", "aar", ["quorum"]),
        ("two3", "aar", ["quorum"]),
    ],
)
def test_b32_what_each_rule_asks_for(rule: str, letters: str, lacking: list[str]) -> None:
    result = tally(rule, letters)
    assert missing(result) == lacking
    assert result.result is (Result.FAILED if lacking else Result.CARRIED)
    assert result.if_closed_now is result.result


@pytest.mark.parametrize(
    ("approve", "objecting", "carried"),
    [
        (2, 1, True),
        (1, 1, False),
        (4, 2, True),
        (3, 2, False),
        (66, 34, False),
        (67, 33, True),
        (667, 333, True),
        (666, 334, False),
        (2 * 10**5, 10**5, True),
        (2 * 10**5 - 1, 10**5, False),
    ],
)
def test_b33_two_thirds_is_compared_in_integers(approve: int, objecting: int, carried: bool) -> None:
    assert (tally("two", "a" * approve + "o" * objecting).result is Result.CARRIED) is carried


@pytest.mark.parametrize(
    ("letters", "made"), [("aco", 3), ("axx", 3), ("ar.", 1), ("rrr", 0), ("...", 0), ("xr!", 1)]
)
def test_b34_a_quorum_counts_positions_made_abstentions_in_recusals_out(letters: str, made: int) -> None:
    for needed in range(1, 5):
        result = tally(Rule(RuleKind.MAJORITY, quorum=needed), letters)
        quorum = next(c for c in result.conditions if c.code is ConditionCode.QUORUM)
        assert quorum.met is (made >= needed)
        assert quorum.params == {"needed": needed, "made": made, "short": max(0, needed - made)}


def test_b34_a_quorum_that_is_set_counts_under_every_rule() -> None:
    assert missing(tally(Rule(RuleKind.UNANIMOUS, quorum=2), "arr")) == ["quorum"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "letters", ["xxx", "rrr", "...", "!!!", "xrr", "r..", "x", "r", ".", "", "x..", "xr."]
)
def test_b35_without_one_approval_nothing_carries_under_any_rule(rule: str, letters: str) -> None:
    result = tally(rule, letters, casting_vote=PositionKind.APPROVE)
    assert result.result is Result.FAILED
    assert "someone_approves" in missing(result)


@pytest.mark.parametrize(
    ("letters", "consenting", "untold"),
    [("a..", [2, 3], []), ("a.!", [2], [3]), ("ax!", [], [3]), ("a!!", [], [2, 3])],
)
def test_b36_silence_is_consent_only_of_a_city_told_in_time(
    letters: str, consenting: list[int], untold: list[int]
) -> None:
    result = tally(Rule(RuleKind.NO_OBJECTION, min_working_days=7), letters)
    assert (result.result is Result.CARRIED) is not bool(untold)
    assert params(result, ConditionCode.SILENCE_IS_CONSENT) == {
        "consenting": consenting,
        "cities": untold,
        "min_working_days": 7,
    }


def test_b36_a_city_that_spoke_need_not_have_been_told() -> None:
    result = evaluate(
        RULES["noo"], [1, 2], {1: PositionKind.APPROVE, 2: PositionKind.ABSTAIN}, closed=True, notified=()
    )
    assert result.result is Result.CARRIED


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.startswith("noo")])
def test_b36_silence_is_consent_under_no_other_rule(rule: str) -> None:
    codes = {condition.code for condition in tally(rule, "a..").conditions}
    assert ConditionCode.SILENCE_IS_CONSENT not in codes
    assert tally(rule, "a..").approvals == 1


def test_b36_notices_count_up_to_the_last_instant() -> None:
    by = datetime(2026, 11, 16, 15, tzinfo=UTC)
    notices = {1: by, 2: by + timedelta(microseconds=1), 3: None, 4: by - timedelta(days=9)}
    assert notified_in_time(notices, by) == {1, 4}


@pytest.mark.parametrize(
    ("rule", "letters", "vote", "carried"),
    [
        ("maj", "ao", None, False),
        ("maj", "ao", "approve", False),  # a rule that names no casting vote has none
        ("chair", "ao", None, False),
        ("chair", "ao", "approve", True),
        ("chair", "ao", "approve_with_comments", True),
        ("chair", "ao", "object", False),
        ("chair", "ao", "abstain", False),
        ("chair", "aox.", "approve", True),
        ("chair", "aoo", "approve", False),  # breaks ties only
        ("chair", "aao", "object", True),
        ("chair", "xx", "approve", False),
        ("two", "ao", "approve", False),
        ("una", "ao", "approve", False),
        ("noo", "ao", "approve", False),
    ],
)
def test_b37_a_tie_needs_a_recorded_casting_vote(
    rule: str, letters: str, vote: str | None, carried: bool
) -> None:
    result = tally(rule, letters, casting_vote=vote and PositionKind(vote))
    assert (result.result is Result.CARRIED) is carried


def test_b37_the_tie_and_the_vote_that_broke_it_are_shown() -> None:
    broken = tally("chair", "ao", casting_vote=PositionKind.APPROVE)
    assert params(broken, ConditionCode.MAJORITY_APPROVES) == {
        "approvals": 1,
        "base": 2,
        "short": 0,
        "tied": True,
        "casting_vote": "approve",
    }
    unused = params(tally("chair", "aao", casting_vote=PositionKind.OBJECT), ConditionCode.MAJORITY_APPROVES)
    assert (unused["tied"], unused["casting_vote"]) == (False, None)


def test_b3_a_city_outside_the_electorate_is_neither_counted_nor_in_the_denominator() -> None:
    positions = {1: PositionKind.APPROVE, 2: PositionKind.APPROVE, 99: PositionKind.OBJECT}
    result = evaluate(RULES["una"], [1, 2], positions, closed=True, notified={99})
    assert result.result is Result.CARRIED
    assert result.eligible == (1, 2)


@pytest.mark.parametrize(
    ("letters", "excluded", "carried"),
    [
        ("aao", (), False),
        ("aao", (3,), True),
        ("aa.", (3,), True),
        ("a..", (2, 3), True),
        ("aaa", (1, 2, 3), False),
    ],
)
def test_b4_an_excluded_city_is_left_out_whatever_it_said(
    letters: str, excluded: tuple[int, ...], carried: bool
) -> None:
    result = tally("una", letters, excluded=excluded)
    assert (result.result is Result.CARRIED) is carried
    assert result.excluded == excluded
    assert not set(excluded) & {city for city, _ in result.states}
    assert sum(result.counts.values()) == len(letters) - len(excluded)


def test_b8_a_recused_city_leaves_numerator_and_denominator_and_is_shown() -> None:
    result = tally("una", "aar")
    assert result.cities(CityState.RECUSE) == (3,)
    assert (result.approvals, result.base, result.eligible) == (2, 2, (1, 2))


def test_b19_abstain_recuse_and_none_are_counted_apart() -> None:
    assert tally("una", "acoxr..").counts == {
        "approve": 1,
        "approve_with_comments": 1,
        "object": 1,
        "abstain": 1,
        "recuse": 1,
        "none": 2,
    }


def test_b22_approval_with_comments_counts_as_approval() -> None:
    assert tally("una", "ccc").result is Result.CARRIED
    assert tally("two", "cco").result is Result.CARRIED
    assert tally("maj", "cco").approvals == 2


@pytest.mark.parametrize(
    ("rule", "letters", "base"),
    [("una", "aox.r", 4), ("noo", "aox.r", 4), ("two", "aox.r", 2), ("maj", "xx.", 0)],
)
def test_b33_the_base_is_that_of_the_rule(rule: str, letters: str, base: int) -> None:
    assert tally(rule, letters).base == base


@pytest.mark.parametrize(
    ("letters", "unanimous"),
    [("aac", True), ("aar", True), ("aax", False), ("aa.", False), ("rrr", False), ("", False)],
)
def test_d8_whether_all_eligible_cities_approved_is_known_under_every_rule(
    letters: str, unanimous: bool
) -> None:
    assert tally("maj", letters).unanimous is unanimous
