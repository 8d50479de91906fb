"""The one evaluator of ballots: a frozen rule, an electorate and positions in; result and conditions out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from app.domain.ballot_rules import (
    WITH_QUORUM,
    City,
    Condition,
    ConditionCode,
    Rule,
    RuleKind,
    all_met,
    in_order,
)
from app.domain.positions import APPROVALS, CityState, PositionKind

# With the words of a rule, so that whoever counts needs this one module.
__all__ = [
    "City",
    "Condition",
    "ConditionCode",
    "Result",
    "Rule",
    "RuleKind",
    "Tally",
    "evaluate",
    "notified_in_time",
]


class Result(StrEnum):
    """What a tally comes to; an open round is undecided, for every city may still change its mind (B21)."""

    CARRIED = "carried"
    FAILED = "failed"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Tally:
    """What a round comes to: each city's state, each condition, the result (B38).

    `states` holds the electorate without excluded cities, in order. `if_closed_now` is the result the same
    positions would have at closing; for a closed round it is the result.
    """

    rule: Rule
    closed: bool
    states: tuple[tuple[City, CityState], ...]
    excluded: tuple[City, ...]
    conditions: tuple[Condition, ...]
    if_closed_now: Result

    @property
    def result(self) -> Result:
        """Carried or failed for a closed round, undecided for an open one."""
        return self.if_closed_now if self.closed else Result.UNDECIDED

    @property
    def missing(self) -> tuple[Condition, ...]:
        """The conditions not met: what is still missing, or what the round failed on (B38)."""
        return tuple(condition for condition in self.conditions if not condition.met)

    @property
    def counts(self) -> dict[CityState, int]:
        """How many cities stand in each state, recused and none apart (B19)."""
        return {state: len(self.cities(state)) for state in CityState}

    @property
    def eligible(self) -> tuple[City, ...]:
        """The cities that count: recused ones leave numerator and denominator (B8)."""
        return tuple(city for city, state in self.states if state != CityState.RECUSE)

    @property
    def approvals(self) -> int:
        """Approvals, with comments or without (B22)."""
        return len(self.cities(CityState.APPROVE, CityState.APPROVE_WITH_COMMENTS))

    @property
    def objections(self) -> int:
        return len(self.cities(CityState.OBJECT))

    @property
    def positions_made(self) -> int:
        """What a quorum counts: abstentions in, recusals out (B34)."""
        return len(self.eligible) - len(self.cities(CityState.NONE))

    @property
    def base(self) -> int:
        """The denominator of the rule: approve + object for two_thirds and majority, else eligible cities."""
        return self.approvals + self.objections if self.rule.kind in WITH_QUORUM else len(self.eligible)

    @property
    def unanimous(self) -> bool:
        """Whether every eligible city, and at least one, approved, whatever the rule asked for."""
        return 0 < self.approvals == len(self.eligible)

    def cities(self, *states: CityState) -> tuple[City, ...]:
        """The cities in any of these states."""
        return tuple(city for city, state in self.states if state in states)

    def to_json(self) -> dict[str, Any]:
        """JSON values only, to be stored at closing; counts and result are for readers (B39)."""
        return {
            "rule": self.rule.to_json(),
            "closed": self.closed,
            "result": self.result.value,
            "if_closed_now": self.if_closed_now.value,
            "states": [[city, state.value] for city, state in self.states],
            "excluded": list(self.excluded),
            "counts": {state.value: count for state, count in self.counts.items()},
            "conditions": [condition.to_json() for condition in self.conditions],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The tally of to_json(), equal to a recomputed one exactly if nothing differs (B39)."""
        return cls(
            rule=Rule.from_json(stored["rule"]),
            closed=stored["closed"],
            states=tuple((city, CityState(state)) for city, state in stored["states"]),
            excluded=tuple(stored["excluded"]),
            conditions=tuple(Condition.from_json(condition) for condition in stored["conditions"]),
            if_closed_now=Result(stored["if_closed_now"]),
        )


def evaluate(
    rule: Rule,
    electorate: Iterable[City],
    positions: Mapping[City, PositionKind],
    *,
    closed: bool,
    notified: Collection[City],
    casting_vote: PositionKind | None = None,
    excluded: Collection[City] = (),
) -> Tally:
    """The tally of a round, open or closed, real or imagined (B32-B38).

    `electorate` are the cities frozen at opening (B2), `excluded` those of them that left and were taken out
    (B4), `notified` those told in time for their silence to count (B36, see calendar.latest_notice), and
    `casting_vote` is the chair's, an approval or not (B37).
    What the frozen round does not know does not count: a position from outside the electorate (B3), a
    casting vote under a rule that names none (B32). Silence supports a matter, it never carries one alone:
    under every rule at least one city must have approved (B35).
    """
    out = set(excluded)
    cities = in_order(electorate)
    tally = Tally(
        rule=rule,
        closed=closed,
        states=tuple((c, CityState(positions.get(c, CityState.NONE))) for c in cities if c not in out),
        excluded=tuple(c for c in cities if c in out),
        conditions=(),
        if_closed_now=Result.FAILED,
    )
    conditions = [_someone_approves(tally)]
    conditions += [ask(tally, notified, casting_vote) for ask in _ASKED[rule.kind]]
    if rule.quorum is not None:
        conditions.append(_quorum(tally, rule.quorum))
    carried = all_met(conditions)
    return replace(
        tally,
        conditions=tuple(conditions),
        if_closed_now=Result.CARRIED if carried else Result.FAILED,
    )


