"""A city begins to join: one task for each decision in force, and those that come into force later (D7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.actions.events import record
from app.actions.joining.finishing import finish_if_complete, tell_voices
from app.actions.keys import claim_key
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.joining import TaskClosing
from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import City, Joining, PositionTask, User
from app.policies.joining import may_start_joining
from app.policies.verdicts import ensure
from app.queries.council import lock_city
from app.queries.joining import (
    any_decision,
    decisions_owed,
    due_joining_ids,
    joining_of,
    lock_joining,
    superseded_tasks,
)


def start_joining(city_id: int, actor: User, *, key: str = "") -> Joining | None:
    """Ask an associate, or a city that is to be a member, for its answers ahead of its first day."""
    city = lock_city(city_id)
    at = now()
    if not claim_key(key, actor):
        return joining_of(city_id)
    ensure(may_start_joining(actor, city, joining_of(city_id), at))
    return begin_tasks(city, actor, at)


def plan_joining(city: City, since: datetime) -> None:
    """Note that the tasks of a locked city are due on its first day as a member; the worker then opens them."""
    joining = joining_of(city.id)
    if joining is not None and joining.begun:
        return
    joining = joining or Joining(city=city)
    joining.began_at, joining.left_at, joining.finished_at = None, None, None
    joining.kept_up_on = tokyo_date(since) - timedelta(days=1)
    db.session.add(joining)


def begin_tasks(city: City, actor: User | None, at: datetime) -> Joining | None:
    """Open the tasks of a locked city that joins at this instant; those it has stay as they are (D7).

    Where nothing was decided yet there is nothing to join. actor None is the clock.
    """
    joining = joining_of(city.id)
    if joining is None and not any_decision():
        return None
    if joining is not None and joining.begun:
        return _keep_up(city, at)
    joining = _begun(joining or Joining(city=city), actor, at)
    back = _reopened(joining)
    overtaken = _close_overtaken(joining, at)
    opened = _opened(joining, decisions_owed(city.id, joining.kept_up_on), at)
    record(
        EventKind.JOINING_STARTED,
        actor=actor,
        subject=joining,
        after=_facts(city) | {"tasks": len(opened) + len(back) - len(overtaken)},
    )
    tell_voices(joining, NoticeKind.JOINING_STARTED, at, key=at.isoformat())
    finish_if_complete(joining, actor, at)
    return joining


def keep_up_joinings() -> int:
    """Complete the tasks of every joining city for today, once a day; return how many cities were looked at."""
    due = due_joining_ids(tokyo_date(now()))
    for city_id in due:
        city = lock_city(city_id)
        begin_tasks(city, None, now())
    return len(due)


def _keep_up(city: City, at: datetime) -> Joining:
    """Close what a later decision has overtaken; ask about what came into force and was made without the city."""
    joining = lock_joining(city.id)
    joining.kept_up_on = tokyo_date(at)
    overtaken = _close_overtaken(joining, at)
    owed = decisions_owed(city.id, joining.kept_up_on, _had_no_voice_until(joining))
    opened = _opened(joining, owed, at)
    if opened:
        joining.finished_at = None
    if overtaken or opened:
        record(
            EventKind.POSITION_TASKS_CHANGED,
            actor=None,
            subject=joining,
            after=_facts(city) | {"opened": len(opened), "closed": len(overtaken)},
        )
        finish_if_complete(joining, None, at)
    return joining


def _begun(joining: Joining, actor: User | None, at: datetime) -> Joining:
    joining.began_at, joining.left_at, joining.finished_at = at, None, None
    joining.began_by_id, joining.began_by_printed = (actor.id, actor.printed) if actor else (None, "")
    joining.kept_up_on = tokyo_date(at)
    db.session.add(joining)
    db.session.flush()
    return joining


def _had_no_voice_until(joining: Joining) -> datetime | None:
    """The instant from which the city takes part in ballots; None while it is no member."""
    member = next(
        (m for m in joining.city.memberships if m.kind is MembershipKind.MEMBER and m.until is None), None
    )
    return max(member.since, joining.began_at or member.since) if member else None


def _opened(joining: Joining, decision_ids: Sequence[int], at: datetime) -> list[PositionTask]:
    tasks = [
        PositionTask(joining=joining, city_id=joining.city_id, decision_id=decision_id, opened_at=at)
        for decision_id in decision_ids
    ]
    db.session.add_all(tasks)
    db.session.flush()
    return tasks


def _reopened(joining: Joining) -> Sequence[PositionTask]:
    """The tasks with which the city left: it is back, and they wait for it again."""
    left = select(PositionTask).where(
        PositionTask.joining_id == joining.id, PositionTask.closed_as == TaskClosing.LEFT
    )
    tasks = db.session.scalars(left).all()
    for task in tasks:
        task.closed_at, task.closed_as = None, None
    db.session.flush()
    return tasks


def _close_overtaken(joining: Joining, at: datetime) -> Sequence[PositionTask]:
    overtaken = superseded_tasks(joining.city_id, joining.kept_up_on)
    for task in overtaken:
        task.closed_at, task.closed_as = at, TaskClosing.SUPERSEDED
    return overtaken


def _facts(city: City) -> dict[str, Any]:
    return {"city": city.code, "city_name": city.names}
