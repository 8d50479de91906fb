"""The screen of one city at a meeting: its page, and the part that follows the meeting and the own caucus (A1)."""

from flask import render_template
from werkzeug.wrappers import Response

from app.clock import now
from app.queries.meetings.seat import seat_page
from app.queries.meetings.stamps import seat_stamp
from app.web.kit.access import signed_in, viewer
from app.web.kit.conditional import part_unless_known
from app.web.meetings import blueprint


@blueprint.get("/meetings/<int:meeting_id>/seat")
@signed_in
def seat(meeting_id: int) -> str:
    """The screen of the viewer's city."""
    return _rendered("meetings/seat.html", meeting_id)


@blueprint.get("/meetings/<int:meeting_id>/seat/live")
@signed_in
def seat_live(meeting_id: int) -> Response:
    """The part of it that follows; 304 while nothing changed."""
    stamp = seat_stamp(meeting_id, viewer(), now())
    return part_unless_known(stamp, lambda: _rendered("meetings/_seat_live.html", meeting_id))


def _rendered(template: str, meeting_id: int) -> str:
    at = now()
    seat = seat_page(meeting_id, viewer(), at)
    return render_template(
        template, seat=seat, page=seat.console, meeting=seat.console.meeting, caucus_panel=seat.caucus, at=at
    )
