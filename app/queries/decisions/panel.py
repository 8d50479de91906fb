"""What the page of a difference shows of its decisions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.calendar import tokyo_date
from app.domain.decisions import Force
from app.extensions import db
from app.models import Decision, Difference, User
from app.queries.decisions.chain import forces_of


@dataclass(frozen=True)
class DecisionLine:
    """One decision and whether it is in force."""

    decision: Decision
    force: Force


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
    forces = forces_of(found, tokyo_date(at))
    return DecisionPanel(tuple(DecisionLine(decision, forces[decision.id]) for decision in found))
