"""What a tally shows and stores: what is missing, what closing now would mean, the same after reading back."""

import json
from typing import Any

import pytest

from app.domain.positions import PositionKind
from app.domain.tally import ConditionCode, Result, Tally, evaluate
from tests.builders.tallies import RULES, params, tally


@pytest.mark.parametrize(
    ("rule", "letters", "short"),
    [
        ("two", "aao", 0),
        ("two", "ao", 1),
        ("two", "aoo", 3),
        ("two", "...", 1),
        ("two", "o..", 2),
        ("maj", "aao", 0),
        ("maj", "ao", 1),
        ("maj", "aoo", 2),
        ("maj", "...", 1),
        ("maj", "o..", 2),
    ],
)
def test_b38_how_many_more_approvals_would_do(rule: str, letters: str, short: int) -> None:
    code = ConditionCode.TWO_THIRDS_APPROVE if rule == "two" else ConditionCode.MAJORITY_APPROVES
    assert params(tally(rule, letters), code)["short"] == short
    met = [c.code for c in tally(rule, letters + "a" * short).conditions if c.met]
    assert code in met
    if short:
        assert code not in [c.code for c in tally(rule, letters + "a" * (short - 1)).conditions if c.met]


@pytest.mark.parametrize("letters", ["aaa", "aao", "...", "ooo"])
def test_b38_an_open_round_is_undecided_and_says_what_closing_now_would_mean(letters: str) -> None:
    still_open, closed = tally("una", letters, closed=False), tally("una", letters)
    assert still_open.result is Result.UNDECIDED
    assert still_open.if_closed_now is closed.result is closed.if_closed_now
    assert still_open.conditions == closed.conditions
    assert closed.result is not Result.UNDECIDED


def test_b38_each_condition_names_the_cities_it_waits_for() -> None:
    assert params(tally("una", "aox.r"), ConditionCode.EVERY_CITY_APPROVES) == {
        "approvals": 1,
        "eligible": 4,
        "cities": [2, 3, 4],
    }
    assert params(tally("abs", "ao.o"), ConditionCode.NO_OBJECTION) == {"objections": 2, "cities": [2, 4]}
    assert params(tally("abs", "ao.o"), ConditionCode.NO_CITY_SILENT) == {"silent": 1, "cities": [3]}


def test_b38_a_round_can_be_imagined_with_other_positions() -> None:
    now = {1: PositionKind.APPROVE, 2: PositionKind.OBJECT}
    real = evaluate(RULES["two"], [1, 2, 3], now, closed=False, notified=())
    imagined = evaluate(RULES["two"], [1, 2, 3], now | {3: PositionKind.APPROVE}, closed=False, notified=())
    assert (real.if_closed_now, imagined.if_closed_now) == (Result.FAILED, Result.CARRIED)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("letters", ["aco", "ax.r!", "", "ao"])
@pytest.mark.parametrize("closed", [True, False])
def test_b39_a_stored_tally_reads_back_as_the_same(rule: str, letters: str, closed: bool) -> None:
    result = tally(rule, letters, closed=closed, casting_vote=PositionKind.APPROVE, excluded=(2,))
    stored = json.loads(json.dumps(result.to_json()))
    assert stored == result.to_json()
    assert Tally.from_json(stored) == result


@pytest.mark.parametrize(
    ("change", "at"),
    [("a.o", None), ("aaa", None), ("aao", {"excluded": (3,)}), ("aao", {"closed": False}), ("ac.", None)],
)
def test_b39_any_difference_shows(change: str, at: dict[str, Any] | None) -> None:
    stored = tally("maj3", "aao").to_json()
    assert Tally.from_json(stored) == tally("maj3", "aao")
    assert Tally.from_json(stored) != tally("maj3", change, **(at or {}))
    assert Tally.from_json(stored) != tally("two3", "aao")


def test_b39_the_order_in_which_cities_and_positions_are_stored_changes_nothing() -> None:
    positions = {3: PositionKind.OBJECT, 1: PositionKind.APPROVE, 10: PositionKind.ABSTAIN}
    one = evaluate(RULES["abs"], [10, 3, 2, 1], positions, closed=True, notified=())
    other = evaluate(
        RULES["abs"], [1, 2, 3, 10, 10], dict(reversed(positions.items())), closed=True, notified=()
    )
    assert one == other
    assert [city for city, _ in one.states] == [1, 2, 3, 10]


def test_b39_cities_may_be_named_by_their_codes() -> None:
    positions = {"132047": PositionKind.APPROVE, "132021": PositionKind.APPROVE}
    result = evaluate(RULES["una"], ["132128", "132047", "132021"], positions, closed=True, notified=())
    assert params(result, ConditionCode.EVERY_CITY_APPROVES)["cities"] == ["132128"]
    assert Tally.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_b39_a_position_read_back_from_an_event_counts_like_any_other() -> None:
    read = {1: "approve", 2: "object"}
    result = evaluate(RULES["maj"], [1, 2], read, closed=True, notified=())  # type: ignore[arg-type]
    assert result == tally("maj", "ao")
