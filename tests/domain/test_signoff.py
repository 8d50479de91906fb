"""S2, S4, S11: what signatures come to is the same in every order."""

from collections.abc import Mapping
from itertools import permutations, product

import pytest

from app.domain.roles import StepRule
from app.domain.signoff import Meaning, SignoffState, outcome_of, step_outcome

RUNNING, APPROVED, PASSED_OVER, SENT_BACK, REFUSED, DROPPED = (
    SignoffState.RUNNING,
    SignoffState.APPROVED,
    SignoffState.PASSED_OVER,
    SignoffState.SENT_BACK,
    SignoffState.REFUSED,
    SignoffState.DROPPED,
)


YES, BACK, NO = Meaning.APPROVE, Meaning.SEND_BACK, Meaning.REFUSE
ALL, ANY = StepRule.ALL, StepRule.ANY
Said = Mapping[int, Meaning]


@pytest.mark.parametrize(
    ("rule", "said", "passed_over", "expected"),
    [
        (ALL, {}, set(), RUNNING),
        (ALL, {1: YES}, set(), RUNNING),
        (ALL, {1: YES, 2: YES}, set(), APPROVED),
        (ALL, {1: YES, 2: YES, 9: NO}, set(), APPROVED),
        (ALL, {1: BACK}, set(), SENT_BACK),
        (ALL, {1: YES, 2: NO}, set(), REFUSED),
        (ANY, {}, set(), RUNNING),
        (ANY, {2: YES}, set(), APPROVED),
        (ANY, {9: YES}, set(), RUNNING),
        (ANY, {1: BACK}, set(), RUNNING),
        (ANY, {1: BACK, 2: YES}, set(), APPROVED),
        (ANY, {1: BACK, 2: NO}, set(), SENT_BACK),
        (ANY, {1: NO, 2: Meaning.DROP}, set(), REFUSED),
        (ALL, {1: YES}, {2}, APPROVED),
        (ALL, {}, {2}, RUNNING),
        (ALL, {}, {1, 2}, PASSED_OVER),
        (ANY, {}, {1}, RUNNING),
        (ANY, {2: BACK}, {1}, SENT_BACK),
        (ANY, {}, {1, 2}, PASSED_OVER),
    ],
)
def test_s2_s6_what_a_step_comes_to(
    rule: StepRule, said: Said, passed_over: set[int], expected: SignoffState
) -> None:
    assert step_outcome(rule, {1, 2}, said, passed_over) is expected


def test_s2_s6_every_order_of_acts_comes_to_the_same() -> None:
    """Each of three posts approves, sends back or is passed over; a step that ended takes no further act."""
    acts = (YES, BACK, None)
    for rule, chosen in product(StepRule, product(acts, repeat=3)):
        ends = {_played(rule, order) for order in permutations(enumerate(chosen))}
        assert len(ends) == 1, (rule, chosen, ends)


def test_s6_a_post_passed_over_neither_approves_nor_blocks() -> None:
    for rule, chosen in product(StepRule, product((YES, BACK, NO), repeat=2)):
        said = dict(enumerate(chosen))
        assert step_outcome(rule, {0, 1, 2}, said, {2}) is step_outcome(rule, {0, 1}, said), (rule, chosen)


def _played(rule: StepRule, order: tuple[tuple[int, Meaning | None], ...]) -> SignoffState:
    said: dict[int, Meaning] = {}
    passed_over: set[int] = set()
    for post, meaning in order:
        if step_outcome(rule, {0, 1, 2}, said, passed_over) is not RUNNING:
            break
        if meaning is None:
            passed_over.add(post)
        else:
            said[post] = meaning
    return step_outcome(rule, {0, 1, 2}, said, passed_over)


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
