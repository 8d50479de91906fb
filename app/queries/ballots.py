"""Ballots: which rounds are due, and what a round's page shows."""

from datetime import datetime

from sqlalchemy import select

from app.domain.rounds import RoundState
from app.extensions import db
from app.models import Round


def any_round_due(at: datetime) -> bool:
    """Whether the clock has passed the closing instant of a round still recorded as open (B25)."""
    due = select(Round.id).where(Round.state == RoundState.OPEN, Round.closes_at <= at).limit(1)
    return db.session.scalar(due) is not None
