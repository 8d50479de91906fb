"""The ballot on a difference as a meeting looks at it: its count while positions arrive, what opens or closes it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.rounds import RoundState
from app.domain.workflow import Stage
from app.models import Difference, Position, Round, User
from app.policies.ballots import may_cast, may_close_early, may_open
from app.policies.verdicts import Verdict
from app.queries.ballots.counting import early_closing
from app.queries.ballots.one import rounds_of
from app.queries.ballots.preparing import ShownItem, shown_readiness
from app.queries.ballots.showing import (
    CityStanding,
    ShownCondition,
    ShownTally,
    city_names,
    shown_conditions,
    shown_tally,
    standings,
)
from app.queries.proposals import on_the_table


@dataclass(frozen=True)
class LiveRound:
    """A round at this instant: of a sealed one that has not closed neither count nor positions (B40)."""

    round: Round
    state: RoundState
    recorded: bool
    tally: ShownTally | None
    cities: tuple[CityStanding, ...]
    may_close: Verdict
    early: tuple[ShownCondition, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still takes positions."""
        return self.state is RoundState.OPEN


@dataclass(frozen=True)
class LiveBallot:
    """The newest round of a difference, if any, and what the next one still wants."""

    last: LiveRound | None
    may_open: Verdict
    readiness: tuple[ShownItem, ...]


@dataclass(frozen=True)
class OwnPosition:
    """The position of the reader's own city in a round, and whether the reader may take or change it."""

    taken: Position | None
    votes: bool
    may_cast: Verdict


def live_ballot(difference: Difference, viewer: User, at: datetime) -> LiveBallot | None:
    """The ballot on a difference; None while nothing is to be said of one."""
    rounds = rounds_of(difference)
    discussing = difference.stage is Stage.DISCUSSING
    if not rounds and not discussing:
        return None
    proposal = on_the_table(difference) if discussing else None
    return LiveBallot(
        _live(rounds[0], viewer, at) if rounds else None,
        may_open(viewer, difference, at),
        shown_readiness(difference, proposal.current if proposal else None, at) if discussing else (),
    )


def own_position(round: Round, viewer: User, at: datetime) -> OwnPosition:
    """What the reader's own city said in a round, for its own people."""
    votes = round.member(viewer.city_id) is not None
    return OwnPosition(round.position_of(viewer.city_id), votes, may_cast(viewer, round, at))


def _live(round: Round, viewer: User, at: datetime) -> LiveRound:
    early, state = early_closing(round, at), round.state_at(at)
    shows_early = round.rule.early_close and state is RoundState.OPEN
    return LiveRound(
        round,
        state,
        round.state is not RoundState.OPEN,
        shown_tally(round, at),
        standings(round, viewer, at, {}),
        may_close_early(viewer, round, early, at),
        shown_conditions(early, city_names(round)) if shows_early else (),
    )
