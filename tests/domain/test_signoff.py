"""S2, S4, S11: what signatures come to is the same in every order."""

from itertools import permutations, product

import pytest

from app.domain.roles import StepRule
from app.domain.signoff import SignoffState, outcome_of, step_is_approved

RUNNING, APPROVED, SENT_BACK, REFUSED, DROPPED = (
    SignoffState.RUNNING,
    SignoffState.APPROVED,
    SignoffState.SENT_BACK,
    SignoffState.REFUSED,
    SignoffState.DROPPED,
)


@pytest.mark.parametrize(
    ("rule", "approved", "expected"),
    [
        (StepRule.ALL, set(), False),
        (StepRule.ALL, {1}, False),
        (StepRule.ALL, {1, 2}, True),
        (StepRule.ALL, {1, 2, 9}, True),
        (StepRule.ANY, set(), False),
        (StepRule.ANY, {2}, True),
        (StepRule.ANY, {9}, False),
    ],
)
def test_s2_a_step_needs_all_or_any_of_its_posts(rule: StepRule, approved: set[int], expected: bool) -> None:
    assert step_is_approved(rule, {1, 2}, approved) is expected


@pytest.mark.parametrize(
    ("cities", "expected"),
    [
        ((RUNNING, RUNNING, RUNNING), RUNNING),
        ((APPROVED, APPROVED, RUNNING), RUNNING),
        ((APPROVED, APPROVED, APPROVED), APPROVED),
        ((SENT_BACK, APPROVED, RUNNING), SENT_BACK),
        ((REFUSED, APPROVED, RUNNING), REFUSED),
        ((DROPPED, RUNNING, RUNNING), RUNNING),
        ((DROPPED, DROPPED, RUNNING), RUNNING),
        ((DROPPED, DROPPED, DROPPED), DROPPED),
        ((DROPPED, APPROVED, RUNNING), REFUSED),
        ((DROPPED, SENT_BACK, RUNNING), SENT_BACK),
        ((DROPPED, REFUSED, RUNNING), REFUSED),
    ],
)
def test_s4_what_the_cities_come_to_does_not_depend_on_their_order(
    cities: tuple[SignoffState, ...], expected: SignoffState
) -> None:
    assert {outcome_of(order) for order in permutations(cities)} == {expected}


def test_s11_nothing_but_every_approval_decides() -> None:
    for cities in product((RUNNING, APPROVED, SENT_BACK, REFUSED, DROPPED), repeat=3):
        assert (outcome_of(cities) is APPROVED) == (set(cities) == {APPROVED}), cities
