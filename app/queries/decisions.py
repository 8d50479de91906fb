"""Decisions: the register, and one decision with all that was known."""

from sqlalchemy import select

from app.extensions import db
from app.models import Decision, Difference


def latest_decision(difference: Difference) -> Decision | None:
    """The last decision on a difference, which a new one supersedes (D3)."""
    statement = select(Decision).where(Decision.difference_id == difference.id)
    return db.session.scalars(statement.order_by(Decision.cycle.desc()).limit(1)).first()
