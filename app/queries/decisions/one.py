"""One decision, locked for an act through the difference it is about."""

from app.extensions import db
from app.models import Decision
from app.policies.verdicts import NotFound
from app.queries.differences import lock_difference_by_id


def lock_decision(decision_id: int) -> Decision:
    """A decision whose difference is locked until the transaction ends; NotFound where there is none."""
    found = db.session.get(Decision, decision_id)
    if found is None:
        raise NotFound
    lock_difference_by_id(found.difference_id)
    return found
