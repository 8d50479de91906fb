"""Written resolutions: planned, changed, and sent with all their ballots."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import meetings as actions
from app.clock import now
from app.domain.calendar import last_day_tokyo
from app.i18n import current_locale
from app.i18n import gettext as _
from app.policies.convening import may_send_written
from app.policies.meetings import may_prepare
from app.policies.verdicts import NotFound, Refused, ensure, not_this_person
from app.queries.council import the_council
from app.queries.meetings import meeting_named
from app.queries.meetings.facts import papers_of
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.meetings import blueprint
from app.web.meetings.forms import CallForm, PlanWrittenForm, WrittenFields
from app.web.meetings.planning_views import groups_to_plan_for

Answer = str | Response | tuple[str, int]


@blueprint.route("/meetings/written/new", methods=["GET", "POST"])
@signed_in
def plan_written() -> Answer:
    """Plan a written resolution of a group that the viewer leads; ?group= chooses it."""
    groups = {group.code: group for group in groups_to_plan_for(viewer(), now())}
    if not groups:
        raise Refused(not_this_person("chair_or_secretariat_only"))
    form = PlanWrittenForm(group=request.args.get("group"))
    form.group.choices = [
        SelectChoice(code, f"{code} {group.name(current_locale())}") for code, group in groups.items()
    ]
    if form.validate_on_submit():
        with form.refusals(), transaction():
            group_id = groups[form.group.data].id
            made = actions.plan_written(group_id, viewer(), **form.fields(), key=form.key.data)
        if not form.errors:
            return redirect(url_for("meetings.agenda", meeting_id=made.id), 303)
    page = render_template("meetings/plan_written.html", form=form, days=the_council().written_working_days)
    return page, 422 if form.errors else 200


@blueprint.route("/meetings/<int:meeting_id>/written", methods=["GET", "POST"])
@signed_in
def change_written(meeting_id: int) -> Answer:
    """Change title, last day or message of a written resolution that was not sent."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_prepare(viewer(), meeting, now()))
    if not meeting.written:
        raise NotFound
    closes_on = last_day_tokyo(meeting.ends_at)
    form = WrittenFields(obj=meeting, closes_on=closes_on, seen=meeting.serial)
    if form.validate_on_submit():
        with form.meanwhile(meeting), form.refusals(), transaction():
            actions.change_written(meeting_id, viewer(), **form.fields(), seen=form.seen.data)
        if not form.errors:
            return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    days = the_council().written_working_days
    page = render_template("meetings/change_written.html", form=form, meeting=meeting, days=days)
    return page, 409 if form.clashed else 422 if form.errors else 200


@blueprint.route("/meetings/<int:meeting_id>/written/send", methods=["GET", "POST"])
@signed_in
def send_written(meeting_id: int) -> Answer:
    """Send a written resolution: every ballot opens, and everybody is told."""
    meeting = meeting_named(meeting_id, viewer())
    form = CallForm(data={"seen": meeting.serial})
    if form.validate_on_submit():
        with form.meanwhile(meeting), form.refusals(), transaction():
            actions.send_written(meeting_id, viewer(), **form.fields())
        if not form.errors:
            flash(_("The ballots are open. The cities have been told."), "success")
            return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="call"), 303)
    ensure(may_send_written(viewer(), meeting, now()))
    page = render_template(
        "meetings/send_written.html", form=form, meeting=meeting, papers=papers_of(meeting)
    )
    return page, 409 if form.clashed else 422 if form.errors else 200
