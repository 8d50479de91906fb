"""Meetings as iCalendar (RFC 5545), for calendars of people's own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from icalendar import Calendar, Event

from app.domain.meetings import MeetingState
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import AgendaItem, Meeting
from app.wording import label

AddressOf = Callable[[Meeting], str]
MEDIA_TYPE = "text/calendar"


def calendar_file(
    name: str, meetings: Sequence[Meeting], changed: Mapping[int, datetime], address_of: AddressOf, site: str
) -> bytes:
    """A calendar under a name; address_of is the page of a meeting, site makes its identity unique in the world."""
    calendar = Calendar()
    for key, value in (
        ("version", "2.0"), ("prodid", "-//Suriawase//Meetings//JA"), ("method", "PUBLISH"),
        ("name", name), ("x-wr-calname", name),
    ):  # fmt: skip
        calendar.add(key, value)
    for meeting in meetings:
        at = changed.get(meeting.id, meeting.planned_at)
        calendar.add_component(_event(meeting, at, address_of(meeting), site))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, changed_at: datetime, address: str, site: str) -> Event:
    event = Event()
    for key, value in {
        "uid": f"meeting-{meeting.id}@{site}",
        "dtstamp": changed_at,
        "last-modified": changed_at,
        "sequence": meeting.serial,
        "status": "CANCELLED" if meeting.state is MeetingState.CANCELLED else "CONFIRMED",
        "dtstart": meeting.starts_at,
        "dtend": meeting.ends_at,
        "summary": _summary(meeting),
        "location": meeting.place or label(meeting.held_as),
        "transp": "TRANSPARENT" if meeting.written else "OPAQUE",
        "description": "\n".join([*(_line(item) for item in meeting.agenda), address]),
        "url": address,
    }.items():
        event.add(key, value)
    return event


def _summary(meeting: Meeting) -> str:
    name = _(
        "%(group)s, meeting no. %(number)s", group=meeting.group.name(current_locale()), number=meeting.number
    )
    called = f"{name} {meeting.title}"
    return _("Called off: %(meeting)s", meeting=called) if meeting.state is MeetingState.CANCELLED else called


def _line(item: AgendaItem) -> str:
    return f"{item.position}. {item.title} [{label(item.purpose)}]"
