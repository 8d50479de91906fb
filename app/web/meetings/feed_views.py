"""Meetings as iCalendar: one as a file, and those of a secret address, which needs no session."""

from io import BytesIO

from flask import make_response, request, send_file, url_for
from werkzeug.wrappers import Response

from app.actions.calendar_links import note_use
from app.clock import now
from app.domain.calendar import tokyo_date
from app.exports.calendar import MEDIA_TYPE
from app.i18n import DEFAULT_LOCALE, locale_scope
from app.queries.meetings import meeting_named
from app.queries.meetings.feed import calendar_link_of_token, changed_at, feed_of
from app.transaction import transaction
from app.web.kit.access import public, signed_in, viewer
from app.web.kit.calendars import base_url, feed_calendar, meeting_calendar
from app.web.meetings import blueprint


@blueprint.get("/meetings/<int:meeting_id>/meeting.ics")
@signed_in
def meeting_file(meeting_id: int) -> Response:
    """One meeting for the own calendar, as the notice of it names it."""
    meeting = meeting_named(meeting_id, viewer())
    file = meeting_calendar(meeting, changed_at([meeting]).get(meeting.id, meeting.planned_at))
    content = BytesIO(file.content)
    return send_file(content, mimetype=MEDIA_TYPE, download_name=file.name, as_attachment=True, max_age=0)


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """What the person of a secret address may read now (A2); 304 where the calendar has it already."""
    link = calendar_link_of_token(token)
    if link.used_on != tokyo_date(now()):
        with transaction():
            note_use(link.id)
    with locale_scope(link.user.locale or DEFAULT_LOCALE):
        answer = make_response(feed_calendar(feed_of(link, now())))
    answer.mimetype = MEDIA_TYPE
    answer.add_etag()
    return answer.make_conditional(request)


def address_of_feed(token: str) -> str:
    """The whole secret address of a token; from the settings, as the request may name any host."""
    return base_url() + url_for("meetings.feed", token=token)
