"""A city leaves: its history stays, what was open for it closes as left, and nothing waits for it any more (D10)."""

from collections.abc import Callable
from datetime import datetime

from app.actions.adoption import complete_if_adopted
from app.actions.events import record
from app.actions.meetings import confirm_if_complete
from app.actions.signoff import settle
from app.clock import now
from app.domain.events import EventKind
from app.domain.joining import TaskClosing
from app.domain.signoff import SignoffState
from app.models import City, Difference, Membership, User
from app.queries.council import lock_city
from app.queries.differences import lock_difference_by_id
from app.queries.joining import joining_of, lock_joining, open_tasks
from app.queries.joining.leaving import (
    circulated_minutes_with,
    ended_memberships,
    open_items_of,
    published_differences_with,
    running_routes_of,
)
from app.queries.meetings import lock_minutes
from app.queries.signoff import lock_city_route
from app.queries.take_home import lock_item


def settle_ended_memberships() -> int:
    """Carry out every membership whose end has come; return how many. Whoever comes second finds none."""
    ended = ended_memberships(now())
    for membership_id, city_id in ended:
        city = lock_city(city_id)
        membership = next(each for each in city.memberships if each.id == membership_id)
        if membership.settled_at is None:
            settle_end(city, membership, None, now())
    return len(ended)


def settle_end(city: City, membership: Membership, actor: User | None, at: datetime) -> None:
    """Carry out the end of a locked city's membership: unless it belongs in another way now, it has left.

    actor None is the clock.
    """
    membership.settled_at = at
    if city.membership_at(at) is not None:
        return
    closings: dict[str, Callable[[City, User | None, datetime], int]] = {
        "position_tasks": _position_tasks,
        "take_home_items": _take_home_items,
        "routes": _routes,
    }
    closed = {name: close(city, actor, at) for name, close in closings.items()}
    _go_on_without(city, actor, at)
    facts = {"city": city.code, "city_name": city.names, "closed": closed}
    record(EventKind.TASKS_CLOSED_AS_LEFT, actor=actor, subject=city, after=facts)


def _position_tasks(city: City, _actor: User | None, at: datetime) -> int:
    if joining_of(city.id) is None:
        return 0
    joining = lock_joining(city.id)
    joining.left_at = at
    tasks = open_tasks(city.id)
    for task in tasks:
        task.closed_at, task.closed_as = at, TaskClosing.LEFT
    return len(tasks)


def _take_home_items(city: City, actor: User | None, at: datetime) -> int:
    ids = open_items_of(city.id)
    for item_id in ids:
        item = lock_item(item_id)
        item.left_at = at
        _closed(item.difference, city, actor, what="take_home", words=item.task)
    return len(ids)


def _routes(city: City, actor: User | None, at: datetime) -> int:
    """The managers of the others decide without it: the last of them may have signed already."""
    ids = running_routes_of(city.id)
    for route_id in ids:
        route = lock_city_route(route_id)
        route.state, route.ended_at = SignoffState.LEFT, at
        for step in route.steps:
            if step.state in (SignoffState.RUNNING, SignoffState.WAITING):
                step.state = SignoffState.LEFT
        _closed(route.escalation.difference, city, actor, what="sign_off")
        settle(route.escalation, actor, at)
    return len(ids)


def _go_on_without(city: City, actor: User | None, at: datetime) -> None:
    """Minutes that every other city confirmed, and decisions by which every other city works, are complete now."""
    for minutes_id in circulated_minutes_with(city.id):
        confirm_if_complete(lock_minutes(minutes_id), at)
    for difference_id in published_differences_with(city.id):
        complete_if_adopted(lock_difference_by_id(difference_id))


def _closed(difference: Difference, city: City, actor: User | None, *, what: str, words: str = "") -> None:
    facts = {"what": what, "words": words, "city_name": city.names}
    record(EventKind.CLOSED_AS_LEFT, actor=actor, subject=difference, difference=difference, after=facts)
