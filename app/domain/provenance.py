"""Where a paragraph comes from, read back from the facts an edition keeps (M3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from app.domain.differences import DifferenceKind
from app.domain.positions import CityState
from app.domain.rounds import DepartureHandling
from app.domain.tally import RuleKind
from app.domain.texts import CustomizationAnswer, Flag, OutcomeKind


@dataclass(frozen=True)
class Named:
    """Something by its names of that day."""

    ja: str
    en: str

    def name(self, locale: str) -> str:
        """The name in a language."""
        return self.en if locale == "en" else self.ja


@dataclass(frozen=True)
class CityWord(Named):
    """A city of the electorate, how it stood at closing, why, and how its departure was settled."""

    state: CityState
    reason: str
    departure: DepartureHandling | None

    @property
    def counted(self) -> bool:
        """Whether it took part in the count (B4, B8)."""
        return self.departure is not DepartureHandling.EXCLUDE and self.state is not CityState.RECUSE


@dataclass(frozen=True)
class Answered(Named):
    """A city's comment and what became of it (B22)."""

    body: str


@dataclass(frozen=True)
class Signed(Named):
    """A manager's signature; a deputy's names in whose place it was given (S5)."""

    post: str
    by: str
    at: datetime
    principal: str


@dataclass(frozen=True)
class Alternative:
    """A proposal that was not chosen."""

    number: int
    version: int
    title: str
    withdrawn: bool


@dataclass(frozen=True)
class Meeting:
    """The meeting that decided."""

    id: int
    number: int
    on: date


@dataclass(frozen=True)
class Found:
    """The chair's finding after which two thirds decided: about which ballot, by whom, when, why (B41)."""

    round: int
    by: str
    on: date
    reason: str


@dataclass(frozen=True)
class Provenance:
    """Everything an edition knows of the decision a paragraph rests on."""

    decision_id: int
    number: str
    decided_on: date
    effective_on: date
    outcome: OutcomeKind
    flags: tuple[Flag, ...]
    customization_answer: CustomizationAnswer | None
    text_hash: str
    supersedes: str
    difference: str
    difference_title: str
    kind: DifferenceKind
    proposal: int
    version: int
    round: int | None
    rule: RuleKind | None
    finding: Found | None
    cities: tuple[CityWord, ...]
    dispositions: tuple[Answered, ...]
    signoffs: tuple[Signed, ...]
    meeting: Meeting | None
    alternatives: tuple[Alternative, ...]
    scope: str
    exceptions: str

    @property
    def counts(self) -> dict[CityState, int]:
        """How many cities stood in each state; those taken out of the count are in none (B19)."""
        kept = [city for city in self.cities if city.departure is not DepartureHandling.EXCLUDE]
        return {state: sum(city.state is state for city in kept) for state in CityState}

    @property
    def approvals(self) -> int:
        """Approvals, with comments or without (B22)."""
        return self.counts[CityState.APPROVE] + self.counts[CityState.APPROVE_WITH_COMMENTS]

    @property
    def unanimous(self) -> bool:
        """Whether every city that counted approved."""
        return 0 < self.approvals == sum(city.counted for city in self.cities)

    @property
    def signed_cities(self) -> tuple[str, ...]:
        """The cities whose managers signed, each once."""
        return tuple(dict.fromkeys(signature.ja for signature in self.signoffs))

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self | None:
        """The provenance an edition stored; None for a text that rests on no decision."""
        if not facts:
            return None
        decision, difference = facts["decision"], facts["difference"]
        return cls(
            decision_id=decision["id"],
            number=decision["number"],
            decided_on=date.fromisoformat(decision["decided_on"]),
            effective_on=date.fromisoformat(decision["effective_on"]),
            outcome=OutcomeKind(decision["outcome"]),
            flags=tuple(flag for flag in Flag if flag.value in decision["flags"]),
            customization_answer=_or_none(CustomizationAnswer, decision["customization_answer"]),
            text_hash=decision["text_hash"],
            supersedes=facts["supersedes"]["number"] if facts["supersedes"] else "",
            difference=difference["number"],
            difference_title=difference["title"],
            kind=DifferenceKind(difference["kind"]),
            proposal=facts["proposal"]["number"],
            version=facts["proposal"]["version"],
            round=facts["round"]["number"] if facts["round"] else None,
            rule=RuleKind(facts["tally"]["rule"]["kind"]) if facts["tally"] else None,
            finding=_found(facts["finding"]),
            cities=tuple(_city(city) for city in facts["cities"]),
            dispositions=tuple(Answered(d["ja"], d["en"], d["body"]) for d in facts["dispositions"]),
            signoffs=tuple(_signed(signature) for signature in facts["signoffs"]),
            meeting=_meeting(facts["meeting"]),
            alternatives=tuple(
                Alternative(a["number"], a["version"], a["title"], a["withdrawn"])
                for a in facts["alternatives"]
            ),
            scope=facts["scope"],
            exceptions=facts["exceptions"],
        )


def _or_none(kind: type[Any], value: str | None) -> Any:
    return None if value is None else kind(value)


def _found(facts: Mapping[str, Any] | None) -> Found | None:
    if facts is None:
        return None
    return Found(facts["round"], facts["by"], date.fromisoformat(facts["on"]), facts["reason"])


def _city(facts: Mapping[str, Any]) -> CityWord:
    state = CityState(facts["kind"]) if facts["kind"] else CityState.NONE
    departure = _or_none(DepartureHandling, facts["departure"])
    return CityWord(facts["ja"], facts["en"], state, facts["reason"], departure)


def _signed(facts: Mapping[str, Any]) -> Signed:
    at = datetime.fromisoformat(facts["at"])
    return Signed(facts["ja"], facts["en"], facts["post"], facts["by"], at, facts["for"])


def _meeting(facts: Mapping[str, Any] | None) -> Meeting | None:
    if facts is None:
        return None
    return Meeting(facts["id"], facts["number"], date.fromisoformat(facts["on"]))
