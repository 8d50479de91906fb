"""The agenda of a meeting: items added, changed, moved, removed, and taken over from what waits."""

from collections.abc import Sequence
from typing import Any

from app.actions.differences.texts import checked_markdown, line
from app.actions.events import record
from app.actions.keys import claim_key
from app.clock import now
from app.domain.events import EventKind
from app.domain.meetings import AgendaPurpose
from app.domain.numbering import parse_difference_number
from app.extensions import db
from app.models import AgendaItem, Difference, Meeting, User
from app.policies.console import off_the_floor
from app.policies.meetings import may_prepare, may_remove_item
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.differences import difference_named
from app.queries.meetings import lock_item, lock_meeting
from app.queries.meetings.agenda import proposed_agenda
from app.queries.meetings.floor import floor_of

MAX_TITLE = 200


def add_agenda_item(
    meeting_id: int,
    actor: User,
    *,
    difference_number: str | None = None,
    title: str = "",
    purpose: AgendaPurpose = AgendaPurpose.DISCUSS,
    explanation: str = "",
    key: str = "",
) -> AgendaItem:
    """Put an item at the end of the agenda; one about a difference bears its title unless another is given."""
    meeting = lock_meeting(meeting_id)
    ensure(may_prepare(actor, meeting, now()))
    difference = _difference(meeting, actor, difference_number)
    if meeting.written and difference is None:
        raise Invalid("difference_number", "written_is_about_differences")
    title = _title(title, difference)
    explanation = checked_markdown("explanation", explanation)
    if not claim_key(key, actor) and meeting.agenda:
        return meeting.agenda[-1]
    item = _append(meeting, difference, title, purpose, explanation)
    _record(meeting, actor, "added", item)
    return item


def add_proposed_items(meeting_id: int, actor: User, numbers: Sequence[str]) -> list[AgendaItem]:
    """Take differences over from the agenda proposed for the meeting; what is on it already stays as it is."""
    meeting = lock_meeting(meeting_id)
    at = now()
    ensure(may_prepare(actor, meeting, at))
    added = []
    for proposed in proposed_agenda(meeting, at):
        if proposed.difference.number in numbers:
            title = proposed.difference.title
            item = _append(meeting, proposed.difference, title, proposed.purpose, "")
            _record(meeting, actor, "added", item)
            added.append(item)
    return added


def change_agenda_item(
    item_id: int,
    actor: User,
    *,
    title: str,
    purpose: AgendaPurpose,
    explanation: str = "",
    seen: int | None = None,
) -> AgendaItem:
    """Change what an item says; what it is about stays. No change leaves no trace."""
    item = lock_item(item_id)
    ensure(may_prepare(actor, item.meeting, now(), seen))
    before = _facts(item)
    item.title = _title(title, item.difference)
    item.purpose = AgendaPurpose.BALLOT if item.meeting.written else purpose
    item.explanation = checked_markdown("explanation", explanation)
    if _facts(item) != before:
        _record(item.meeting, actor, "changed", item, before)
    return item


def move_agenda_item(item_id: int, actor: User, *, to: int) -> AgendaItem:
    """Put an item at a place of the agenda, counted from 1; the others close up."""
    item = lock_item(item_id)
    meeting = item.meeting
    ensure(may_prepare(actor, meeting, now()))
    order = [each for each in meeting.agenda if each is not item]
    order.insert(max(0, min(to - 1, len(order))), item)
    if order != meeting.agenda:
        before = {"position": item.position}
        for position, each in enumerate(order, 1):
            each.position = position
        db.session.flush()
        db.session.expire(meeting, ["agenda"])
        _record(meeting, actor, "moved", item, before)
    return item


def remove_agenda_item(item_id: int, actor: User) -> None:
    """Take an item off the agenda, unless its conclusion is recorded."""
    item = lock_item(item_id)
    meeting = item.meeting
    ensure(may_remove_item(actor, item, now()))
    ensure(off_the_floor(item, floor_of(meeting)))
    _record(meeting, actor, "removed", item)
    meeting.agenda.remove(item)
    for position, each in enumerate(meeting.agenda, 1):
        each.position = position


def _append(
    meeting: Meeting, difference: Difference | None, title: str, purpose: AgendaPurpose, explanation: str
) -> AgendaItem:
    item = AgendaItem(
        position=len(meeting.agenda) + 1,
        difference=difference,
        title=title,
        purpose=AgendaPurpose.BALLOT if meeting.written else purpose,
        explanation=explanation,
    )
    meeting.agenda.append(item)
    db.session.flush()
    return item


def _difference(meeting: Meeting, actor: User, number: str | None) -> Difference | None:
    """A difference of the meeting's group that is not on the agenda yet."""
    if not number or not number.strip():
        return None
    try:
        if parse_difference_number(number) is None:
            raise NotFound
        difference = difference_named(number, actor)
    except NotFound:
        raise Invalid("difference_number", "no_such_difference", number=number.strip()) from None
    if difference.group_id != meeting.group_id:
        raise Invalid("difference_number", "difference_of_another_group", number=difference.number)
    if any(item.difference_id == difference.id for item in meeting.agenda):
        raise Invalid("difference_number", "difference_is_on_agenda", number=difference.number)
    return difference


def _title(title: str, difference: Difference | None) -> str:
    title = line("title", title, MAX_TITLE) or (difference.title if difference else "")
    if not title:
        raise Invalid("title", "item_needs_title")
    return title


def _record(
    meeting: Meeting, actor: User, what: str, item: AgendaItem, before: dict[str, Any] | None = None
) -> None:
    meeting.serial += 1
    on_its_timeline = what in ("added", "removed")
    record(
        EventKind.AGENDA_CHANGED,
        actor=actor,
        subject=meeting,
        difference=item.difference if on_its_timeline else None,
        group=meeting.group,
        before=before,
        after={"meeting": meeting.number, "what": what, **_facts(item)},
    )


def _facts(item: AgendaItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "difference": item.difference.number if item.difference else None,
        "title": item.title,
        "purpose": item.purpose.value,
        "explanation": item.explanation,
    }
