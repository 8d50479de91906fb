"""The evaluator against a second one, written from the rule book alone, over every small electorate."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.positions import PositionKind
from app.domain.tally import Result, Rule, RuleKind, evaluate

SILENT, UNTOLD = "none", "untold"
STATES = [*PositionKind, SILENT, UNTOLD]


def carries(rule: Rule, states: list[str], vote: str | None) -> bool:
    """Whether the matter carries: the states of the cities that count, "untold" a silent city not told in time."""
    voting = [state for state in states if state != "recuse"]
    spoke = [state for state in voting if state not in (SILENT, UNTOLD)]
    yes = [state for state in voting if state.startswith("approve")]
    no = [state for state in voting if state == "object"]
    if not yes:
        return False
    if rule.quorum is not None and len(spoke) < rule.quorum:
        return False
    share = Fraction(len(yes), len(yes) + len(no))
    if rule.kind == "unanimous":
        return yes == voting
    if rule.kind == "unanimous_abstain_ok":
        return not no and spoke == voting
    if rule.kind == "no_objection":
        return not no and UNTOLD not in voting
    if rule.kind == "two_thirds":
        return share >= Fraction(2, 3)
    if share == Fraction(1, 2):
        return rule.casting_vote and vote in ("approve", "approve_with_comments")
    return share > Fraction(1, 2)


def check(rule: Rule, states: list[str], out: set[int], vote: PositionKind | None) -> None:
    positions = {city: PositionKind(s) for city, s in enumerate(states) if s not in (SILENT, UNTOLD)}
    told = {city for city, state in enumerate(states) if state != UNTOLD}
    result = evaluate(
        rule, range(len(states)), positions, closed=True, notified=told, casting_vote=vote, excluded=out
    )
    expected = carries(rule, [state for city, state in enumerate(states) if city not in out], vote)
    assert (result.result is Result.CARRIED) is expected, result
    assert result.result is not Result.UNDECIDED
    assert bool(result.missing) is not expected


def every_rule() -> list[Rule]:
    quorums: list[int | None] = [None, 1, 2, 3]
    rules = []
    for kind, quorum, casting in product(RuleKind, quorums, [False, True]):
        try:
            rules.append(Rule(kind, quorum=quorum, casting_vote=casting))
        except ValueError:
            continue
    return rules


@pytest.mark.parametrize("cities", range(5))
def test_b32_to_b37_hold_for_every_electorate_of_up_to_four_cities(cities: int) -> None:
    for rule, states in product(every_rule(), product(STATES, repeat=cities)):
        for vote in [None, PositionKind.APPROVE, PositionKind.OBJECT] if rule.casting_vote else [None]:
            check(rule, list(states), set(), vote)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    kind = draw(st.sampled_from(RuleKind))
    counted = kind in (RuleKind.TWO_THIRDS, RuleKind.MAJORITY)
    quorum = draw(st.integers(1, 8) if counted else st.none() | st.integers(1, 8))
    return Rule(kind, quorum=quorum, casting_vote=kind is RuleKind.MAJORITY and draw(st.booleans()))


@settings(max_examples=600, deadline=None)
@given(
    rule=rules(),
    states=st.lists(st.sampled_from(STATES), max_size=9),
    out=st.sets(st.integers(0, 8), max_size=3),
    vote=st.none() | st.sampled_from(PositionKind),
)
def test_b32_to_b37_hold_for_larger_electorates(
    rule: Rule, states: list[str], out: set[int], vote: PositionKind | None
) -> None:
    check(rule, states, out, vote)


@settings(max_examples=200, deadline=None)
@given(rule=rules(), states=st.lists(st.sampled_from(STATES), min_size=1, max_size=7), data=st.data())
def test_b32_turning_to_approval_never_harms_a_matter(
    rule: Rule, states: list[str], data: st.DataObject
) -> None:
    """No city can defeat a matter by approving it, whatever it did before."""
    city = data.draw(st.integers(0, len(states) - 1))

    def outcome(now: list[str]) -> Result:
        positions = {c: PositionKind(s) for c, s in enumerate(now) if s not in (SILENT, UNTOLD)}
        told = {c for c, s in enumerate(now) if s != UNTOLD}
        return evaluate(rule, range(len(now)), positions, closed=True, notified=told).result

    if outcome(states) is Result.CARRIED:
        assert outcome([*states[:city], "approve", *states[city + 1 :]]) is Result.CARRIED
