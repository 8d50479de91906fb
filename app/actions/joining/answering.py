"""A joining city answers to decisions: each answer is an act of its own, and can be changed until it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.actions.differences.texts import said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.joining import REASON_DUE, Answer, Said
from app.models import PositionTask, User
from app.policies.joining import may_answer
from app.policies.verdicts import Invalid, Refused, ensure, not_now
from app.queries.joining import lock_joining, tasks_of_ids

LAST_DAY = date(2099, 12, 31)


@dataclass(frozen=True)
class GivenAnswer:
    """What a form says to one task; seen is the task's serial when the form was made."""

    task_id: int
    said: Said
    seen: int | None = None


def answer_decisions(city_id: int, actor: User, given: Sequence[GivenAnswer], *, key: str = "") -> int:
    """Record what the city says to one or several decisions; return how many answers are new or changed (D7).

    What is said again is no act. Raises Invalid for a field of one task, such as reason_12.
    """
    joining = lock_joining(city_id)
    at = now()
    tasks = {task.id: task for task in tasks_of_ids(city_id, [each.task_id for each in given])}
    for task in tasks.values():
        ensure(may_answer(actor, task, joining, at))
    if not claim_key(key, actor):
        return 0
    return sum(_answer(tasks[each.task_id], actor, each, at) for each in given)


def _answer(task: PositionTask, actor: User, given: GivenAnswer, at: datetime) -> bool:
    said = _checked(given, tokyo_date(at))
    if said == task.said:
        return False
    if given.seen is not None and given.seen != task.serial:
        raise Refused(not_now("answered_meanwhile"))
    before = _facts(task)
    task.answer, task.from_on, task.until_on = said.answer, said.from_on, said.until_on
    task.instead, task.reason = said.instead, said.reason
    task.answered_by_id, task.answered_by_printed, task.answered_at = actor.id, actor.printed, at
    task.serial += 1
    record(
        EventKind.DECISION_ANSWERED,
        actor=actor,
        subject=task,
        difference=task.decision.difference,
        before=before,
        after=_facts(task)
        | {
            "number": task.decision.number,
            "city_name": task.city.names,
            "text_hash": task.decision.text_hash,
        },
    )
    return True


def _checked(given: GivenAnswer, today: date) -> Said:
    """The answer with what belongs to it and nothing else; Invalid where something is missing."""
    said, place = given.said, given.task_id
    if said.answer is Answer.ADOPT_FROM:
        return Said(said.answer, from_on=_day(f"from_on_{place}", said.from_on, today))
    if said.answer is Answer.ASK_EXCEPTION:
        return Said(
            said.answer,
            until_on=_day(f"until_on_{place}", said.until_on, today),
            instead=said_in_words(f"instead_{place}", said.instead, "needs_words"),
            reason=said_in_words(f"reason_{place}", said.reason),
        )
    reason = said_in_words(f"reason_{place}", said.reason) if said.answer in REASON_DUE else ""
    return Said(said.answer, reason=reason)


def _day(field: str, day: date | None, today: date) -> date:
    if day is None:
        raise Invalid(field, "required")
    if not today < day <= LAST_DAY:
        raise Invalid(field, "day_must_come" if day <= today else "day_is_too_late")
    return day


def _facts(task: PositionTask) -> dict[str, Any]:
    said = task.said
    if said is None:
        return {}
    facts = {
        "answer": said.answer.value,
        "from_on": said.from_on.isoformat() if said.from_on else None,
        "until_on": said.until_on.isoformat() if said.until_on else None,
        "instead": said.instead,
        "reason": said.reason,
    }
    return {name: value for name, value in facts.items() if value}
