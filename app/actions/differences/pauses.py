"""Holding a difference, resuming it, and reopening a decided one."""

from datetime import date

from app.actions.differences.texts import checked_markdown, said_in_words
from app.actions.workflow import move
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.workflow import Act
from app.models import City, Difference, User
from app.policies.differences import may_hold, may_reopen, may_resume
from app.policies.verdicts import Invalid, ensure
from app.queries.differences import lock_difference, participating_cities


def hold(number: str, actor: User, *, reason: str, review_on: date, seen: int | None = None) -> Difference:
    """Lay a hold on a difference, to be looked at again on a day; it accepts comments and nothing else."""
    difference = lock_difference(number)
    at = now()
    ensure(may_hold(actor, difference, at, seen))
    reason = said_in_words("reason", reason)
    if review_on < tokyo_date(at):
        raise Invalid("review_on", "day_is_past")
    facts = {"reason": reason, "review_on": review_on.isoformat()}
    move(difference, Act.HOLD, actor, EventKind.DIFFERENCE_HELD, after=facts)
    difference.held_at, difference.hold_reason, difference.hold_review_on = at, reason, review_on
    return difference


def resume(number: str, actor: User, *, reason: str = "", seen: int | None = None) -> Difference:
    """Take the hold off; the difference goes on where it stood."""
    difference = lock_difference(number)
    ensure(may_resume(actor, difference, now(), seen))
    facts = {"reason": checked_markdown("reason", reason)}
    move(difference, Act.RESUME, actor, EventKind.DIFFERENCE_RESUMED, after=facts)
    _take_hold_off(difference)
    return difference


def reopen(
    number: str, actor: User, *, reason: str, asked_by: int | None = None, seen: int | None = None
) -> Difference:
    """Begin a new cycle on a decided difference, perhaps because a city asked; what is in force stays so (L10)."""
    difference = lock_difference(number)
    at = now()
    ensure(may_reopen(actor, difference, at, seen))
    reason = said_in_words("reason", reason)
    city = _asking_city(difference, asked_by)
    before = {"cycle": difference.cycle}
    difference.cycle += 1
    difference.discussion_since = at
    facts = {
        "cycle": difference.cycle,
        "reason": reason,
        "asked_by": city.code if city else None,
        "asked_by_name": {"ja": city.name_ja, "en": city.name_en} if city else None,
    }
    move(difference, Act.REOPEN, actor, EventKind.DIFFERENCE_REOPENED, before=before, after=facts)
    return difference


def _asking_city(difference: Difference, city_id: int | None) -> City | None:
    if city_id is None:
        return None
    city = next((c for c in participating_cities(difference, now()) if c.id == city_id), None)
    if city is None:
        raise Invalid("asked_by", "city_not_in_group")
    return city


def _take_hold_off(difference: Difference) -> None:
    """Clear the marks of a hold."""
    difference.held_at, difference.hold_reason, difference.hold_review_on = None, "", None
