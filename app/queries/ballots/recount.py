"""Counting closed rounds again from their events, and comparing with what is stored (B39)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.ballot_rules import City
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.tally import Tally, evaluate
from app.extensions import db
from app.models import Event, Round
from app.queries.ballots.counting import told_in_time
from app.queries.ballots.one import round_by_id
from app.queries.timeline import POSITIONS

OF_A_ROUND = (*POSITIONS, EventKind.CASTING_VOTE_GIVEN, EventKind.CITY_DEPARTURE_SETTLED)

Kinds = dict[City, PositionKind]


@dataclass(frozen=True)
class Recount:
    """A closed round counted again: its name, and what did not agree, in words for an operator."""

    name: str
    faults: tuple[str, ...]


def recount() -> Iterator[Recount]:
    """Every closed round in turn, counted again from the event log."""
    closed = select(Round.id).where(Round.state == RoundState.CLOSED).order_by(Round.id)
    for round_id in list(db.session.scalars(closed)):
        round = round_by_id(round_id)
        yield Recount(f"{round.difference.number} ballot {round.number}", tuple(_faults(round)))
        db.session.expunge_all()


def _faults(round: Round) -> Iterator[str]:
    events = _events(round)
    said = _kinds_said(events)
    if said != _kinds_acted(round):
        yield "the acts on positions are not those of the event log"
    if said != {position.city_id: position.kind for position in round.positions}:
        yield "the positions are not those of the event log"
    tally = _counted(round, events, said)
    if round.tally_frozen is None or tally != Tally.from_json(round.tally_frozen):
        yield "the stored tally is not the one counted again"
    if round.result is not tally.result:
        yield f"the stored result is {round.result}, counted again it is {tally.result}"


def _events(round: Round) -> list[Event]:
    statement = select(Event).where(
        Event.subject_type == Round.__tablename__,
        Event.subject_id == round.id,
        Event.kind.in_(OF_A_ROUND),
    )
    return list(db.session.scalars(statement.order_by(Event.id)))


def _kinds_said(events: list[Event]) -> Kinds:
    """Each city's last position according to the event log; withdrawn ones are none."""
    last = {event.after["city"]: event.after["kind"] for event in events if event.kind in POSITIONS}
    return {city: PositionKind(kind) for city, kind in last.items() if kind is not None}


def _kinds_acted(round: Round) -> Kinds:
    """The same according to the history of acts."""
    last = {act.city_id: act.kind for act in sorted(round.acts, key=lambda act: act.serial)}
    return {city: kind for city, kind in last.items() if kind is not None}


def _counted(round: Round, events: list[Event], said: Kinds) -> Tally:
    votes = [event.after["kind"] for event in events if event.kind is EventKind.CASTING_VOTE_GIVEN]
    settled = [event.after for event in events if event.kind is EventKind.CITY_DEPARTURE_SETTLED]
    return evaluate(
        round.rule,
        [entry.city_id for entry in round.electorate],
        said,
        closed=True,
        notified=told_in_time(round),
        casting_vote=PositionKind(votes[-1]) if votes else None,
        excluded=[
            facts["city"]["id"] for facts in settled if facts["handling"] == DepartureHandling.EXCLUDE.value
        ],
    )
