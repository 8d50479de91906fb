"""How a difference ends without a decision, and how it comes back: no difference, withdrawn, merged, restored."""

from datetime import datetime, timedelta

from app.actions.differences.texts import checked_markdown, said_in_words
from app.actions.events import record
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.calendar import end_of_day_tokyo, last_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import CITY_ROLES
from app.domain.signoff import SignoffState
from app.domain.workflow import Act
from app.models import Difference, User
from app.policies.differences import (
    may_announce_no_difference,
    may_find_no_difference,
    may_merge,
    may_merge_into,
    may_restore,
    may_withdraw,
)
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import the_council
from app.queries.differences import (
    lock_difference,
    lock_pair,
    unanswered_cities,
)
from app.queries.differences.concerns import open_concerns
from app.queries.roles import people_of_group
from app.queries.signoff import last_escalation


def announce_no_difference(number: str, actor: User, *, reason: str, seen: int | None = None) -> Difference:
    """Tell the cities that the finding is meant to be "no difference"; they can object for the days set."""
    difference = lock_difference(number)
    at = now()
    unanswered = unanswered_cities(difference, at)
    ensure(may_announce_no_difference(actor, difference, unanswered, at, seen))
    until = _objections_until(at)
    difference.no_difference_reason = said_in_words("reason", reason)
    difference.no_difference_until = until
    difference.stage_serial += 1
    last_day = last_day_tokyo(difference.no_difference_until)
    facts = {"reason": difference.no_difference_reason, "until": last_day.isoformat()}
    record(
        EventKind.NO_DIFFERENCE_ANNOUNCED,
        actor=actor,
        subject=difference,
        difference=difference,
        after=facts,
    )
    people = people_of_group(difference.group, at, kinds=CITY_ROLES)
    key = str(difference.stage_serial)
    kind = NoticeKind.NO_DIFFERENCE_ANNOUNCED
    notify(people, kind, subject=difference, difference=difference, key=key, **facts)
    return difference


def find_no_difference(number: str, actor: User, *, reason: str = "", seen: int | None = None) -> Difference:
    """Close the difference as none, after the announcement stood for its days and nobody objects."""
    difference = lock_difference(number)
    at = now()
    ensure(
        may_find_no_difference(
            actor, difference, unanswered_cities(difference, at), open_concerns(difference), at, seen
        )
    )
    difference.end_reason = checked_markdown("reason", reason) or difference.no_difference_reason
    difference.no_difference_until, difference.no_difference_reason = None, ""
    facts = {"reason": difference.end_reason}
    move(difference, Act.FIND_NO_DIFFERENCE, actor, EventKind.NO_DIFFERENCE_FOUND, after=facts)
    return difference


def withdraw(number: str, actor: User, *, reason: str, seen: int | None = None) -> Difference:
    """Take a difference back; it stays readable with its reason (L8)."""
    difference = lock_difference(number)
    ensure(may_withdraw(actor, difference, now(), seen))
    difference.end_reason = said_in_words("reason", reason)
    facts = {"reason": difference.end_reason}
    _stop_signoff(difference)
    move(difference, Act.WITHDRAW, actor, EventKind.DIFFERENCE_WITHDRAWN, after=facts)
    _let_go(difference)
    return difference


def restore(number: str, actor: User, *, reason: str, seen: int | None = None) -> Difference:
    """Bring a withdrawn difference back to its start; what the cities stated is still there."""
    difference = lock_difference(number)
    ensure(may_restore(actor, difference, now(), seen))
    facts = {"reason": said_in_words("reason", reason)}
    move(difference, Act.RESTORE, actor, EventKind.DIFFERENCE_RESTORED, after=facts)
    difference.end_reason = ""
    difference.survey_due_at = difference.discussion_since = None
    return difference


def merge(number: str, actor: User, *, into: str, reason: str, seen: int | None = None) -> Difference:
    """Let a difference go into another one; its number redirects there for ever, its positions stay here (L9)."""
    try:
        difference, other = lock_pair(number, into)
    except NotFound:
        raise Invalid("into", "no_such_difference") from None
    ensure(may_merge(actor, difference, now(), seen))
    possible = may_merge_into(difference, other)
    if not possible:
        raise Invalid("into", possible.code, **possible.params)
    difference.end_reason = said_in_words("reason", reason)
    difference.merged_into = other
    facts = {"reason": difference.end_reason, "into": other.number}
    move(difference, Act.MERGE, actor, EventKind.DIFFERENCE_MERGED, after=facts)
    _let_go(difference)
    return difference


def _objections_until(at: datetime) -> datetime:
    days = the_council().objection_days
    return end_of_day_tokyo(tokyo_date(at) + timedelta(days=days)) if days else at


def _stop_signoff(difference: Difference) -> None:
    """Take a matter that is before the managers away from them; what they signed stays readable."""
    escalation = last_escalation(difference)
    if escalation is None or escalation.state is not SignoffState.RUNNING:
        return
    escalation.state, escalation.ended_at = SignoffState.DISMISSED, now()
    escalation.end_reason = difference.end_reason
    for city_route in escalation.cities:
        if city_route.state is SignoffState.RUNNING:
            city_route.state, city_route.ended_at = SignoffState.DISMISSED, escalation.ended_at


def _let_go(difference: Difference) -> None:
    """Clear what only a living difference has: a hold, an announced finding."""
    difference.held_at, difference.hold_reason, difference.hold_review_on = None, "", None
    difference.no_difference_until, difference.no_difference_reason = None, ""
