"""What the stories look at while they are told."""

from sqlalchemy import select

from app.clock import now
from app.domain.discussion import CommentKind
from app.domain.readiness import is_ready
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import CityRoute, Comment, Decision, Difference, Escalation, SignoffStep
from app.queries.ballots.readiness import readiness_of
from app.queries.proposals import on_the_table


def stage_of(number: str) -> Stage:
    """Where a difference stands."""
    return db.session.scalars(select(Difference.stage).where(Difference.number == number)).one()


def is_ready_for_ballot(number: str) -> bool:
    """Whether a ballot on a difference could open now: it is under discussion, and its readiness list is clean."""
    difference = db.session.scalars(select(Difference).where(Difference.number == number)).one()
    if difference.stage is not Stage.DISCUSSING or difference.held:
        return False
    proposal = on_the_table(difference)
    return is_ready(readiness_of(difference, proposal.current if proposal else None, now()))


def running_steps(number: str) -> list[SignoffStep]:
    """The steps that wait for a signature, lower steps first."""
    statement = (
        select(SignoffStep)
        .join(CityRoute)
        .join(Escalation)
        .join(Difference)
        .where(
            Difference.number == number,
            Escalation.state == SignoffState.RUNNING,
            SignoffStep.state == SignoffState.RUNNING,
        )
        .order_by(SignoffStep.position, CityRoute.city_id)
    )
    return list(db.session.scalars(statement).unique())


def decision_on(number: str) -> Decision:
    """The newest decision on a difference."""
    statement = select(Decision).join(Difference, Decision.difference_id == Difference.id)
    return db.session.scalars(
        statement.where(Difference.number == number).order_by(Decision.id.desc()).limit(1)
    ).one()


def open_concerns_of(number: str) -> list[Comment]:
    """The concerns of a difference that nobody resolved yet."""
    statement = (
        select(Comment)
        .join(Difference)
        .where(
            Difference.number == number,
            Comment.kind == CommentKind.CONCERN,
            Comment.resolved_at.is_(None),
        )
    )
    return list(db.session.scalars(statement).unique())
