"""The agenda proposed from states: what is ready, what waits for a talk, what cities took home until the meeting."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import joinedload

from app.domain.ball import Ball, BallKind
from app.domain.calendar import tokyo_date
from app.domain.discussion import CommentKind
from app.domain.meetings import AgendaPurpose, AgendaReason
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Comment, Difference, Escalation, Group, Meeting, Round, TakeHomeItem
from app.queries.differences.balls import balls_on
from app.queries.meetings.item_papers import ItemPaper, papers_on
from app.wording.planning import to_decide_words

MOST = 50
TALKED_ABOUT = (Stage.PROPOSING, Stage.DISCUSSING)
_PURPOSES = {AgendaReason.READY: AgendaPurpose.BALLOT, AgendaReason.TAKE_HOME_DUE: AgendaPurpose.REPORT}


@dataclass(frozen=True)
class ItemState:
    """A difference before a meeting: why it belongs there, what stands open on it, and what lies before the cities."""

    difference: Difference
    reasons: tuple[AgendaReason, ...]
    ball: Ball
    open_concerns: int
    tasks_due: int
    paper: ItemPaper | None

    @property
    def purpose(self) -> AgendaPurpose:
        """What is to be done with it at the meeting."""
        return _PURPOSES.get(self.reasons[0], AgendaPurpose.DISCUSS)

    @property
    def to_decide(self) -> str:
        """What the meeting has to decide, in words."""
        return to_decide_words(self.reasons, self.difference.stage)


def proposed_agenda(meeting: Meeting, at: datetime) -> list[ItemState]:
    """The differences of the group that are not on the agenda and belong there, the most pressing first."""
    on_agenda = {item.difference_id for item in meeting.agenda}
    due = _tasks_due(meeting)
    found = [each for each in _candidates(meeting, due) if each.id not in on_agenda]
    order = tuple(AgendaReason)
    return sorted(
        (item for item in _states(found, due, meeting, at) if item.reasons),
        key=lambda item: (order.index(item.reasons[0]), item.difference.stage_at, item.difference.id),
    )


def states_on_agenda(meeting: Meeting, at: datetime) -> dict[int, ItemState]:
    """How the differences on the agenda stand before the meeting, by their ids; by a bounded number of queries."""
    differences = [item.difference for item in meeting.agenda if item.difference]
    states = _states(differences, _tasks_due(meeting), meeting, at)
    return {state.difference.id: state for state in states}


def _states(
    differences: Sequence[Difference], due: dict[int, int], meeting: Meeting, at: datetime
) -> list[ItemState]:
    ids = [each.id for each in differences]
    balls, papers = balls_on(differences, at), papers_on(ids)
    concerns, returned = _open_concerns(ids), _sent_back(ids)
    states = []
    for each in differences:
        ball, number, tasks = balls[each.id], concerns.get(each.id, 0), due.get(each.id, 0)
        reasons = tuple(_reasons(each, ball, (number, tasks), each.id in returned, meeting))
        states.append(ItemState(each, reasons, ball, number, tasks, papers.get(each.id)))
    return states


def _reasons(
    difference: Difference, ball: Ball, open_: tuple[int, int], sent_back: bool, meeting: Meeting
) -> Iterable[AgendaReason]:
    """Why it belongs there; a held one comes up when its hold is to be looked at by the day of the meeting."""
    concerns, tasks = open_
    by_then = ball.due is not None and ball.due <= meeting.starts_at
    if sent_back:
        yield AgendaReason.SENT_BACK
    if ball.kind is BallKind.OPEN_BALLOT or (ball.kind is BallKind.DISCUSS and by_then):
        yield AgendaReason.READY
    if tasks:
        yield AgendaReason.TAKE_HOME_DUE
    if ball.kind is BallKind.STATE_PRACTICE and by_then:
        yield AgendaReason.SURVEY_OVERDUE
    if concerns:
        yield AgendaReason.OPEN_CONCERNS
    if difference.hold_review_on is not None:
        if difference.hold_review_on <= tokyo_date(meeting.starts_at):
            yield AgendaReason.HOLD_REVIEW
    elif difference.stage in TALKED_ABOUT:
        yield AgendaReason.DISCUSSING


def _candidates(meeting: Meeting, due: Collection[int]) -> Sequence[Difference]:
    overdue = and_(Difference.stage == Stage.SURVEYING, Difference.survey_due_at <= meeting.starts_at)
    statement = (
        select(Difference)
        .where(
            Difference.group_id == meeting.group_id,
            Difference.stage.in_(TALKED_ABOUT)
            | Difference.id.in_(due)
            | Difference.held_at.is_not(None)
            | overdue,
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


def _sent_back(ids: Sequence[int]) -> set[int]:
    """The differences under discussion because managers sent them back or refused, with no ballot opened since."""
    balloted = exists().where(
        Round.difference_id == Escalation.difference_id, Round.opened_at >= Escalation.ended_at
    )
    statement = (
        select(Escalation.difference_id)
        .join(Escalation.difference)
        .where(
            Escalation.difference_id.in_(ids),
            Escalation.cycle == Difference.cycle,
            Difference.stage == Stage.DISCUSSING,
            Escalation.state.in_((SignoffState.SENT_BACK, SignoffState.REFUSED)),
            ~balloted,
        )
    )
    return set(db.session.scalars(statement))
