"""What stands in one city on one day: exactly one text of a chain, by a table and over random chains (D3, D4, D6)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.force import (
    Awaited,
    AwaitedReason,
    Days,
    GrantedException,
    Joining,
    Link,
    Standing,
    StandingKind,
    standing_on,
)

APRIL = date(2027, 4, 1)
DAY = timedelta(days=1)
FIRST, SECOND = 1, 2


def first(**more: object) -> Link:
    """The first decision of a chain, in effect from April."""
    return Link(FIRST, 1, APRIL, **more)  # type: ignore[arg-type]


def second(after: int = 100, **more: object) -> Link:
    """The second one, in effect some days later."""
    return Link(SECOND, 2, APRIL + after * DAY, **more)  # type: ignore[arg-type]


def test_d3_nothing_stands_before_the_first_decision_takes_effect() -> None:
    coming = Awaited(FIRST, AwaitedReason.EFFECTIVE_DATE, APRIL)
    assert standing_on([first()], APRIL - DAY) == Standing(StandingKind.TRANSITION, awaited=coming)
    assert standing_on([first()], APRIL) == Standing(StandingKind.DECISION, FIRST)


def test_d3_the_earlier_decision_stands_until_the_day_the_later_one_takes_effect() -> None:
    chain = [second(), first()]
    coming = Awaited(SECOND, AwaitedReason.EFFECTIVE_DATE, APRIL + 100 * DAY)
    assert standing_on(chain, APRIL + 99 * DAY) == Standing(StandingKind.DECISION, FIRST, awaited=coming)
    assert standing_on(chain, APRIL + 100 * DAY) == Standing(StandingKind.DECISION, SECOND)


def test_d3_a_later_decision_that_takes_effect_first_leaves_the_earlier_one_without_a_day() -> None:
    chain = [first(), second(-10)]
    assert {standing_on(chain, APRIL + offset * DAY).decision_id for offset in range(-10, 30)} == {SECOND}


@pytest.mark.parametrize(("offset", "stands"), [(-1, True), (0, True), (1, False), (-30, False)])
def test_d4_an_exception_holds_until_the_end_of_its_last_day(offset: int, stands: bool) -> None:
    last_day = APRIL + 60 * DAY
    exception = GrantedException(7, Days(last_day - 29 * DAY, last_day + DAY))
    found = standing_on([first(exceptions=(exception,))], last_day + offset * DAY)

    expected = Standing(StandingKind.EXCEPTION, FIRST, 7, last_day)
    assert found == (expected if stands else Standing(StandingKind.DECISION, FIRST))


def test_d4_where_one_exception_prolongs_another_the_later_one_holds() -> None:
    days = Days(APRIL, APRIL + 100 * DAY)
    exceptions = (GrantedException(8, days), GrantedException(7, days))
    assert standing_on([first(exceptions=exceptions)], APRIL).exception_id == 8


def test_d4_an_exception_ends_with_the_decision_it_departs_from() -> None:
    exception = GrantedException(7, Days(APRIL, APRIL + 900 * DAY))
    chain = [first(exceptions=(exception,)), second()]
    assert standing_on(chain, APRIL + 99 * DAY).kind is StandingKind.EXCEPTION
    assert standing_on(chain, APRIL + 100 * DAY) == Standing(StandingKind.DECISION, SECOND)


def test_d6_without_its_ordinance_a_decision_is_not_in_force_past_the_common_date() -> None:
    chain = [first(ordinance=())]
    waits = Awaited(FIRST, AwaitedReason.ORDINANCE)
    assert standing_on(chain, APRIL + 500 * DAY) == Standing(StandingKind.TRANSITION, awaited=waits)


def test_d6_it_is_in_force_from_the_day_its_ordinance_allows_it_and_not_after_that_is_taken_back() -> None:
    chain = [first(ordinance=(Days(APRIL + 10 * DAY, APRIL + 20 * DAY),))]
    kinds = [standing_on(chain, APRIL + offset * DAY).kind for offset in (9, 10, 19, 20)]
    off, on = StandingKind.TRANSITION, StandingKind.DECISION
    assert kinds == [off, on, on, off]
    day = Awaited(FIRST, AwaitedReason.ORDINANCE, APRIL + 10 * DAY)
    assert standing_on(chain, APRIL).awaited == day


def test_d6_an_ordinance_in_time_does_not_bring_the_decision_forward() -> None:
    chain = [first(ordinance=(Days(APRIL - 30 * DAY),))]
    assert standing_on(chain, APRIL - DAY).kind is StandingKind.TRANSITION
    assert standing_on(chain, APRIL).kind is StandingKind.DECISION


def test_d6_the_earlier_decision_goes_on_while_the_later_one_waits_for_the_ordinance() -> None:
    chain = [first(), second(ordinance=())]
    waits = Awaited(SECOND, AwaitedReason.ORDINANCE)
    assert standing_on(chain, APRIL + 300 * DAY) == Standing(StandingKind.EARLIER, FIRST, awaited=waits)


def test_d9_a_decision_the_city_has_not_answered_is_undeclared() -> None:
    chain = [first(), second(joining=Joining(answered=False))]
    found = standing_on(chain, APRIL + 300 * DAY)
    assert (found.kind, found.decision_id) == (StandingKind.UNDECLARED, SECOND)


def test_d7_a_city_that_adopts_from_a_day_of_its_own_waits_until_then_and_never_had_the_earlier_one() -> None:
    own = APRIL + 400 * DAY
    chain = [first(), second(joining=Joining(True, own))]
    waits = Awaited(SECOND, AwaitedReason.OWN_DATE, own)
    assert standing_on(chain, own - DAY) == Standing(StandingKind.TRANSITION, awaited=waits)
    assert standing_on(chain, own) == Standing(StandingKind.DECISION, SECOND)


offsets = st.integers(min_value=-60, max_value=60)


@st.composite
def spans(draw: st.DrawFn) -> Days:
    since = APRIL + draw(offsets) * DAY
    return Days(since, since + draw(st.integers(1, 40)) * DAY)


@st.composite
def chains(draw: st.DrawFn) -> list[Link]:
    """Up to five decisions, some with an ordinance to be changed, some with exceptions, in any order."""
    exceptions = iter(range(100, 200))
    links = [
        Link(
            decision_id=cycle,
            cycle=cycle,
            effective_on=APRIL + draw(offsets) * DAY,
            ordinance=draw(st.none() | st.lists(spans(), max_size=2).map(tuple)),
            exceptions=tuple(
                GrantedException(next(exceptions), days) for days in draw(st.lists(spans(), max_size=3))
            ),
        )
        for cycle in range(1, draw(st.integers(1, 5)) + 1)
    ]
    return draw(st.permutations(links))


@given(chains(), offsets)
def test_d3_at_every_instant_exactly_one_version_stands_in_a_city(chain: list[Link], offset: int) -> None:
    """A second answer, written from the rules alone: the candidates of the day, of which the newest stands."""
    day = APRIL + offset * DAY
    effective = [link for link in chain if link.effective_on <= day]
    excepted = {link.cycle for link in effective if any(day in d.days for d in link.exceptions)}
    free = {
        link.cycle for link in effective if link.ordinance is None or any(day in o for o in link.ordinance)
    }
    newest = max(excepted | free, default=None)
    found = standing_on(chain, day)

    assert found.decision_id == newest
    assert (found.kind is StandingKind.TRANSITION) is (newest is None)
    assert (found.kind is StandingKind.EXCEPTION) is (newest in excepted)
    assert (found.exception_id is None) is (found.kind is not StandingKind.EXCEPTION)
    if found.kind in (StandingKind.DECISION, StandingKind.EARLIER):
        newer = [link for link in effective if link.cycle > (newest or 0)]
        assert (found.kind is StandingKind.EARLIER) is bool(newer)


@given(chains())
def test_d3_what_stands_does_not_depend_on_the_order_in_which_the_chain_is_read(chain: list[Link]) -> None:
    for offset in range(-70, 110, 7):
        day = APRIL + offset * DAY
        assert standing_on(chain, day) == standing_on(chain[::-1], day)


@given(chains(), offsets)
def test_d6_what_is_awaited_is_newer_than_what_stands_and_not_in_force(
    chain: list[Link], offset: int
) -> None:
    found = standing_on(chain, APRIL + offset * DAY)
    if found.awaited is not None:
        assert found.awaited.decision_id > (found.decision_id or 0)
