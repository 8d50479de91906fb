"""The lists of sign-off: what waits for my signature, what is before the managers, what has ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from app.clock import now
from app.domain.texts import Flag
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import City, Escalation, User
from app.policies.absences import may_read_absences
from app.queries.council import cities, domains
from app.queries.differences.lists import readable_groups
from app.queries.paging import Page
from app.queries.signoff.absences import posts_stood_in
from app.queries.signoff.lists import (
    SignoffFilter,
    escalations,
    holders_now,
    inbox,
    open_steps,
    positions_of,
    unsigned,
    waiting_days,
)
from app.queries.signoff.sequence import changes_since_signed
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.signoff import blueprint
from app.wording import label

VIEWS = ("mine", "running", "ended")
FLAGS = {flag.value: flag for flag in Flag}


@blueprint.get("/sign-off")
@signed_in
def index() -> str:
    """The viewer's inbox; for whoever holds no post every matter before the managers. ?view= says which."""
    at = now()
    known = cities()
    chosen, view = _chosen(known), _view(at)
    page = _page(view, chosen, at)
    matters = [item if isinstance(item, Escalation) else item.city_route.escalation for item in page.items]
    return render_template(
        "signoff/index.html",
        page=page,
        view=view,
        chosen=chosen,
        views=_views(view, at),
        cities=known,
        groups=readable_groups(viewer(), at),
        domains=domains(),
        active=_active(chosen),
        positions={matter.id: positions_of(matter.round) for matter in matters},
        changes=changes_since_signed(matters, viewer()) if view == "mine" else {},
        flags=FLAGS,
        people=_people(matters, at) if view == "running" else {},
        reads_absences=may_read_absences(viewer(), viewer().city),
        open_steps=open_steps,
        unsigned=unsigned,
        days=lambda since: waiting_days(since, at),
    )


def _view(at: datetime) -> str:
    asked = request.args.get("view", "")
    return asked if asked in VIEWS else "mine" if _signs(at) else "running"


def _signs(at: datetime) -> bool:
    """Whether the viewer holds a managerial post, or stands in for somebody who does."""
    return bool(viewer().posts_at(at) or posts_stood_in(viewer(), at))


def _page(view: str, chosen: SignoffFilter, at: datetime) -> Page[Any]:
    if view == "mine":
        return inbox(viewer(), chosen, page_number(), at)
    return escalations(viewer(), chosen, page_number(), at, running=view == "running")


def _people(matters: list[Escalation], at: datetime) -> Mapping[int, list[User]]:
    """Who holds the posts that have not signed."""
    routes = [route for matter in matters for route in matter.cities]
    posts = {holder.post_id for route in routes for step in open_steps(route) for holder in unsigned(step)}
    return holders_now(posts, at)


def _views(view: str, at: datetime) -> list[tuple[str, str, bool]]:
    words = {
        "mine": _("Waiting for my signature"),
        "running": _("Before the managers"),
        "ended": _("Ended sign-offs"),
    }
    shown = VIEWS if view == "mine" or _signs(at) else VIEWS[1:]
    return [(words[name], url_for("signoff.index", view=name), name == view) for name in shown]


def _chosen(known: list[City]) -> SignoffFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = {name: value.strip() for name, value in request.args.items()}
    codes = {city.code: city for city in known}
    return SignoffFilter(
        group=asked.get("group", ""),
        domain=asked.get("domain", ""),
        city=codes.get(asked.get("city", "")),
        flag=FLAGS.get(asked.get("flag", "")),
        text=asked.get("q", "")[:200],
    )


def _active(chosen: SignoffFilter) -> list[tuple[str, str]]:
    """Each filter in use in words, with the address of the list without it."""
    words = {
        "q": chosen.text and _("“%(text)s”", text=chosen.text),
        "domain": chosen.domain,
        "flag": label(chosen.flag) if chosen.flag else "",
        "group": chosen.group,
        "city": _("Waiting for %(city)s", city=chosen.city.name(current_locale())) if chosen.city else "",
    }
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
    return [
        (text, url_for("signoff.index", **{n: v for n, v in kept.items() if n != name}))
        for name, text in words.items()
        if text
    ]
