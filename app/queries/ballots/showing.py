"""What a reader sees of a round's count: parts, conditions in words, each city's standing; sealed ones hidden (B40)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.ballot_rules import Condition, RuleKind
from app.domain.positions import CityState, PositionKind
from app.domain.rounds import RoundState
from app.domain.tally import Result, Tally
from app.i18n import current_locale
from app.models import City, Disposition, Position, Round, RoundCity, User
from app.policies.ballots import (
    has_left,
    may_record_disposition,
    may_record_instruction,
    may_settle_departure,
    may_withdraw_instructed,
    sees_positions,
)
from app.policies.verdicts import Verdict
from app.queries.ballots.counting import tally_of, told_in_time
from app.wording import label
from app.wording.tallies import Names, condition_detail


@dataclass(frozen=True)
class TallyPart:
    """How many cities, and which, stand in one state (B19)."""

    value: CityState
    count: int
    cities: list[str]


@dataclass(frozen=True)
class ShownCondition:
    """One condition in words, met or not, with what a reader needs to see why (B38)."""

    met: bool
    text: str
    detail: str


@dataclass(frozen=True)
class ShownTally:
    """A count as pages show it: all of it, or of a sealed round nothing until it closed (B40)."""

    tally: Tally
    parts: tuple[TallyPart, ...]
    conditions: tuple[ShownCondition, ...]

    @property
    def total(self) -> int:
        """How many cities the bar stands for."""
        return len(self.tally.states)

    @property
    def if_closed_now(self) -> Result:
        """The result the present positions would have."""
        return self.tally.if_closed_now


@dataclass(frozen=True)
class CityStanding:
    """One city of the electorate as the reader may see it: its state is None where it is sealed (B40)."""

    entry: RoundCity
    state: CityState | None
    position: Position | None
    left: bool
    disposition: Disposition | None
    may_instruct: Verdict
    may_withdraw: Verdict
    may_settle: Verdict
    may_dispose: Verdict

    @property
    def city(self) -> City:
        """The city itself."""
        return self.entry.city

    @property
    def commented(self) -> bool:
        """Whether the city approved with comments, which wants a disposition (B22)."""
        return self.position is not None and self.position.kind is PositionKind.APPROVE_WITH_COMMENTS


@dataclass(frozen=True)
class CityNotice:
    """When a city was told of a round under which silence is consent, and whether that was in time (B36)."""

    city: City
    at: datetime | None
    in_time: bool


def city_notices(round: Round) -> tuple[CityNotice, ...]:
    """The proof of notice, city by city; empty under every rule but the one that counts silence (B36)."""
    if round.rule.kind is not RuleKind.NO_OBJECTION:
        return ()
    told = told_in_time(round)
    entries = sorted(round.electorate, key=lambda entry: entry.city.code)
    return tuple(CityNotice(entry.city, entry.notified_at, entry.city_id in told) for entry in entries)


def city_names(round: Round) -> dict[int, str]:
    """The names of the electorate in the current language, by id."""
    return {entry.city_id: entry.city.name(current_locale()) for entry in round.electorate}


def shown_tally(round: Round, at: datetime) -> ShownTally | None:
    """The count as it stands, or as the round was closed with; None while a sealed round has not closed (B40)."""
    state = round.state_at(at)
    if round.sealed and state is not RoundState.CLOSED:
        return None
    return in_words(tally_of(round, closed=state is RoundState.CLOSED), city_names(round))


def in_words(tally: Tally, names: Names) -> ShownTally:
    """A tally as pages show it."""
    parts = tuple(TallyPart(s, n, _named(tally.cities(s), names)) for s, n in tally.counts.items())
    return ShownTally(tally, parts, shown_conditions(tally.conditions, names))


def shown_conditions(conditions: Iterable[Condition], names: Names) -> tuple[ShownCondition, ...]:
    """Conditions of a tally or of early closing, in words."""
    return tuple(ShownCondition(c.met, label(c.code), condition_detail(c, names)) for c in conditions)


def standings(
    round: Round, viewer: User, at: datetime, dispositions: Mapping[int, Disposition]
) -> tuple[CityStanding, ...]:
    """Every city of the electorate by code, as far as the reader may see it."""
    entries = sorted(round.electorate, key=lambda entry: entry.city.code)
    return tuple(_standing(round, entry, viewer, at, dispositions.get(entry.city_id)) for entry in entries)


def _standing(
    round: Round, entry: RoundCity, viewer: User, at: datetime, disposition: Disposition | None
) -> CityStanding:
    city_id = entry.city_id
    seen = sees_positions(viewer, round, entry.city, at)
    position = round.position_of(city_id) if seen else None
    state = CityState(position.kind if position else CityState.NONE) if seen else None
    return CityStanding(
        entry,
        state,
        position,
        has_left(round, entry, at) if round.state is RoundState.OPEN else entry.departure is not None,
        disposition,
        may_record_instruction(viewer, round, city_id, at),
        may_withdraw_instructed(viewer, round, city_id, at),
        may_settle_departure(viewer, round, city_id, at),
        may_record_disposition(viewer, round, city_id, disposition is not None, at),
    )


def _named(cities: Iterable[int | str], names: Mapping[int, str]) -> list[str]:
    return [names[int(city)] for city in cities]
