"""The rules of a ballot: their kinds, their frozen parameters, the conditions they ask for (B32)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Self

# A city as the caller names it: an id or a code, one kind throughout.
City = int | str


class RuleKind(StrEnum):
    """The rules a council can choose from (B32)."""

    UNANIMOUS = "unanimous"
    UNANIMOUS_ABSTAIN_OK = "unanimous_abstain_ok"
    NO_OBJECTION = "no_objection"
    TWO_THIRDS = "two_thirds"
    MAJORITY = "majority"


class ConditionCode(StrEnum):
    """What a rule can ask for: of a result (B32-B37), or of closing early (B31)."""

    SOMEONE_APPROVES = "someone_approves"
    EVERY_CITY_APPROVES = "every_city_approves"
    NO_OBJECTION = "no_objection"
    NO_CITY_SILENT = "no_city_silent"
    SILENCE_IS_CONSENT = "silence_is_consent"
    TWO_THIRDS_APPROVE = "two_thirds_approve"
    MAJORITY_APPROVES = "majority_approves"
    QUORUM = "quorum"
    EARLY_CLOSE_ALLOWED = "early_close_allowed"
    EVERY_CITY_POSITIONED = "every_city_positioned"
    NO_DEPARTURE_UNSETTLED = "no_departure_unsettled"
    GRACE_PASSED = "grace_passed"


WITH_QUORUM = frozenset({RuleKind.TWO_THIRDS, RuleKind.MAJORITY})
# Rules under which every city must be for the matter, or at least not against it; what they fail on may fall back.
OF_UNANIMITY = frozenset({RuleKind.UNANIMOUS, RuleKind.UNANIMOUS_ABSTAIN_OK})
FALLBACK = RuleKind.TWO_THIRDS
WITH_CASTING_VOTE = frozenset({RuleKind.MAJORITY})


@dataclass(frozen=True)
class Rule:
    """A rule with its parameters, as a round freezes it (B2, B32).

    A quorum is due under two_thirds and majority and possible under every rule; a casting vote belongs to
    majority alone, for no single vote makes two thirds of a tie. ValueError for anything else.
    """

    kind: RuleKind
    quorum: int | None = None
    casting_vote: bool = False
    early_close: bool = False
    grace_minutes: int = 60
    min_working_days: int = 5

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", RuleKind(self.kind))
        numbers = (self.grace_minutes, self.min_working_days, *([] if self.quorum is None else [self.quorum]))
        if any(type(number) is not int or number < 0 for number in numbers) or self.quorum == 0:
            raise ValueError("a rule counts in whole numbers, and a quorum begins with 1")
        if any(type(flag) is not bool for flag in (self.casting_vote, self.early_close)):
            raise ValueError("a rule's casting vote and early closing are yes or no")
        if self.quorum is None and self.kind in WITH_QUORUM:
            raise ValueError(f"{self.kind} needs a quorum")
        if self.casting_vote and self.kind not in WITH_CASTING_VOTE:
            raise ValueError(f"{self.kind} knows no casting vote")

    def to_json(self) -> dict[str, Any]:
        """Every parameter, JSON values only; a stored rule reads back as the same rule."""
        return asdict(self) | {"kind": self.kind.value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The rule of to_json(); ValueError for a word this evaluator does not know, lest it be ignored."""
        unknown = set(stored) - {known.name for known in fields(cls)}
        if unknown or "kind" not in stored:
            raise ValueError(f"not a rule: {sorted(stored)}")
        return cls(**stored)


@dataclass(frozen=True)
class Condition:
    """One thing a rule asks for: met or not, with what a reader needs to see why (JSON values only)."""

    code: ConditionCode
    met: bool
    params: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code.value, "met": self.met, "params": self.params}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(ConditionCode(stored["code"]), stored["met"], dict(stored["params"]))


def all_met(conditions: Iterable[Condition]) -> bool:
    """Whether nothing is missing."""
    return all(condition.met for condition in conditions)


def in_order(cities: Iterable[City]) -> list[City]:
    """Each city once, in an order that does not depend on how they were stored (B39)."""
    return sorted(set(cities), key=lambda city: (str(type(city)), city))
