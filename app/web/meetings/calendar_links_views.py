"""Addresses for the own calendar: the list, a new one shown once, one revoked."""

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import calendar_links as actions
from app.clock import now
from app.i18n import current_locale
from app.i18n import gettext as _
from app.queries.differences.lists import readable_groups
from app.queries.meetings.feed import links_of, own_link
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.meetings import blueprint
from app.web.meetings.calendar_forms import CalendarLinkForm, RevokeForm
from app.web.meetings.feed_views import address_of_feed

Answer = str | Response | tuple[str, int]
ONCE = "calendar_link_shown_once"


@blueprint.route("/calendar/links", methods=["GET", "POST"])
@signed_in
def calendar_links() -> Answer:
    """The viewer's addresses, and the form that makes another."""
    form, groups = _form()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            token = actions.make_calendar_link(
                viewer(), group_id=groups.get(form.group.data), key=form.key.data
            )
        if not form.errors:
            session[ONCE] = address_of_feed(token) if token else ""
            return redirect(url_for("meetings.calendar_link"), 303)
    page = render_template("meetings/calendar_links.html", form=form, links=links_of(viewer()))
    return page, 422 if form.errors else 200


@blueprint.get("/calendar/links/new")
@signed_in
def calendar_link() -> Answer:
    """The address just made, once: it is kept nowhere."""
    address = session.pop(ONCE, "")
    if not address:
        return redirect(url_for("meetings.calendar_links"))
    return render_template("meetings/calendar_link.html", address=address)


@blueprint.route("/calendar/links/<int:link_id>/revoke", methods=["GET", "POST"])
@signed_in
def revoke_calendar_link(link_id: int) -> Answer:
    """Ask, then end an address of the viewer's (A2)."""
    link, form = own_link(link_id, viewer()), RevokeForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.revoke_calendar_link(link_id, viewer())
        if not form.errors:
            flash(_("The address is revoked. Nothing opens with it any more."), "success")
            return redirect(url_for("meetings.calendar_links"), 303)
    page = render_template("meetings/calendar_revoke.html", form=form, link=link)
    return page, 422 if form.errors else 200


def _form() -> tuple[CalendarLinkForm, dict[str, int]]:
    """The form with its choices, and the groups by code."""
    form, groups = CalendarLinkForm(), readable_groups(viewer(), now())
    form.group.choices = [
        SelectChoice("", _("All my working groups")),
        *(SelectChoice(group.code, f"{group.code} {group.name(current_locale())}") for group in groups),
    ]
    return form, {group.code: group.id for group in groups}
