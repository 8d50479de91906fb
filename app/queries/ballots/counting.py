"""What a round comes to: the one evaluator over its stored rows, and what closing it early asks for."""

from collections.abc import Mapping
from datetime import datetime

from app.domain.ballot_rules import City, Condition
from app.domain.early_closing import early_close_conditions
from app.domain.positions import PositionKind
from app.domain.rounds import DepartureHandling
from app.domain.tally import Tally, evaluate, notified_in_time
from app.models import Round
from app.policies.ballots import unsettled_departures


def tally_of(round: Round, *, closed: bool) -> Tally:
    """The tally of the positions as they stand; a closed round's stored tally is what it was closed with (B38)."""
    if round.tally_frozen is not None:
        return Tally.from_json(round.tally_frozen)
    taken: dict[City, PositionKind] = {position.city_id: position.kind for position in round.positions}
    return tally_with(round, taken, round.casting_vote, closed=closed)


def tally_with(
    round: Round, positions: Mapping[City, PositionKind], vote: PositionKind | None, *, closed: bool
) -> Tally:
    """The tally of a round with these positions, real or imagined, by the one evaluator (B38)."""
    return evaluate(
        round.rule,
        [entry.city_id for entry in round.electorate],
        positions,
        closed=closed,
        notified=told_in_time(round),
        casting_vote=vote,
        excluded=excluded(round),
    )


def told_in_time(round: Round) -> frozenset[int]:
    """The cities whose silence can count (B36)."""
    told = notified_in_time({entry.city_id: entry.notified_at for entry in round.electorate}, round.notice_by)
    return frozenset(int(city) for city in told)


def excluded(round: Round) -> list[int]:
    """The cities that left and were taken out of the count (B4)."""
    return [entry.city_id for entry in round.electorate if entry.departure is DepartureHandling.EXCLUDE]


def early_closing(round: Round, at: datetime) -> tuple[Condition, ...]:
    """What closing before the deadline asks for, each met or not (B31)."""
    return early_close_conditions(
        round.rule,
        [entry.city_id for entry in round.electorate],
        {position.city_id: position.kind for position in round.positions},
        last_change_at=max((act.at for act in round.acts), default=None),
        at=at,
        excluded=excluded(round),
        departed=[entry.city_id for entry in unsettled_departures(round, at)],
    )
