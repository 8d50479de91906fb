"""What a ballot would come to if cities stood otherwise: tried out by a reader, recorded nowhere (B38, B40)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.ballot_rules import City as CityId
from app.domain.ballot_rules import RuleKind
from app.domain.positions import CityState, PositionKind
from app.domain.tally import evaluate
from app.i18n import current_locale
from app.models import City, Difference, Round, User
from app.policies.ballots import may_imagine, sees_positions, takes_positions
from app.policies.rules import council_rule
from app.policies.verdicts import ensure
from app.queries.ballots.counting import tally_with
from app.queries.ballots.one import round_seen
from app.queries.ballots.showing import ShownTally, city_names, in_words
from app.queries.council import the_council
from app.wording.tallies import rule_words


@dataclass(frozen=True)
class Tried:
    """What a reader tries out: a state by the code of a city, the chair's casting vote, a rule. None stays as it is."""

    states: Mapping[str, CityState]
    vote: PositionKind | None = None
    kind: RuleKind | None = None


@dataclass(frozen=True)
class ImaginedCity:
    """A city as it stands as far as the reader may know, and as it is imagined."""

    city: City
    known: CityState
    state: CityState


@dataclass(frozen=True)
class ImaginedBallot:
    """An imagined count. The rule can be chosen only while no round has frozen one; sealed positions are not known."""

    cities: tuple[ImaginedCity, ...]
    tally: ShownTally
    kind: RuleKind
    rule: list[str]
    casting_vote: bool
    vote: PositionKind | None
    sealed: bool

    @property
    def states(self) -> list[CityState]:
        """The states a city can be imagined in."""
        return list(CityState)

    @property
    def rules(self) -> list[RuleKind]:
        """The rules to choose from before a round freezes one."""
        return list(RuleKind)

    @property
    def changed(self) -> bool:
        """Whether some city is imagined otherwise than it stands."""
        return any(each.state is not each.known for each in self.cities)


def imagined_round(round_id: int, viewer: User, at: datetime, tried: Tried) -> tuple[Round, ImaginedBallot]:
    """A running round with positions tried out, beginning with those the reader may see (B40)."""
    round = round_seen(round_id, viewer)
    ensure(takes_positions(round, at))
    known = {
        position.city_id: CityState(position.kind)
        for position in round.positions
        if sees_positions(viewer, round, position.city, at)
    }
    cities = _imagined((entry.city for entry in round.electorate), known, tried)
    vote = tried.vote or (None if round.sealed else round.casting_vote)
    tally = tally_with(round, _positions(cities), vote, closed=False)
    shown = in_words(tally, city_names(round))
    rule = round.rule
    return round, ImaginedBallot(
        cities, shown, rule.kind, rule_words(rule), rule.casting_vote, vote, round.sealed
    )


def imagined_opening(difference: Difference, at: datetime, tried: Tried) -> ImaginedBallot:
    """The next round of a difference under discussion, with the council's parameters and positions tried out."""
    ensure(may_imagine(difference, at))
    voting = difference.group.voting_cities_at(at)
    rule = council_rule(the_council(), len(voting), tried.kind)
    cities = _imagined(voting, {}, tried)
    ids = [city.id for city in voting]
    vote = tried.vote if rule.casting_vote else None
    tally = evaluate(rule, ids, _positions(cities), closed=False, notified=ids, casting_vote=vote)
    names = {city.id: city.name(current_locale()) for city in voting}
    shown = in_words(tally, names)
    return ImaginedBallot(cities, shown, rule.kind, rule_words(rule), rule.casting_vote, vote, False)


def _imagined(
    cities: Iterable[City], known: Mapping[int, CityState], tried: Tried
) -> tuple[ImaginedCity, ...]:
    return tuple(
        ImaginedCity(city, stands, tried.states.get(city.code, stands))
        for city in sorted(cities, key=lambda city: city.code)
        for stands in [known.get(city.id, CityState.NONE)]
    )


def _positions(cities: Iterable[ImaginedCity]) -> dict[CityId, PositionKind]:
    return {each.city.id: PositionKind(each.state) for each in cities if each.state is not CityState.NONE}
