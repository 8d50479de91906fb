"""Adoption, as a test needs it: a city says that it works by the decision in force."""

from app.actions.adoption import adopt
from app.clock import now
from app.domain.calendar import tokyo_date
from app.models import Adoption, Difference, User
from app.queries.decisions import latest_decision
from app.transaction import transaction
from tests.support.worlds import kept


@kept
def adopted_by(person: User, difference: Difference) -> Adoption:
    """A person says today that the own city works by the last decision on a difference."""
    decision = latest_decision(difference)
    assert decision is not None
    decision_id = decision.id
    with transaction():
        return adopt(decision_id, person, adopted_on=tokyo_date(now()), evidence="要綱を改めた。")
