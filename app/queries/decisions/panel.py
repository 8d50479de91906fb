"""What the page of a difference shows of its decisions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.calendar import tokyo_date
from app.domain.decisions import Force
from app.domain.exceptions import ExceptionPhase
from app.extensions import db
from app.models import Decision, DecisionException, Difference, User
from app.queries.decisions.chain import forces_of
from app.queries.exceptions import exceptions_granted


@dataclass(frozen=True)
class DecisionLine:
    """One decision, whether it is in force, and the exceptions that are granted and not over (D4)."""

    decision: Decision
    force: Force
    exceptions: tuple[DecisionException, ...]


@dataclass(frozen=True)
class DecisionPanel:
    """The decisions of a difference, the newest first."""

    lines: tuple[DecisionLine, ...]


def decision_panel(difference: Difference, _viewer: User, at: datetime) -> DecisionPanel | None:
    """The decisions of a difference; None before the first."""
    statement = select(Decision).where(Decision.difference_id == difference.id)
    found = db.session.scalars(statement.order_by(Decision.cycle.desc())).unique().all()
    if not found:
        return None
    today = tokyo_date(at)
    forces = forces_of(found, today)
    granted = [
        exception
        for exception in exceptions_granted([decision.id for decision in found])
        if exception.phase_on(today) is ExceptionPhase.GRANTED
    ]
    return DecisionPanel(
        tuple(
            DecisionLine(
                decision,
                forces[decision.id],
                tuple(exception for exception in granted if exception.decision_id == decision.id),
            )
            for decision in found
        )
    )
