"""Meetings as iCalendar (RFC 5545), for calendars of people's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress

from app.domain.calendar import TOKYO
from app.domain.meetings import MeetingState
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import Meeting
from app.wording import label
from app.wording.dates import tokyo
from app.wording.planning import agenda_line

AddressOf = Callable[[Meeting], str]
MEDIA_TYPE = "text/calendar"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
MOST_AGENDA_LINES = 100
_JST = timedelta(hours=9)


@dataclass(frozen=True)
class Publisher:
    """Who publishes meetings: the council's name, the address its mail comes from, and the host of its site."""

    name: str
    mail: str
    site: str


def calendar_file(
    name: str,
    meetings: Sequence[Meeting],
    changed: Mapping[int, datetime],
    address_of: AddressOf,
    publisher: Publisher,
    method: str = PUBLISH,
) -> bytes:
    """A calendar under a name (iTIP, RFC 5546); address_of is the page of a meeting.

    A meeting has one identity in the world, made with the publisher's site, in every file; its serial is the sequence.
    """
    calendar = Calendar()
    for key, value in (
        ("version", "2.0"), ("prodid", "-//Suriawase//Meetings//JA"), ("method", method),
        ("name", name), ("x-wr-calname", name),
    ):  # fmt: skip
        calendar.add(key, value)
    calendar.add_component(_zone())
    for meeting in meetings:
        at = changed.get(meeting.id, meeting.planned_at)
        calendar.add_component(_event(meeting, at, address_of(meeting), publisher))
    return bytes(calendar.to_ical())


def method_of(meeting: Meeting) -> str:
    """What a file with one meeting does to a calendar: enter or change it, or take it out once it was called off."""
    return CANCEL if meeting.state is MeetingState.CANCELLED else PUBLISH


def _zone() -> Timezone:
    """Asia/Tokyo, for programs that do not know it."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", TOKYO.key)
    for key, value in (
        ("dtstart", datetime(1970, 1, 1)), ("tzname", "JST"),  # noqa: DTZ001 - a time of the zone itself
        ("tzoffsetfrom", _JST), ("tzoffsetto", _JST),
    ):  # fmt: skip
        standard.add(key, value)
    zone.add_component(standard)
    return zone


def _event(meeting: Meeting, changed_at: datetime, address: str, publisher: Publisher) -> Event:
    event, organiser = Event(), vCalAddress(f"mailto:{publisher.mail}")
    organiser.params["cn"] = publisher.name
    for key, value in {
        "uid": f"meeting-{meeting.id}@{publisher.site}",
        "dtstamp": changed_at,
        "last-modified": changed_at,
        "sequence": meeting.serial,
        "status": "CANCELLED" if meeting.state is MeetingState.CANCELLED else "CONFIRMED",
        "organizer": organiser,
        "dtstart": tokyo(meeting.starts_at),
        "dtend": tokyo(meeting.ends_at),
        "summary": _summary(meeting),
        "location": meeting.place or label(meeting.held_as),
        "transp": "TRANSPARENT" if meeting.written else "OPAQUE",
        "description": "\n".join([*_agenda(meeting), address]),
        "url": address,
    }.items():
        event.add(key, value)
    return event


def _agenda(meeting: Meeting) -> list[str]:
    return [
        agenda_line(item.position, item.title, item.purpose) for item in meeting.agenda[:MOST_AGENDA_LINES]
    ]


def _summary(meeting: Meeting) -> str:
    name = _(
        "%(group)s, meeting no. %(number)s", group=meeting.group.name(current_locale()), number=meeting.number
    )
    called = f"{name} {meeting.title}"
    return _("Called off: %(meeting)s", meeting=called) if meeting.state is MeetingState.CANCELLED else called
