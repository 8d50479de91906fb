"""What joining cities said to one decision, and the decision behind a difference that an objection opened (D8)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Decision, Difference, PositionTask


def answers_to(decision: Decision) -> Sequence[PositionTask]:
    """What cities that joined after a decision say to it, by the order of joining."""
    statement = (
        select(PositionTask)
        .where(PositionTask.decision_id == decision.id)
        .options(joinedload(PositionTask.difference))
        .order_by(PositionTask.id)
    )
    return db.session.scalars(statement).unique().all()


def objection_behind(difference: Difference) -> PositionTask | None:
    """The objection of a joining city that opened a difference; None for every other difference."""
    statement = (
        select(PositionTask)
        .where(PositionTask.difference_id == difference.id)
        .options(joinedload(PositionTask.decision))
    )
    return db.session.scalars(statement).unique().first()
