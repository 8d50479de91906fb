"""The agenda proposed from states: what is ready, what waits for a talk, what cities took home until the meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.domain.ball import Ball, BallKind
from app.domain.calendar import tokyo_date
from app.domain.discussion import CommentKind
from app.domain.meetings import AgendaPurpose, AgendaReason
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Comment, Difference, Group, Meeting, TakeHomeItem
from app.queries.differences.balls import balls_on

MOST = 50
TALKED_ABOUT = (Stage.PROPOSING, Stage.DISCUSSING)
_PURPOSES = {AgendaReason.READY: AgendaPurpose.BALLOT, AgendaReason.TAKE_HOME_DUE: AgendaPurpose.REPORT}


@dataclass(frozen=True)
class ProposedItem:
    """A difference that belongs on the agenda, why, and what stands open on it."""

    difference: Difference
    reasons: tuple[AgendaReason, ...]
    ball: Ball
    open_concerns: int
    tasks_due: int

    @property
    def purpose(self) -> AgendaPurpose:
        """What is to be done with it at the meeting."""
        return _PURPOSES.get(self.reasons[0], AgendaPurpose.DISCUSS)


def proposed_agenda(meeting: Meeting, at: datetime) -> list[ProposedItem]:
    """The differences of the group that are not on the agenda and belong there, the most pressing first."""
    on_agenda = {item.difference_id for item in meeting.agenda}
    due = _tasks_due(meeting)
    differences = [each for each in _candidates(meeting.group, due) if each.id not in on_agenda]
    balls = balls_on(differences, at)
    concerns = _open_concerns([each.id for each in differences])
    items = [
        _item(each, balls[each.id], concerns.get(each.id, 0), due.get(each.id, 0), meeting)
        for each in differences
    ]
    order = tuple(AgendaReason)
    return sorted(
        (item for item in items if item.reasons),
        key=lambda item: (order.index(item.reasons[0]), item.difference.stage_at, item.difference.id),
    )


def _item(difference: Difference, ball: Ball, concerns: int, tasks: int, meeting: Meeting) -> ProposedItem:
    return ProposedItem(
        difference, tuple(_reasons(difference, ball, concerns, tasks, meeting)), ball, concerns, tasks
    )


def _reasons(
    difference: Difference, ball: Ball, concerns: int, tasks: int, meeting: Meeting
) -> Iterable[AgendaReason]:
    """Why it belongs there; a held one comes up when its hold is to be looked at by the day of the meeting."""
    ready_by_then = ball.kind is BallKind.DISCUSS and ball.due is not None and ball.due <= meeting.starts_at
    if ball.kind is BallKind.OPEN_BALLOT or ready_by_then:
        yield AgendaReason.READY
    if tasks:
        yield AgendaReason.TAKE_HOME_DUE
    if concerns:
        yield AgendaReason.OPEN_CONCERNS
    if difference.hold_review_on is not None:
        if difference.hold_review_on <= tokyo_date(meeting.starts_at):
            yield AgendaReason.HOLD_REVIEW
    elif difference.stage in TALKED_ABOUT:
        yield AgendaReason.DISCUSSING


def _candidates(group: Group, due: dict[int, int]) -> Sequence[Difference]:
    statement = (
        select(Difference)
        .where(
            Difference.group_id == group.id,
            Difference.stage.in_(TALKED_ABOUT) | Difference.id.in_(due) | Difference.held_at.is_not(None),
        )
        .options(joinedload(Difference.group).selectinload(Group.cities))
        .order_by(Difference.stage_at, Difference.id)
    )
    return db.session.scalars(statement.limit(MOST)).unique().all()


def _tasks_due(meeting: Meeting) -> dict[int, int]:
    """How many tasks that cities took home are due by the day of the meeting and not done, by difference."""
    statement = (
        select(TakeHomeItem.difference_id, func.count())
        .join(TakeHomeItem.difference)
        .where(
            Difference.group_id == meeting.group_id,
            TakeHomeItem.done_at.is_(None),
            TakeHomeItem.left_at.is_(None),
            TakeHomeItem.due_on <= tokyo_date(meeting.starts_at),
        )
        .group_by(TakeHomeItem.difference_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _open_concerns(ids: Sequence[int]) -> dict[int, int]:
    statement = (
        select(Comment.difference_id, func.count())
        .where(
            Comment.difference_id.in_(ids),
            Comment.kind == CommentKind.CONCERN,
            Comment.resolved_at.is_(None),
        )
        .group_by(Comment.difference_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
