"""How far a city is for an item of a meeting: what it lacks, and the one light that says so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.workflow import Stage


class Light(StrEnum):
    """How far a city is, the worst last; the word always stands with the colour."""

    READY = "ready"
    ATTENTION = "attention"
    NOT_READY = "not_ready"


class Lack(StrEnum):
    """What a city lacks, in the order in which it is shown. Only the city itself learns of the last one (A1)."""

    PRACTICE_NOT_STATED = "practice_not_stated"
    NOBODY_VOTES = "nobody_votes"
    ONLY_DEPUTIES = "only_deputies"
    CONCERN_OPEN = "concern_open"
    TAKE_HOME_OPEN = "take_home_open"
    NO_DRAFT_POSITION = "no_draft_position"


_STOPS = frozenset({Lack.PRACTICE_NOT_STATED, Lack.NOBODY_VOTES})
_SURVEYED = frozenset({Stage.SURVEYING, Stage.PROPOSING, Stage.DISCUSSING})
_SETTLED_BY_CITIES = _SURVEYED | {Stage.RAISED, Stage.VOTING}


@dataclass(frozen=True)
class CityFacts:
    """What is known of one city on one difference; drafted is None for everybody outside the city (A1)."""

    stated: bool
    representative: bool
    deputies: bool
    open_concerns: int = 0
    open_tasks: int = 0
    drafted: bool | None = None


def lacks_of(stage: Stage, facts: CityFacts) -> tuple[Lack, ...]:
    """What a city lacks on a difference of this stage; nothing once the cities have no more to say on it."""
    return tuple(_lacks(stage, facts)) if stage in _SETTLED_BY_CITIES else ()


def _lacks(stage: Stage, facts: CityFacts) -> Iterable[Lack]:
    if stage in _SURVEYED and not facts.stated:
        yield Lack.PRACTICE_NOT_STATED
    if not facts.representative:
        yield Lack.ONLY_DEPUTIES if facts.deputies else Lack.NOBODY_VOTES
    if facts.open_concerns:
        yield Lack.CONCERN_OPEN
    if facts.open_tasks:
        yield Lack.TAKE_HOME_OPEN
    if stage is Stage.DISCUSSING and facts.drafted is False:
        yield Lack.NO_DRAFT_POSITION


def light_of(lacks: Collection[Lack]) -> Light:
    """The light of a city on an item: what stops it is red, anything else that is missing yellow."""
    if _STOPS & set(lacks):
        return Light.NOT_READY
    return Light.ATTENTION if lacks else Light.READY


def worst(lights: Iterable[Light]) -> Light:
    """The light of a city over all its items."""
    return max(lights, key=tuple(Light).index, default=Light.READY)
