"""A city asks for an exception to a decision, those who lead answer; it ends by itself or earlier (D4)."""

from datetime import date
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.exceptions import exception_hash, reminder_due
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.roles import RoleKind
from app.domain.texts import normalise
from app.extensions import db
from app.models import Decision, DecisionException, User
from app.policies.exceptions import may_answer_exception, may_ask_exception, may_end_exception
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import is_joining
from app.queries.decisions import forces_of
from app.queries.decisions.one import lock_decision
from app.queries.exceptions import exceptions_ending, last_asked, lock_exception
from app.queries.roles import people_of_city, people_of_group, secretaries

LAST_DAY = date(2099, 12, 31)


def ask_exception(
    decision_id: int, actor: User, *, body: str, reason: str, last_day: date, key: str = ""
) -> DecisionException:
    """Ask for the actor's city that its own text stands in place of a decision until the end of a day."""
    decision = lock_decision(decision_id)
    earlier = last_asked(decision, actor.city_id)
    if not claim_key(key, actor) and earlier is not None:
        return earlier
    force = forces_of([decision], tokyo_date(now()))[decision.id]
    asked = earlier is not None and earlier.granted is None
    joins = actor.city_id is not None and is_joining(actor.city_id)
    ensure(may_ask_exception(actor, decision.group, force, asked, now(), joins=joins))
    exception = _asked(decision, actor, _words("body", body), _words("reason", reason), last_day)
    exception.text_hash = exception_hash(exception.text)
    db.session.add(exception)
    db.session.flush()
    _record(EventKind.EXCEPTION_ASKED, exception, actor, body=exception.body, reason=exception.reason)
    people = [*people_of_group(decision.group, now(), kinds=(RoleKind.CHAIR,)), *secretaries()]
    _tell(NoticeKind.EXCEPTION_ASKED, exception, [person for person in people if person.id != actor.id])
    return exception


def answer_exception(
    exception_id: int, actor: User, *, granted: bool, reason: str, key: str = ""
) -> DecisionException:
    """Grant an exception, which stands from today, or refuse it with a reason; the answer is final."""
    exception = lock_exception(exception_id)
    if not claim_key(key, actor):
        return exception
    at = now()
    ensure(may_answer_exception(actor, exception, at))
    if granted and exception.last_day < tokyo_date(at):
        raise Invalid("granted", "exception_over_before_answer")
    exception.answer = _words("reason", reason) if reason.strip() or not granted else ""
    exception.granted, exception.answered_at = granted, at
    exception.answered_by_id, exception.answered_by_printed = actor.id, actor.printed
    kind = EventKind.EXCEPTION_GRANTED if granted else EventKind.EXCEPTION_REFUSED
    _record(kind, exception, actor, reason=exception.answer)
    told = people_of_group(exception.decision.group, at) if granted else _people_of(exception)
    _tell(NoticeKind.EXCEPTION_ANSWERED, exception, told, granted=granted)
    return exception


def end_exception(
    exception_id: int, actor: User, *, last_day: date, reason: str, key: str = ""
) -> DecisionException:
    """Let a granted exception end earlier than it was granted for, at the end of a day from today on."""
    exception = lock_exception(exception_id)
    if not claim_key(key, actor):
        return exception
    at = now()
    ensure(may_end_exception(actor, exception, at))
    if not tokyo_date(at) <= last_day < exception.last_day:
        raise Invalid("last_day", "end_not_earlier", last_day=exception.last_day)
    exception.end_reason = _words("reason", reason)
    exception.ended_on, exception.ended_at = last_day, at
    exception.ended_by_id, exception.ended_by_printed = actor.id, actor.printed
    _record(
        EventKind.EXCEPTION_ENDED,
        exception,
        actor,
        ended_on=last_day.isoformat(),
        reason=exception.end_reason,
    )
    told = [person for person in people_of_group(exception.decision.group, at) if person.id != actor.id]
    _tell(NoticeKind.EXCEPTION_ENDED, exception, told)
    return exception


def remind_of_exceptions() -> int:
    """Tell the city, the chair and the secretariat of exceptions that end soon; how many. Ending needs nobody (D4)."""
    count = 0
    for exception_id in exceptions_ending(tokyo_date(now())):
        exception = lock_exception(exception_id)
        due = reminder_due(exception.ends_on, tokyo_date(now()), exception.reminded)
        if due is None:
            continue
        exception.reminded = due
        people = [
            *_people_of(exception),
            *people_of_group(exception.decision.group, now(), kinds=(RoleKind.CHAIR,)),
            *secretaries(),
        ]
        _tell(NoticeKind.EXCEPTION_ENDING, exception, people, key=str(due))
        count += 1
    return count


def _asked(decision: Decision, actor: User, body: str, reason: str, last_day: date) -> DecisionException:
    earliest = max(tokyo_date(now()), decision.effective_on)
    if not earliest <= last_day <= LAST_DAY:
        too_late = last_day > LAST_DAY
        raise Invalid("last_day", "day_is_too_late" if too_late else "exception_ends_too_early", day=earliest)
    if actor.city is None:
        raise NotFound
    return DecisionException(
        decision=decision,
        city=actor.city,
        body=body,
        reason=reason,
        last_day=last_day,
        text_hash="",
        asked_by_id=actor.id,
        asked_by_printed=actor.printed,
        asked_at=now(),
    )


def _words(field: str, text: str) -> str:
    if not is_reason(text):
        raise Invalid(field, "needs_words")
    return normalise(text).strip()


def _people_of(exception: DecisionException) -> list[User]:
    return people_of_city(exception.decision.group, exception.city_id, now())


def _record(kind: EventKind, exception: DecisionException, actor: User, **facts: Any) -> None:
    record(
        kind,
        actor=actor,
        subject=exception,
        difference=exception.decision.difference,
        on_behalf_of=None if actor.city_id == exception.city_id else exception.city_id,
        after={**exception.facts(), **facts},
    )


def _tell(
    kind: NoticeKind, exception: DecisionException, people: list[User], *, key: str = "", **facts: Any
) -> None:
    difference = exception.decision.difference
    notify(people, kind, subject=exception, difference=difference, key=key, **exception.facts(), **facts)
