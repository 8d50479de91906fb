"""The item of its agenda that a meeting talks about."""

from datetime import datetime
from typing import Any

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.extensions import db
from app.models import AgendaItem, Floor, Meeting, User
from app.policies.console import floor_as_seen, may_give_floor
from app.policies.verdicts import NotFound, ensure
from app.queries.meetings import lock_meeting
from app.queries.meetings.floor import floor_of


def give_floor(meeting_id: int, actor: User, *, item_id: int | None, seen: int | None = None) -> Floor | None:
    """Turn to an item of the agenda, or to none; every screen of the meeting follows.

    seen is the serial of the floor that the page showed: who comes second is refused, unless both meant the same.
    """
    meeting = lock_meeting(meeting_id)
    at = now()
    floor = floor_of(meeting)
    ensure(may_give_floor(actor, meeting, at))
    before, item = _item(meeting, floor.item_id if floor else None), _item(meeting, item_id)
    if item_id is not None and item is None:
        raise NotFound
    if before is item:
        return floor
    ensure(floor_as_seen(floor, seen))
    floor = _turned(meeting, floor, item, at)
    record(
        EventKind.FLOOR_GIVEN,
        actor=actor,
        subject=meeting,
        group=meeting.group,
        before=_facts(before),
        after={"meeting": meeting.number, **_facts(item)},
    )
    return floor


def clear_floor(meeting: Meeting) -> None:
    """Let a locked meeting talk about nothing any more."""
    floor = floor_of(meeting)
    if floor is not None and floor.item_id is not None:
        floor.item_id, floor.since = None, None
        floor.serial += 1


def _turned(meeting: Meeting, floor: Floor | None, item: AgendaItem | None, at: datetime) -> Floor:
    if floor is None:
        floor = Floor(meeting_id=meeting.id, serial=0)
        db.session.add(floor)
    floor.item_id, floor.since = (item.id, at) if item else (None, None)
    floor.serial += 1
    db.session.flush()
    return floor


def _item(meeting: Meeting, item_id: int | None) -> AgendaItem | None:
    return next((item for item in meeting.agenda if item.id == item_id), None)


def _facts(item: AgendaItem | None) -> dict[str, Any]:
    if item is None:
        return {"item": None, "title": "", "difference": None}
    difference = item.difference.number if item.difference else None
    return {"item": item.position, "title": item.title, "difference": difference}
