"""The event log: its pages for the secretariat, and whether its hash chain is whole (A3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.domain.accounts import fold_email
from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo
from app.domain.events import GENESIS, ChainFault, EventKind, chain_hash
from app.domain.rounds import RoundState
from app.extensions import db
from app.models import Difference, Event, Group, Round, User
from app.policies.standing import may_administer
from app.policies.verdicts import ensure
from app.queries.council import the_council
from app.queries.paging import Page, page_of
from app.queries.timeline import POSITIONS

BATCH = 1000
# What belongs to a city's caucus is in no list, and in no choice of a filter either (A1).
LISTED = [
    kind
    for kind in EventKind
    if kind not in (EventKind.CAUCUS_ENTRY_ADDED, EventKind.CAUCUS_POSITION_DRAFTED)
]
NAMESAKES = 50


@dataclass(frozen=True)
class EventFilter:
    """What the log is narrowed to; nothing given is everything."""

    kind: EventKind | None = None
    person: str = ""
    group: str = ""
    number: str = ""
    first_day: date | None = None
    last_day: date | None = None


def event_log(viewer: User, wanted: EventFilter, page: int) -> Page[Event]:
    """One page of the log, newest first: no city's caucus (A1), no position that is still sealed (B40)."""
    ensure(may_administer(viewer))
    statement = select(Event).where(*_listed(), *_conditions(wanted)).order_by(Event.id.desc())
    return page_of(statement, page)


def numbers_of(events: Sequence[Event]) -> dict[int, str]:
    """The numbers of the differences that events are about."""
    ids = {event.difference_id for event in events if event.difference_id}
    found = db.session.execute(select(Difference.id, Difference.number).where(Difference.id.in_(ids)))
    return {row.id: row.number for row in found}


def _listed() -> tuple[ColumnElement[bool], ...]:
    """On Event: no act of a caucus (A1), no position that is still sealed (B40)."""
    return Event.private_city_id.is_(None), ~_sealed()


def _sealed() -> ColumnElement[bool]:
    running = aliased(Round)
    return and_(
        Event.kind.in_(POSITIONS),
        exists().where(
            running.difference_id == Event.difference_id,
            running.state == RoundState.OPEN,
            running.sealed,
            running.opened_at <= Event.at,
        ),
    )


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind:
        conditions.append(Event.kind == wanted.kind)
    if wanted.person.strip():
        conditions.append(Event.actor_id.in_(_people_called(wanted.person)))
    if wanted.group:
        conditions.append(Event.group_id.in_(select(Group.id).where(Group.code == wanted.group)))
    if wanted.number:
        conditions.append(
            Event.difference_id.in_(select(Difference.id).where(Difference.number == wanted.number))
        )
    if wanted.first_day:
        conditions.append(Event.at >= start_of_day_tokyo(wanted.first_day))
    if wanted.last_day:
        conditions.append(Event.at < end_of_day_tokyo(wanted.last_day))
    return conditions


def _people_called(text: str) -> list[int]:
    """The people an office would find under these words: address, name, post or section."""
    statement = select(User.id).order_by(User.id).limit(NAMESAKES)
    for word in text.split():
        columns = (User.name, User.post, User.section, User.organisation)
        statement = statement.where(
            or_(User.email == fold_email(word), *(c.icontains(word, autoescape=True) for c in columns))
        )
    return list(db.session.scalars(statement))


@dataclass(frozen=True)
class BrokenLink:
    """The first event whose place in the chain does not hold.

    kind and at are None where the row is gone, kind also where it belongs to a caucus (A1).
    """

    event_id: int
    fault: ChainFault
    kind: EventKind | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class ChainReport:
    """How long the chain is by the council's own count, its last hash, and where it first breaks, if it does."""

    length: int
    head: str
    broken: BrokenLink | None

    @property
    def whole(self) -> bool:
        """Whether nothing was altered, removed or reordered."""
        return self.broken is None


def verify_chain() -> ChainReport:
    """Walk the whole chain in batches and name its first broken link (A3)."""
    council = the_council()
    previous, expected = GENESIS, 1
    for row in _rows():
        fault = _fault(row, previous, expected)
        if fault:
            return ChainReport(council.chain_length, council.chain_head, _broken(row, expected, fault))
        previous, expected = row["hash"], expected + 1
    cut_off = expected != council.chain_length + 1 or previous != council.chain_head
    broken_at = BrokenLink(expected, ChainFault.CUT_OFF) if cut_off else None
    return ChainReport(council.chain_length, council.chain_head, broken_at)


def entry_of(fingerprint: str) -> datetime | None:
    """When the listed entry was recorded that carries a fingerprint written down earlier; None if none does."""
    wanted = select(Event.at).where(Event.hash == fingerprint.strip().lower(), *_listed())
    return db.session.scalar(wanted)


def last_fingerprint() -> str:
    """The fingerprint of the newest listed entry. It covers all entries before it, and unlike the head of the chain
    it does not change when a city confers (A1) or takes a sealed position (B40)."""
    newest = select(Event.hash).where(*_listed()).order_by(Event.id.desc()).limit(1)
    return db.session.scalar(newest) or GENESIS


def _rows() -> Iterator[RowMapping]:
    """Every event in order, to the end that the council knows of once the last batch is read."""
    table: Any = Event.__table__
    last: int | None = None
    while True:
        batch = _batch(table, last)
        yield from batch
        if batch:
            last = batch[-1]["id"]
            continue
        council = the_council()
        db.session.refresh(council)
        if not _batch(table, last):
            return


def _batch(table: Any, after: int | None) -> Sequence[RowMapping]:
    statement = select(table).order_by(table.c.id).limit(BATCH)
    if after is not None:
        statement = statement.where(table.c.id > after)
    return db.session.execute(statement).mappings().all()


def _broken(row: RowMapping, expected: int, fault: ChainFault) -> BrokenLink:
    if fault is ChainFault.MISSING:
        return BrokenLink(expected, fault)
    private = row["private_city_id"] is not None
    return BrokenLink(expected, fault, None if private else row["kind"], row["at"])


def _fault(row: RowMapping, previous: str, expected: int) -> ChainFault | None:
    if row["id"] != expected:
        return ChainFault.MISSING
    if row["previous_hash"] != previous:
        return ChainFault.UNLINKED
    return None if row["hash"] == chain_hash(previous, _facts(row)) else ChainFault.ALTERED


def _facts(row: RowMapping) -> dict[str, Any]:
    """What Event.facts() covers, from a plain row."""
    facts = {name: value for name, value in row.items() if name not in ("hash", "previous_hash")}
    return {**facts, "at": row["at"].isoformat(), "kind": row["kind"].value}
