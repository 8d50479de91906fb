"""Tallies written as a row of letters, one for each city."""

from typing import Any

from app.domain.positions import PositionKind
from app.domain.tally import ConditionCode, Rule, RuleKind, Tally, evaluate

LETTERS = {
    "a": PositionKind.APPROVE,
    "c": PositionKind.APPROVE_WITH_COMMENTS,
    "o": PositionKind.OBJECT,
    "x": PositionKind.ABSTAIN,
    "r": PositionKind.RECUSE,
}
RULES = {
    "una": Rule(RuleKind.UNANIMOUS),
    "abs": Rule(RuleKind.UNANIMOUS_ABSTAIN_OK),
    "noo": Rule(RuleKind.NO_OBJECTION),
    "noo2": Rule(RuleKind.NO_OBJECTION, quorum=2),
    "two": Rule(RuleKind.TWO_THIRDS, quorum=1),
    "two3": Rule(RuleKind.TWO_THIRDS, quorum=3),
    "maj": Rule(RuleKind.MAJORITY, quorum=1),
    "maj3": Rule(RuleKind.MAJORITY, quorum=3),
    "chair": Rule(RuleKind.MAJORITY, quorum=1, casting_vote=True),
}


def tally(rule: str | Rule, letters: str, **given: Any) -> Tally:
    """The closed tally of cities 1, 2, 3 …, one letter each.

    a approve, c with comments, o object, x abstain, r recuse, "." silent but told in time, "!" silent and untold.
    """
    rule = rule if isinstance(rule, Rule) else RULES[rule]
    cities = range(1, len(letters) + 1)
    positions = {
        city: LETTERS[letter] for city, letter in zip(cities, letters, strict=True) if letter in LETTERS
    }
    told = {city for city, letter in zip(cities, letters, strict=True) if letter != "!"}
    return evaluate(rule, cities, positions, **({"closed": True, "notified": told} | given))


def missing(result: Tally) -> list[str]:
    return [condition.code.value for condition in result.missing]


def params(result: Tally, code: ConditionCode) -> dict[str, Any]:
    return next(condition.params for condition in result.conditions if condition.code is code)
