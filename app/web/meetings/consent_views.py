"""The consent list of a meeting: items listed and taken off, pulled out by a city, put to their ballots, approved."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions import meetings as actions
from app.clock import now
from app.i18n import gettext as _
from app.policies.consent import may_put_together
from app.policies.verdicts import ensure
from app.queries.meetings import meeting_named
from app.queries.meetings.consent import consent_of, usual_closing
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import Form
from app.web.meetings import blueprint
from app.web.meetings.agenda_views import item_of
from app.web.meetings.forms import ConsentListForm, PullForm, PutTogetherForm

Answer = str | Response | tuple[str, int]


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/consent")
@signed_in
def list_item(meeting_id: int, item_id: int) -> Response:
    """Put an item on the consent list, or take it off."""
    item_of(meeting_named(meeting_id, viewer()), item_id)
    form = ConsentListForm()
    act = actions.list_for_consent if form.on.data else actions.take_off_consent
    if form.validate_on_submit():
        with transaction():
            act(item_id, viewer())
    return redirect(url_for("meetings.agenda", meeting_id=meeting_id), 303)


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/pull")
@signed_in
def pull(meeting_id: int, item_id: int) -> Response:
    """Pull an item out of the consent list, for the viewer's city."""
    item_of(meeting_named(meeting_id, viewer()), item_id)
    form = PullForm()
    if form.validate_on_submit():
        with transaction():
            actions.pull_from_consent(item_id, viewer(), reason=form.reason.data or "")
        flash(_("The item is talked about by itself. The chair and the secretariat are told."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="consent"), 303)


@blueprint.route("/meetings/<int:meeting_id>/consent", methods=["GET", "POST"])
@signed_in
def put_together(meeting_id: int) -> Answer:
    """Put everything that waits on the consent list to its ballot."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_put_together(viewer(), meeting, now()))
    form = PutTogetherForm(
        data={
            "closes_on": usual_closing(now()),
            "reason": _("No city asked to talk about these items by themselves."),
        }
    )
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.put_together(
                meeting_id,
                viewer(),
                reason=form.reason.data,
                closes_on=form.closes_on.data,
                key=form.key.data,
            )
        if not form.errors:
            flash(_("The ballots are open. The cities have been told."), "success")
            return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="consent"), 303)
    part = consent_of(meeting, viewer(), now())
    page = render_template("meetings/put_together.html", form=form, meeting=meeting, part=part)
    return page, 422 if form.errors else 200


@blueprint.post("/meetings/<int:meeting_id>/consent/approve")
@signed_in
def approve_together(meeting_id: int) -> Response:
    """Approve in every ballot of the consent list in which the viewer's city has no position."""
    meeting_named(meeting_id, viewer())
    form = Form()
    if form.validate_on_submit():
        with transaction():
            approved = actions.approve_together(meeting_id, viewer())
        flash(_("Your city approves in %(count)s ballots.", count=approved), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="consent"), 303)
