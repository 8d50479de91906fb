"""What the next edition will bring: decided matters that can be published, and those that wait and why (B22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from app.domain.workflow import Stage
from app.extensions import db
from app.models import City, Decision, Difference, User
from app.queries.ballots import undisposed_comments
from app.queries.differences.access import readable_by


@dataclass(frozen=True)
class PendingDecision:
    """A decision that no edition holds yet, with the cities whose comments are not answered."""

    decision: Decision
    cities: tuple[City, ...]


@dataclass(frozen=True)
class Pending:
    """The decisions on their way into the manual, the oldest first."""

    ready: Sequence[PendingDecision]
    waiting: Sequence[PendingDecision]


def pending_decisions(viewer: User, at: datetime) -> Pending:
    """The decided matters that the viewer may read and no edition has published."""
    statement = (
        select(Decision)
        .join(Difference, and_(Difference.id == Decision.difference_id, Difference.cycle == Decision.cycle))
        .where(Difference.stage == Stage.DECIDED, readable_by(viewer, at))
        .options(joinedload(Decision.difference))
        .order_by(Decision.decided_at, Decision.id)
    )
    decisions = db.session.scalars(statement).unique().all()
    comments = undisposed_comments({d.round_id for d in decisions if d.round_id})
    found = [PendingDecision(d, tuple(comments.get(d.round_id or 0, ()))) for d in decisions]
    return Pending([p for p in found if not p.cities], [p for p in found if p.cities])
