"""The page of a round, and the ballot's part of the page of a difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.positions import CityState
from app.domain.rounds import RoundState
from app.domain.workflow import Stage
from app.models import Difference, Finding, Position, PositionAct, Round, RoundNote, User
from app.policies.ballots import (
    may_annotate,
    may_cancel,
    may_cast,
    may_close_early,
    may_extend,
    may_give_casting_vote,
    may_open,
    may_withdraw_position,
    sees_positions,
    unsettled_departures,
)
from app.policies.verdicts import Verdict
from app.queries.ballots.counting import early_closing
from app.queries.ballots.fallback import FallbackPart, fallback_part, finding_of
from app.queries.ballots.one import dispositions_of, notes_of, round_seen, rounds_of
from app.queries.ballots.preparing import ShownItem, shown_readiness
from app.queries.ballots.showing import (
    CityNotice,
    CityStanding,
    ShownCondition,
    ShownTally,
    city_names,
    city_notices,
    shown_conditions,
    shown_tally,
    standings,
)
from app.queries.proposals import on_the_table
from app.queries.proposals.comparisons import Comparison, compare_versions
from app.wording.tallies import rule_words


@dataclass(frozen=True)
class LastLook:
    """The last earlier round in which the reader's city took a position; no comparison where the text is the same."""

    round: Round
    position: Position
    comparison: Comparison | None


@dataclass(frozen=True)
class OtherRound:
    """Another round on the same difference, with the state it has by the clock (B25)."""

    round: Round
    state: RoundState


@dataclass(frozen=True)
class EarlierPositions:
    """What the cities said in an earlier round, as given to the version of that round; here it counts nowhere (T4)."""

    round: Round
    same_text: bool
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class RoundPage:
    """A round as its page shows it. recorded is False while it is closed by the clock alone (B25).

    fallback is what may follow it where unanimity failed; found is what it itself rests on as a fallback (B41).
    """

    round: Round
    state: RoundState
    recorded: bool
    waits_for_secretariat: bool
    rule: list[str]
    tally: ShownTally | None
    cities: tuple[CityStanding, ...]
    acts: tuple[PositionAct, ...]
    own: Position | None
    votes: bool
    may_cast: Verdict
    may_withdraw: Verdict
    may_close_early: Verdict
    early: tuple[ShownCondition, ...]
    may_extend: Verdict
    may_cancel: Verdict
    may_give_casting_vote: Verdict
    others: tuple[OtherRound, ...]
    last_look: LastLook | None
    earlier: tuple[EarlierPositions, ...]
    notices: tuple[CityNotice, ...]
    fallback: FallbackPart | None
    found: Finding | None
    notes: tuple[RoundNote, ...]
    may_annotate: Verdict

    @property
    def groups(self) -> list[tuple[CityState | None, list[CityStanding]]]:
        """The cities by state, abstaining, recused and silent ones apart (B19); sealed ones under None (B40)."""
        by_state = [(state, [c for c in self.cities if c.state == state]) for state in (*CityState, None)]
        return [(state, cities) for state, cities in by_state if cities]

    @property
    def seen(self) -> int:
        """What the form carries: the serial of the position it shows (B17)."""
        return self.own.serial if self.own else 0


@dataclass(frozen=True)
class BallotPanel:
    """The ballot on the page of a difference: the newest round, those before it, and what the next one still wants.

    fallback is that of the newest round that was not cancelled (B41).
    """

    page: RoundPage | None
    fallback: FallbackPart | None
    may_open: Verdict
    readiness: tuple[ShownItem, ...]


def round_page(round_id: int, viewer: User, at: datetime) -> RoundPage:
    """One round for a reader; NotFound where the reader may not know of it."""
    round = round_seen(round_id, viewer)
    return _page(round, rounds_of(round.difference), viewer, at)


def ballot_panel(difference: Difference, viewer: User, at: datetime) -> BallotPanel | None:
    """The ballot's part of a difference's page; None while nothing is to be said of a ballot."""
    rounds = rounds_of(difference)
    discussing = difference.stage is Stage.DISCUSSING
    if not rounds and not discussing:
        return None
    counting = [round for round in rounds if round.state is not RoundState.CANCELLED]
    proposal = on_the_table(difference) if discussing else None
    version = proposal.current if proposal else None
    return BallotPanel(
        _page(rounds[0], rounds, viewer, at) if rounds else None,
        fallback_part(counting[0], rounds, viewer, at) if counting and discussing else None,
        may_open(viewer, difference, at),
        shown_readiness(difference, version, at) if discussing else (),
    )


def _page(round: Round, rounds: list[Round], viewer: User, at: datetime) -> RoundPage:
    early = early_closing(round, at)
    names = city_names(round)
    by_city = {entry.city_id: entry.city for entry in round.electorate}
    shows_early = round.rule.early_close and round.state_at(at) is RoundState.OPEN
    return RoundPage(
        round=round,
        state=round.state_at(at),
        recorded=round.state is not RoundState.OPEN,
        waits_for_secretariat=bool(unsettled_departures(round, at)),
        rule=rule_words(round.rule),
        tally=shown_tally(round, at),
        cities=standings(round, viewer, at, dispositions_of(round)),
        acts=tuple(act for act in round.acts if sees_positions(viewer, round, by_city[act.city_id], at)),
        own=round.position_of(viewer.city_id),
        votes=round.member(viewer.city_id) is not None,
        may_cast=may_cast(viewer, round, at),
        may_withdraw=may_withdraw_position(viewer, round, at),
        may_close_early=may_close_early(viewer, round, early, at),
        early=shown_conditions(early, names) if shows_early else (),
        may_extend=may_extend(viewer, round, at),
        may_cancel=may_cancel(viewer, round, at),
        may_give_casting_vote=may_give_casting_vote(viewer, round, at),
        others=tuple(OtherRound(other, other.state_at(at)) for other in rounds if other.id != round.id),
        last_look=_last_look(round, rounds, viewer),
        earlier=tuple(_earlier(round, rounds, viewer, at)),
        notices=city_notices(round),
        fallback=fallback_part(round, rounds, viewer, at),
        found=finding_of(round.fallback_of_id),
        notes=notes_of(round),
        may_annotate=may_annotate(viewer, round, at),
    )


def _last_look(round: Round, rounds: list[Round], viewer: User) -> LastLook | None:
    for earlier in (other for other in rounds if other.number < round.number):
        position = earlier.position_of(viewer.city_id)
        if position is not None:
            same = earlier.text_hash == round.text_hash
            changed = None if same else compare_versions(earlier.version, round.version)
            return LastLook(earlier, position, changed)
    return None


def _earlier(round: Round, rounds: list[Round], viewer: User, at: datetime) -> Iterator[EarlierPositions]:
    """Earlier rounds with the positions the reader may see; what was sealed and cancelled stays sealed (B40)."""
    for other in (other for other in rounds if other.number < round.number):
        seen = tuple(p for p in other.positions if sees_positions(viewer, other, p.city, at))
        if seen:
            yield EarlierPositions(other, other.text_hash == round.text_hash, seen)
