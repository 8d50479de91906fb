"""The list of meetings and the page of one."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask import render_template, request, url_for

from app.clock import now
from app.domain.meetings import MeetingState
from app.i18n import gettext as _
from app.queries.differences.lists import readable_groups
from app.queries.meetings.lists import COMING, PAST, MeetingFilter, meetings_page
from app.queries.meetings.page import meeting_page
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import halfwidth
from app.web.kit.paging import page_number, page_url
from app.web.meetings import (
    agenda_views,
    blueprint,
    bundle_views,
    calendar_links_views,
    calendar_views,
    consent_views,
    console_views,
    convening_views,
    corrections_views,
    export_views,
    feed_views,
    minutes_views,
    planning_views,
    record_views,
    remarks_views,
    seat_views,
    series_views,
    written_views,
)
from app.web.meetings.planning_views import groups_to_plan_for
from app.wording import label
from app.wording.dates import date_words

__all__ = [
    "agenda_views",
    "blueprint",
    "bundle_views",
    "calendar_links_views",
    "calendar_views",
    "consent_views",
    "console_views",
    "convening_views",
    "corrections_views",
    "export_views",
    "feed_views",
    "minutes_views",
    "planning_views",
    "record_views",
    "remarks_views",
    "seat_views",
    "series_views",
    "written_views",
]
ALL = "all"


@blueprint.get("/meetings")
@signed_in
def index() -> str:
    """The meetings that the viewer may read: those to come, those that were, or all."""
    at = now()
    groups = readable_groups(viewer(), at)
    chosen = _chosen({group.code for group in groups})
    return render_template(
        "meetings/index.html",
        found=meetings_page(chosen, viewer(), page_number(), at),
        chosen=chosen,
        groups=groups,
        states=list(MeetingState),
        may_plan=bool(groups_to_plan_for(viewer(), at)),
        whens=[(when, _address(when=when)) for when in (COMING, PAST, ALL)],
        active=_active(chosen),
    )


@blueprint.get("/meetings/<int:meeting_id>")
@signed_in
def show(meeting_id: int) -> str:
    """One meeting: its agenda, who was there, tasks, papers, and how far its minutes are."""
    page = meeting_page(meeting_id, viewer(), now(), page_number())
    return render_template(
        "meetings/show.html",
        page=page,
        meeting=page.meeting,
        timeline=page.timeline,
        timeline_url=_history_url,
    )


def _history_url(page: int) -> str:
    return f"{page_url(page)}#history"


def _chosen(codes: Collection[str]) -> MeetingFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = {name: value.strip() for name, value in request.args.items()}
    when = asked.get("when", COMING)
    return MeetingFilter(
        when=when if when in (COMING, PAST) else "",
        group=next((code for code in codes if code == asked.get("group")), ""),
        state=next((state for state in MeetingState if state.value == asked.get("state")), None),
        since=_day(asked.get("since")),
        until=_day(asked.get("until")),
        mine=asked.get("mine") == "1",
    )


def _day(typed: str | None) -> date | None:
    """A day of the address in any width; None for what is none."""
    try:
        return date.fromisoformat((halfwidth(typed) or "").replace("/", "-"))
    except ValueError:
        return None


def _active(chosen: MeetingFilter) -> list[tuple[str, str]]:
    """Each filter in use in words, with the address of the list without it."""
    words = {
        "group": chosen.group,
        "state": label(chosen.state) if chosen.state else "",
        "since": _("From %(day)s", day=date_words(chosen.since)) if chosen.since else "",
        "until": _("Until %(day)s", day=date_words(chosen.until)) if chosen.until else "",
        "mine": _("My working groups") if chosen.mine else "",
    }
    return [(text, _address(**{name: None})) for name, text in words.items() if text]


def _address(**changed: Any) -> str:
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for("meetings.index", **{**kept, **changed})
