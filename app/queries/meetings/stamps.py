"""What tells a screen that follows a meeting whether anything it shows has changed, by four small questions.

It counts facts of the log and acts on positions, and says no number of its own: only a hash of them leaves the house.
Nothing counts that the screen may not show: no caucus of another city (A1), no act in a sealed ballot (B40).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.domain.events import EventKind
from app.domain.rounds import RoundState
from app.extensions import db
from app.models import AgendaItem, Event, Floor, Group, Meeting, PositionAct, Round, User
from app.policies.standing import reads
from app.policies.verdicts import NotFound
from app.queries.caucus import caucus_city

Stamp = list[int | str | bool | None]
ON_POSITIONS = (
    EventKind.POSITION_CAST,
    EventKind.POSITION_CHANGED,
    EventKind.POSITION_REASON_CHANGED,
    EventKind.POSITION_WITHDRAWN,
)
LARGEST = 2**31


@dataclass(frozen=True)
class _Head:
    """A meeting in one row: its group, and the difference it talks about."""

    meeting_id: int
    group: Group
    serial: int
    floor: int | None
    difference_id: int | None


def console_stamp(meeting_id: int, viewer: User, at: datetime) -> Stamp:
    """The stamp of the console; NotFound where the viewer may not know of the meeting."""
    return _common(_head(meeting_id, viewer, at), at)


def seat_stamp(meeting_id: int, viewer: User, at: datetime) -> Stamp:
    """The stamp of the screen of the viewer's own city: with its own caucus and its own acts on its position (A1)."""
    head = _head(meeting_id, viewer, at)
    stamp = _common(head, at)
    if head.difference_id is None or viewer.city_id is None:
        return stamp
    stamp.append(_own_acts(head.difference_id, viewer.city_id))
    if caucus_city(viewer, head.group, at) is not None:
        stamp.append(_caucus_events(head.difference_id, viewer.city_id))
    return stamp


def _head(meeting_id: int, viewer: User, at: datetime) -> _Head:
    if not 0 < meeting_id < LARGEST:
        raise NotFound
    statement = (
        select(Group, Meeting.serial, Floor.serial, AgendaItem.difference_id)
        .select_from(Meeting)
        .join(Group, Group.id == Meeting.group_id)
        .outerjoin(Floor, Floor.meeting_id == Meeting.id)
        .outerjoin(AgendaItem, AgendaItem.id == Floor.item_id)
        .where(Meeting.id == meeting_id)
    )
    row = db.session.execute(statement).unique().one_or_none()
    if row is None or not reads(viewer, row[0], at):
        raise NotFound
    return _Head(meeting_id, row[0], row[1], row[2], row[3])


def _common(head: _Head, at: datetime) -> Stamp:
    stamp: Stamp = [head.serial, head.floor, _meeting_events(head.meeting_id)]
    if head.difference_id is not None:
        stamp += [head.difference_id, _difference_events(head.difference_id), *_round(head.difference_id, at)]
    return stamp


def _meeting_events(meeting_id: int) -> int:
    return _counted(Event.subject_type == "meetings", Event.subject_id == meeting_id)


def _difference_events(difference_id: int) -> int:
    """Everything public that happened to a difference but the acts on positions, which may be sealed."""
    return _counted(
        Event.difference_id == difference_id,
        Event.private_city_id.is_(None),
        Event.kind.not_in(ON_POSITIONS),
    )


def _caucus_events(difference_id: int, city_id: int) -> int:
    return _counted(Event.difference_id == difference_id, Event.private_city_id == city_id)


def _round(difference_id: int, at: datetime) -> Stamp:
    """The newest round: its state by the clock, and unless it is sealed its acts and whether the grace has passed."""
    of_round = PositionAct.round_id == Round.id
    acts = select(func.count()).select_from(PositionAct).where(of_round).scalar_subquery()
    last = select(func.max(PositionAct.at)).where(of_round).scalar_subquery()
    newest = select(Round, acts, last).where(Round.difference_id == difference_id)
    row = db.session.execute(newest.order_by(Round.number.desc()).limit(1)).unique().one_or_none()
    if row is None:
        return []
    round, count, changed_at = row
    state = round.state_at(at)
    if round.sealed and state is not RoundState.CLOSED:
        return [round.id, state.value]
    grace = changed_at is not None and at >= changed_at + timedelta(minutes=round.rule.grace_minutes)
    return [round.id, state.value, count, grace]


def _own_acts(difference_id: int, city_id: int) -> int:
    statement = (
        select(func.count())
        .select_from(PositionAct)
        .join(Round, Round.id == PositionAct.round_id)
        .where(Round.difference_id == difference_id, PositionAct.city_id == city_id)
    )
    return db.session.scalar(statement) or 0


def _counted(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Event).where(*conditions)) or 0  # type: ignore[arg-type]
