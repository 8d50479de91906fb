"""What the draft of minutes is made from: rounds, decisions, marked comments, tasks taken home (M9)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.domain.meetings import AgendaPurpose, MeetingState
from app.domain.rounds import RoundState
from app.extensions import db
from app.models import AgendaItem, Comment, Decision, Difference, Meeting, Round, TakeHomeItem
from app.queries.meetings.facts import take_home_of

Thing = TypeVar("Thing", Comment, Round, Decision, TakeHomeItem)


@dataclass(frozen=True)
class ItemMaterial:
    """What belongs to one item of the agenda."""

    item: AgendaItem
    comments: Sequence[Comment]
    rounds: Sequence[Round]
    decisions: Sequence[Decision]
    tasks: Sequence[TakeHomeItem]


@dataclass(frozen=True)
class Material:
    """What belongs to each item, and what the meeting did beside its agenda."""

    items: Sequence[ItemMaterial]
    rounds: Sequence[Round]
    decisions: Sequence[Decision]
    tasks: Sequence[TakeHomeItem]


def material_of(meeting: Meeting) -> Material:
    """Everything the draft is made from, by a bounded number of queries."""
    ids = {item.difference_id for item in meeting.agenda if item.difference_id is not None}
    comments = _by_difference(_comments(meeting, ids))
    rounds, decisions = _by_difference(_rounds(meeting, ids)), _by_difference(_decisions(meeting, ids))
    tasks = _by_difference(take_home_of(meeting))
    items = [
        ItemMaterial(
            item,
            comments.get(item.difference_id, []),
            rounds.get(item.difference_id, []),
            decisions.get(item.difference_id, []),
            tasks.get(item.difference_id, []),
        )
        for item in meeting.agenda
    ]
    return Material(items, _beside(rounds, ids), _beside(decisions, ids), _beside(tasks, ids))


def _by_difference(things: Iterable[Thing]) -> dict[int | None, list[Thing]]:
    found: dict[int | None, list[Thing]] = {}
    for thing in things:
        found.setdefault(thing.difference_id, []).append(thing)
    return found


def _beside(things: Mapping[int | None, list[Thing]], ids: Collection[int]) -> list[Thing]:
    """Those of differences that are not on the agenda."""
    return [thing for difference_id, found in things.items() if difference_id not in ids for thing in found]


def _comments(meeting: Meeting, ids: Collection[int]) -> Sequence[Comment]:
    """The comments marked for the minutes since each difference was last on the agenda of a meeting that was held."""
    statement = (
        select(Comment)
        .where(Comment.difference_id.in_(ids), Comment.for_minutes)
        .options(joinedload(Comment.author))
        .order_by(Comment.created_at, Comment.id)
    )
    since = _last_talked_about(meeting, ids)
    found = db.session.scalars(statement).unique()
    return [each for each in found if _is_later(each.created_at, since.get(each.difference_id))]


def _last_talked_about(meeting: Meeting, ids: Collection[int]) -> dict[int, datetime]:
    statement = (
        select(AgendaItem.difference_id, func.max(Meeting.ends_at))
        .join(AgendaItem.meeting)
        .where(
            AgendaItem.difference_id.in_(ids),
            Meeting.state == MeetingState.HELD,
            Meeting.starts_at < meeting.starts_at,
        )
        .group_by(AgendaItem.difference_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement) if row[0] is not None}


def _is_later(at: datetime, than: datetime | None) -> bool:
    return than is None or at > than


def _rounds(meeting: Meeting, ids: Collection[int]) -> Sequence[Round]:
    """The rounds of this meeting, and those on its differences that closed while it was held; none cancelled."""
    during = and_(
        Round.difference_id.in_(ids),
        Round.closed_at >= meeting.starts_at,
        Round.closed_at <= meeting.ends_at,
    )
    statement = (
        select(Round)
        .join(Round.difference)
        .where(
            or_(Round.meeting_id == meeting.id, during),
            Round.state != RoundState.CANCELLED,
            Difference.group_id == meeting.group_id,
        )
        .options(joinedload(Round.difference))
        .order_by(Round.id)
    )
    return db.session.scalars(statement).unique().all()


def _decisions(meeting: Meeting, ids: Collection[int]) -> Sequence[Decision]:
    """The decisions of this meeting, those made while it was held, and the latest on each difference it reports on."""
    reported = {item.difference_id for item in meeting.agenda if item.purpose is AgendaPurpose.REPORT}
    latest = (
        select(func.max(Decision.id))
        .where(Decision.difference_id.in_(reported - {None}))
        .group_by(Decision.difference_id)
    )
    during = and_(
        Decision.difference_id.in_(ids),
        Decision.decided_at >= meeting.starts_at,
        Decision.decided_at <= meeting.ends_at,
    )
    statement = select(Decision).where(
        or_(Decision.meeting_id == meeting.id, during, Decision.id.in_(latest)),
        Decision.group_id == meeting.group_id,
    )
    return db.session.scalars(statement.options(joinedload(Decision.difference)).order_by(Decision.id)).all()
