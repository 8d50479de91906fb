"""Meetings as files for calendars: one for its page and for the mail that calls to it, many for a feed."""

from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from flask import current_app, url_for

from app.actions.mail import Enclosure
from app.actions.meetings.mailing import Stationery
from app.config import Settings
from app.exports.calendar import MEDIA_TYPE, Publisher, calendar_file, method_of
from app.i18n import current_locale
from app.models import Meeting
from app.queries.council import the_council
from app.queries.meetings.feed import Feed


def feed_calendar(feed: Feed) -> bytes:
    """The meetings of a feed, under the name of the council, and of the group where it is of one."""
    council = the_council().name(current_locale())
    name = f"{council} {feed.group.name(current_locale())}" if feed.group else council
    return calendar_file(name, feed.meetings, feed.changed, _address_of, _publisher(council))


def meeting_calendar(meeting: Meeting, changed_at: datetime) -> Enclosure:
    """One meeting as a file; a mail says in the media type what the file does to a calendar (RFC 6047)."""
    council, method = the_council().name(current_locale()), method_of(meeting)
    name = f"{council} {meeting.group.name(current_locale())}"
    changed = {meeting.id: changed_at}
    content = calendar_file(name, [meeting], changed, _address_of, _publisher(council), method)
    media_type = f"{MEDIA_TYPE}; method={method}; charset=utf-8"
    return Enclosure(f"{meeting.group.code}-{meeting.number}.ics", media_type, content)


def base_url() -> str:
    """Where the site stands; from the settings, as a request may name any host."""
    return _settings().base_url


def _address_of(meeting: Meeting) -> str:
    return base_url() + url_for("meetings.show", meeting_id=meeting.id)


def _publisher(council: str) -> Publisher:
    return Publisher(council, parseaddr(_settings().mail_from)[1], urlsplit(base_url()).hostname or "")


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


STATIONERY = Stationery(_address_of, meeting_calendar)
