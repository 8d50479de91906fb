"""Take-home items (持ち帰り): what a city takes away with an owner and a due date, and what came of it."""

from datetime import date
from typing import Any

from app.actions.differences.texts import line, said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.extensions import db
from app.models import City, Difference, Meeting, TakeHomeItem, User
from app.policies.discussion import may_add_take_home, may_finish_take_home
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.differences import lock_difference
from app.queries.roles import people_of_city, people_of_group
from app.queries.take_home import last_item_of, lock_item

LAST_DAY = date(2099, 12, 31)


def add_take_home(
    number: str,
    actor: User,
    *,
    city_id: int,
    owner_id: int | None = None,
    task: str,
    due_on: date,
    meeting_id: int | None = None,
    key: str = "",
) -> TakeHomeItem:
    """Let a city take an action away until the end of a day, a person of the city's choosing or the city as such."""
    difference = lock_difference(number)
    at = now()
    city = db.session.get(City, city_id)
    if city is None:
        raise NotFound
    ensure(may_add_take_home(actor, difference, city, at))
    if not is_reason(task):
        raise Invalid("task", "needs_words")
    if not tokyo_date(at) <= due_on <= LAST_DAY:
        raise Invalid("due_on", "day_is_past" if due_on <= LAST_DAY else "day_is_too_late")
    owner = _owner(difference, city, owner_id)
    if not claim_key(key, actor):
        return last_item_of(difference, actor)
    item = TakeHomeItem(
        difference=difference,
        meeting_id=_meeting(difference, meeting_id),
        city=city,
        owner=owner,
        task=line("task", task),
        due_on=due_on,
        created_by_id=actor.id,
        created_at=at,
    )
    db.session.add(item)
    record(
        EventKind.TAKE_HOME_ADDED,
        actor=actor,
        subject=item,
        difference=difference,
        after={**_facts(item), "owner": owner.printed if owner else ""},
    )
    people = [owner] if owner else people_of_city(difference.group, city.id, at)
    told = [person for person in people if person.id != actor.id]
    notify(told, NoticeKind.TAKE_HOME_ASSIGNED, subject=item, difference=difference, **_facts(item))
    return item


def finish_take_home(item_id: int, actor: User, *, outcome: str) -> TakeHomeItem:
    """Say what came of an item; it waits for nobody any more."""
    item = lock_item(item_id)
    at = now()
    ensure(may_finish_take_home(actor, item, at))
    item.outcome = said_in_words("outcome", outcome, "needs_words")
    item.done_at, item.done_by = at, actor
    record(
        EventKind.TAKE_HOME_DONE,
        actor=actor,
        subject=item,
        difference=item.difference,
        on_behalf_of=None if actor.city_id == item.city_id else item.city_id,
        after={**_facts(item), "outcome": item.outcome},
    )
    return item


def _owner(difference: Difference, city: City, owner_id: int | None) -> User | None:
    """A person who works in the group and comes from the city."""
    if owner_id is None:
        return None
    people = people_of_group(difference.group, now(), city_id=city.id)
    owner = next((person for person in people if person.id == owner_id), None)
    if owner is None:
        raise Invalid("owner_id", "owner_not_of_city")
    return owner


def _meeting(difference: Difference, meeting_id: int | None) -> int | None:
    """A meeting of the same group."""
    if meeting_id is not None:
        meeting = db.session.get(Meeting, meeting_id)
        if meeting is None or meeting.group_id != difference.group_id:
            raise Invalid("meeting_id", "meeting_of_another_group")
    return meeting_id


def _facts(item: TakeHomeItem) -> dict[str, Any]:
    return {
        "number": item.difference.number,
        "city": item.city.code,
        "city_name": {"ja": item.city.name_ja, "en": item.city.name_en},
        "task": item.task,
        "due_on": item.due_on.isoformat(),
    }
