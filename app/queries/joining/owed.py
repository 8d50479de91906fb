"""Which decisions a joining city has to answer to, and which of its questions a later decision has overtaken (D7)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from app.domain.calendar import tokyo_date
from app.extensions import db
from app.models import Decision, Escalation, Joining, PositionTask, Round


def in_force_on(day: date) -> ColumnElement[bool]:
    """On Decision: whether it has taken effect by a day and no later one on the matter has (D3)."""
    later = aliased(Decision)
    overtaken = exists().where(
        later.difference_id == Decision.difference_id,
        later.cycle > Decision.cycle,
        later.effective_on <= day,
    )
    return and_(Decision.effective_on <= day, ~overtaken)


def decisions_owed(city_id: int, day: date, made_before: datetime | None = None) -> Sequence[int]:
    """The ids of the decisions in force on a day to which a city was never asked to answer, in their order.

    made_before leaves out what was put to the cities at that instant or later: there the city had its voice.
    """
    asked = exists().where(PositionTask.decision_id == Decision.id, PositionTask.city_id == city_id)
    statement = select(Decision.id).where(in_force_on(day), ~asked).order_by(Decision.id)
    if made_before is not None:
        put_to_the_cities = func.coalesce(Round.opened_at, Escalation.opened_at, Decision.decided_at)
        statement = (
            statement.outerjoin(Round, Round.id == Decision.round_id)
            .outerjoin(Escalation, Escalation.id == Decision.escalation_id)
            .where(put_to_the_cities < made_before)
        )
    return db.session.scalars(statement).all()


def superseded_tasks(city_id: int, day: date) -> Sequence[PositionTask]:
    """The unconfirmed tasks of a city whose decision is no longer in force."""
    statement = (
        select(PositionTask)
        .join(PositionTask.decision)
        .where(
            PositionTask.city_id == city_id,
            PositionTask.closed_at.is_(None),
            PositionTask.confirmed_at.is_(None),
            ~in_force_on(day),
        )
        .order_by(PositionTask.id)
    )
    return db.session.scalars(statement).unique().all()


def any_decision() -> bool:
    """Whether anything was decided yet."""
    return db.session.scalar(select(Decision.id).limit(1)) is not None


def any_joining_due(at: datetime) -> bool:
    """Whether the tasks of a joining city have to be completed for today."""
    return bool(due_joining_ids(tokyo_date(at)))


def due_joining_ids(day: date) -> Sequence[int]:
    """The ids of the cities whose tasks are not complete for a day."""
    statement = select(Joining.city_id).where(Joining.left_at.is_(None), Joining.kept_up_on < day)
    return db.session.scalars(statement.order_by(Joining.city_id)).all()
