"""Ending what a person holds for a span: a role in a group, a managerial post."""

from datetime import date

from app.clock import now
from app.domain.calendar import end_of_day_tokyo
from app.extensions import db
from app.models import GroupRole, PostHolding
from app.policies.people import still_runs
from app.policies.verdicts import Invalid, ensure


def end_span(held: GroupRole | PostHolding, last_day: date | None) -> bool:
    """End a span with a day in Tokyo, or at once (None); False for one that never began and is gone."""
    at = now()
    ensure(still_runs(held, at))
    until = end_of_day_tokyo(last_day) if last_day else at
    if until > held.since:
        held.until = until
        return True
    if last_day:
        raise Invalid("last_day", "ends_before_start")
    db.session.delete(held)
    return False
