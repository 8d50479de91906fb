"""Meetings as iCalendar: one as a file, and those of a secret address, which needs no session."""

from io import BytesIO
from urllib.parse import urlsplit

from flask import current_app, make_response, request, send_file, url_for
from werkzeug.wrappers import Response

from app.actions.calendar_links import note_use
from app.clock import now
from app.config import Settings
from app.domain.calendar import tokyo_date
from app.exports.calendar import MEDIA_TYPE, calendar_file
from app.i18n import DEFAULT_LOCALE, current_locale, locale_scope
from app.models import Meeting
from app.queries.council import the_council
from app.queries.meetings import meeting_named
from app.queries.meetings.feed import Feed, calendar_link_of_token, changed_at, feed_of
from app.transaction import transaction
from app.web.kit.access import public, signed_in, viewer
from app.web.meetings import blueprint


@blueprint.get("/meetings/<int:meeting_id>/meeting.ics")
@signed_in
def meeting_file(meeting_id: int) -> Response:
    """One meeting for the own calendar, as the notice of it names it."""
    meeting = meeting_named(meeting_id, viewer())
    content = _calendar(Feed(meeting.group, [meeting], changed_at([meeting])))
    name = f"{meeting.group.code}-{meeting.number}.ics"
    return send_file(BytesIO(content), mimetype=MEDIA_TYPE, download_name=name, as_attachment=True, max_age=0)


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """What the person of a secret address may read now (A2); 304 where the calendar has it already."""
    link = calendar_link_of_token(token)
    if link.used_on != tokyo_date(now()):
        with transaction():
            note_use(link.id)
    with locale_scope(link.user.locale or DEFAULT_LOCALE):
        answer = make_response(_calendar(feed_of(link, now())))
    answer.mimetype = MEDIA_TYPE
    answer.add_etag()
    return answer.make_conditional(request)


def address_of_feed(token: str) -> str:
    """The whole secret address of a token; from the settings, as the request may name any host."""
    return _settings().base_url + url_for("meetings.feed", token=token)


def _calendar(feed: Feed) -> bytes:
    council = the_council().name(current_locale())
    name = f"{council} {feed.group.name(current_locale())}" if feed.group else council
    site = urlsplit(_settings().base_url).hostname or ""
    return calendar_file(name, feed.meetings, feed.changed, _address_of, site)


def _address_of(meeting: Meeting) -> str:
    return _settings().base_url + url_for("meetings.show", meeting_id=meeting.id)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
