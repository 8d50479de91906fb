"""Planning a meeting, changing it, calling it off."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import meetings as actions
from app.clock import now
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import Group, Meeting, User
from app.policies.meetings import may_cancel, may_plan, may_prepare
from app.policies.verdicts import Refused, ensure, not_this_person
from app.queries.differences.lists import readable_groups
from app.queries.meetings import meeting_named
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.calendars import STATIONERY
from app.web.meetings import blueprint
from app.web.meetings.forms import MeetingFields, PlanForm, ReasonForm
from app.wording.dates import tokyo

Answer = str | Response | tuple[str, int]


@blueprint.route("/meetings/new", methods=["GET", "POST"])
@signed_in
def plan() -> Answer:
    """Plan a meeting of a group that the viewer leads; ?group= chooses it."""
    groups = groups_to_plan_for(viewer(), now())
    if not groups:
        raise Refused(not_this_person("chair_or_secretariat_only"))
    form = PlanForm(group=request.args.get("group"))
    form.group.choices = [
        SelectChoice(group.code, f"{group.code} {group.name(current_locale())}") for group in groups
    ]
    if form.validate_on_submit():
        group = next(group for group in groups if group.code == form.group.data)
        with form.refusals(), transaction():
            made = actions.plan_meeting(group.id, viewer(), **form.fields(), key=form.key.data)
        if not form.errors:
            flash(_("The meeting is planned. Prepare its agenda next."), "success")
            return redirect(url_for("meetings.agenda", meeting_id=made.id), 303)
    return render_template("meetings/plan.html", form=form), 422 if form.errors else 200


@blueprint.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@signed_in
def change(meeting_id: int) -> Answer:
    """Change title, time, place or message of a meeting."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_prepare(viewer(), meeting, now()))
    form = MeetingFields(data=_typed(meeting))
    if form.validate_on_submit():
        with form.meanwhile(meeting), form.refusals(), transaction():
            actions.change_meeting(
                meeting_id, viewer(), **form.fields(), seen=form.seen.data, stationery=STATIONERY
            )
        if not form.errors:
            flash(_("The meeting is saved."), "success")
            return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    page = render_template("meetings/change.html", form=form, meeting=meeting)
    return page, 409 if form.clashed else 422 if form.errors else 200


@blueprint.route("/meetings/<int:meeting_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(meeting_id: int) -> Answer:
    """Call a meeting off."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_cancel(viewer(), meeting, now()))
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.cancel_meeting(meeting_id, viewer(), reason=form.reason.data, stationery=STATIONERY)
        if not form.errors:
            flash(_("The meeting is called off. The working group is told."), "success")
            return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    page = render_template("meetings/cancel.html", form=form, meeting=meeting)
    return page, 422 if form.errors else 200


def groups_to_plan_for(person: User, at: datetime) -> list[Group]:
    """The groups for which a person may plan meetings."""
    return [group for group in readable_groups(person, at) if may_plan(person, group, at)]


def _typed(meeting: Meeting) -> dict[str, Any]:
    """The data of a form that begins with what stands."""
    start, end = tokyo(meeting.starts_at), tokyo(meeting.ends_at)
    return {
        "title": meeting.title,
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "form": meeting.form,
        "place": meeting.place,
        "note": meeting.note,
        "seen": meeting.serial,
    }
