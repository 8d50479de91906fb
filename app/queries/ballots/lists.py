"""Lists of rounds: open, closing soon, waiting for the reader's city, closed, cancelled; one page at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.domain.positions import CityState
from app.domain.rounds import RoundList, RoundState
from app.domain.tally import Result
from app.extensions import db
from app.models import Difference, Group, Position, Round, RoundCity, User
from app.policies.ballots import sees_positions
from app.queries.differences.access import readable_by
from app.queries.paging import Page, page_of

SOON = timedelta(days=3)


@dataclass(frozen=True)
class RoundFilter:
    """What a list of rounds is narrowed to; an empty group is every group."""

    of: RoundList = RoundList.OPEN
    group: str = ""


@dataclass(frozen=True)
class RoundRow:
    """A round in a list. taken is None where it is sealed, own where the reader's city does not vote (B40)."""

    round: Round
    state: RoundState
    result: Result | None
    taken: int | None
    total: int
    own: CityState | None


def rounds_page(chosen: RoundFilter, viewer: User, page: int, at: datetime) -> Page[RoundRow]:
    """One page of the rounds that the reader may know of: what is open by its deadline, what is over by its end."""
    over = chosen.of in (RoundList.CLOSED, RoundList.CANCELLED)
    statement = (
        select(Round)
        .join(Round.difference)
        .join(Difference.group)
        .where(readable_by(viewer, at), _in_list(chosen.of, viewer, at))
        .options(
            contains_eager(Round.difference).contains_eager(Difference.group),
            joinedload(Round.version),
            selectinload(Round.electorate),
            selectinload(Round.positions),
        )
        .order_by(Round.closes_at.desc() if over else Round.closes_at, Round.id)
    )
    if chosen.group:
        statement = statement.where(Group.code == chosen.group)
    found = page_of(statement, page)
    rows = [_row(round, viewer, at) for round in found.items]
    return Page(rows, found.number, found.size, found.total)


def round_counts(viewer: User, at: datetime) -> dict[RoundList, int]:
    """How many rounds each list holds for the reader."""
    counted = [func.count().filter(_in_list(of, viewer, at)).label(of.value) for of in RoundList]
    statement = select(*counted).select_from(Round).join(Round.difference).join(Difference.group)
    row = db.session.execute(statement.where(readable_by(viewer, at))).one()
    return {of: row[place] for place, of in enumerate(RoundList)}


def _in_list(of: RoundList, viewer: User, at: datetime) -> ColumnElement[bool]:
    open_ = and_(Round.state == RoundState.OPEN, Round.closes_at > at)
    match of:
        case RoundList.SOON:
            return and_(open_, Round.closes_at <= at + SOON)
        case RoundList.MINE:
            return and_(open_, _votes(viewer), ~_has_position(viewer))
        case RoundList.CLOSED:
            due = and_(Round.state == RoundState.OPEN, Round.closes_at <= at)
            return or_(Round.state == RoundState.CLOSED, due)
        case RoundList.CANCELLED:
            return Round.state == RoundState.CANCELLED
    return open_


def _votes(viewer: User) -> ColumnElement[bool]:
    return exists().where(RoundCity.round_id == Round.id, RoundCity.city_id == viewer.city_id)


def _has_position(viewer: User) -> ColumnElement[bool]:
    return exists().where(Position.round_id == Round.id, Position.city_id == viewer.city_id)


def _row(round: Round, viewer: User, at: datetime) -> RoundRow:
    sealed = any(not sees_positions(viewer, round, entry.city, at) for entry in round.electorate)
    own = round.position_of(viewer.city_id)
    votes = round.member(viewer.city_id) is not None
    return RoundRow(
        round,
        round.state_at(at),
        round.result,
        None if sealed else len(round.positions),
        len(round.electorate),
        CityState(own.kind if own else CityState.NONE) if votes else None,
    )
