"""A joining city confirms its answers of a chapter: they stay, and an objection opens a difference (D8)."""

from collections import Counter
from collections.abc import Sequence

from app.actions.adoption import lay_items
from app.actions.differences import raise_difference
from app.actions.differences.texts import MAX_TITLE
from app.actions.events import record
from app.actions.exceptions import ask_exception
from app.actions.joining.finishing import finish_if_complete
from app.actions.keys import claim_key
from app.clock import now
from app.domain.events import EventKind
from app.domain.joining import Answer, Progress
from app.extensions import db
from app.i18n import gettext as _
from app.i18n import locale_scope
from app.models import Joining, PositionTask, User
from app.policies.joining import may_confirm_answers
from app.policies.verdicts import Refused, ensure, not_now
from app.queries.exceptions import last_asked
from app.queries.groups import lock_group
from app.queries.joining import lock_joining, open_tasks_of_group


def confirm_answers(
    city_id: int, group_id: int, actor: User, *, seen: int | None = None, key: str = ""
) -> Joining:
    """Confirm every answer of the city in a group; seen is the sum of the tasks' serials on the page.

    Past tallies, wording and electorates stay as they are; an objection suspends nothing (D8). Exceptions are asked for
    and objections raised only now.
    """
    group = lock_group(group_id)
    joining = lock_joining(city_id)
    at = now()
    if not claim_key(key, actor):
        return joining
    tasks = open_tasks_of_group(city_id, group_id)
    ensure(may_confirm_answers(actor, group, joining, progress_of(tasks), at))
    if seen is not None and seen != seen_of(tasks):
        raise Refused(not_now("answered_meanwhile"))
    for task in tasks:
        raised = _objection(task, actor) if task.answer is Answer.OBJECT else None
        if task.answer is Answer.ASK_EXCEPTION:
            _exception(task, actor)
        task.confirmed_at, task.confirmed_by_id, task.confirmed_by_printed = at, actor.id, actor.printed
        task.difference_id = raised
        lay_items(task.decision, [task.city])
    record(
        EventKind.ANSWERS_CONFIRMED,
        actor=actor,
        subject=joining,
        group=group,
        after={
            "city": joining.city.code,
            "city_name": joining.city.names,
            "group": group.code,
            "answers": dict(Counter(task.answer.value for task in tasks if task.answer)),
        },
    )
    db.session.flush()
    finish_if_complete(joining, actor, at)
    return joining


def progress_of(tasks: Sequence[PositionTask]) -> Progress:
    """How far a chapter's open tasks are."""
    return Progress(len(tasks), sum(task.answer is not None for task in tasks))


def seen_of(tasks: Sequence[PositionTask]) -> int:
    """What stands for the answers a page showed: it grows with every change."""
    return sum(task.serial for task in tasks)


def _exception(task: PositionTask, actor: User) -> None:
    """Ask for the exception (D4), unless the city has asked for one already and waits for the answer."""
    earlier = last_asked(task.decision, task.city_id)
    if task.until_on is not None and (earlier is None or earlier.granted is not None):
        ask_exception(task.decision_id, actor, body=task.instead, reason=task.reason, last_day=task.until_on)


def _objection(task: PositionTask, actor: User) -> int:
    """Raise the difference that an objection opens, by the city, with a reference to the decision (D8)."""
    decision = task.decision
    with locale_scope("ja"):
        title = _("Objection of %(city)s: %(title)s", city=task.city.name_ja, title=decision.title)
        why = _(
            "%(city)s was not yet a member when %(number)s (%(difference)s) was decided, and objects to it."
            " The decision stays in force.",
            city=task.city.name_ja,
            number=decision.number,
            difference=decision.difference.number,
        )
    difference = raise_difference(
        decision.group_id,
        actor,
        title=title[:MAX_TITLE],
        kind=decision.difference.kind,
        why=f"{why}\n\n{task.reason}",
    )
    return difference.id