def notified_in_time(notices: Mapping[City, datetime | None], notice_by: datetime) -> frozenset[City]:
    """The cities whose silence can count: told at or before the round's last instant for notices (B36)."""
    return frozenset(city for city, at in notices.items() if at is not None and at <= notice_by)


def _someone_approves(tally: Tally) -> Condition:
    """All abstain, all recuse, no position at all: none of these carries (B35)."""
    return Condition(ConditionCode.SOMEONE_APPROVES, tally.approvals > 0, {"approvals": tally.approvals})


def _quorum(tally: Tally, needed: int) -> Condition:
    made = tally.positions_made
    return Condition(
        ConditionCode.QUORUM,
        made >= needed,
        {"needed": needed, "made": made, "short": max(0, needed - made)},
    )


def _every_city_approves(tally: Tally, _notified: Collection[City], _vote: PositionKind | None) -> Condition:
    others = tally.cities(CityState.OBJECT, CityState.ABSTAIN, CityState.NONE)
    return Condition(
        ConditionCode.EVERY_CITY_APPROVES,
        not others,
        {"approvals": tally.approvals, "eligible": len(tally.eligible), "cities": list(others)},
    )


def _no_objection(tally: Tally, _notified: Collection[City], _vote: PositionKind | None) -> Condition:
    objecting = tally.cities(CityState.OBJECT)
    return Condition(
        ConditionCode.NO_OBJECTION, not objecting, {"objections": len(objecting), "cities": list(objecting)}
    )


def _no_city_silent(tally: Tally, _notified: Collection[City], _vote: PositionKind | None) -> Condition:
    silent = tally.cities(CityState.NONE)
    return Condition(
        ConditionCode.NO_CITY_SILENT, not silent, {"silent": len(silent), "cities": list(silent)}
    )


def _silence_is_consent(tally: Tally, notified: Collection[City], _vote: PositionKind | None) -> Condition:
    """A silent city consents only if it was told in time; one that was not stands in the way (B36)."""
    silent = tally.cities(CityState.NONE)
    consenting = [city for city in silent if city in notified]
    untold = [city for city in silent if city not in notified]
    return Condition(
        ConditionCode.SILENCE_IS_CONSENT,
        not untold,
        {"consenting": consenting, "cities": untold, "min_working_days": tally.rule.min_working_days},
    )


def _two_thirds_approve(tally: Tally, _notified: Collection[City], _vote: PositionKind | None) -> Condition:
    """approve x 3 >= 2 x base, in integers: 2 of 3 are two thirds (B33)."""
    base = tally.base
    short = 2 * base - 3 * tally.approvals
    return Condition(
        ConditionCode.TWO_THIRDS_APPROVE,
        base > 0 and short <= 0,
        {"approvals": tally.approvals, "base": base, "short": max(short, 0) if base else 1},
    )


def _majority_approves(tally: Tally, _notified: Collection[City], vote: PositionKind | None) -> Condition:
    """approve x 2 > base, in integers; a tie needs the casting vote of a rule that names one (B33, B37)."""
    tied = tally.approvals == tally.objections > 0
    vote = vote if tied and tally.rule.casting_vote else None
    met = 2 * tally.approvals > tally.base or vote in APPROVALS
    return Condition(
        ConditionCode.MAJORITY_APPROVES,
        met,
        {
            "approvals": tally.approvals,
            "base": tally.base,
            "short": 0 if met else tally.objections - tally.approvals + 1,
            "tied": tied,
            "casting_vote": vote and PositionKind(vote).value,
        },
    )


_ASKED: dict[RuleKind, tuple[Callable[[Tally, Collection[City], PositionKind | None], Condition], ...]] = {
    RuleKind.UNANIMOUS: (_every_city_approves,),
    RuleKind.UNANIMOUS_ABSTAIN_OK: (_no_objection, _no_city_silent),
    RuleKind.NO_OBJECTION: (_no_objection, _silence_is_consent),
    RuleKind.TWO_THIRDS: (_two_thirds_approve,),
    RuleKind.MAJORITY: (_majority_approves,),
}
