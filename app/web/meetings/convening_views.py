"""Calling the group to a meeting."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions import meetings as actions
from app.clock import now
from app.i18n import gettext as _
from app.policies.convening import may_call
from app.policies.verdicts import ensure
from app.queries.meetings import meeting_named
from app.queries.meetings.facts import papers_of
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.meetings import blueprint
from app.web.meetings.forms import CallForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/meetings/<int:meeting_id>/call", methods=["GET", "POST"])
@signed_in
def call(meeting_id: int) -> Answer:
    """Send the notice of a meeting, with date, agenda and papers."""
    meeting = meeting_named(meeting_id, viewer())
    form = CallForm(data={"seen": meeting.serial})
    if form.validate_on_submit():
        with form.meanwhile(meeting), form.refusals(), transaction():
            told = len(actions.call_meeting(meeting_id, viewer(), **form.fields()).people)
        if not form.errors:
            flash(_("The notice was sent to %(count)s people.", count=told), "success")
            return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="call"), 303)
    ensure(may_call(viewer(), meeting, now()))
    page = render_template("meetings/call.html", form=form, meeting=meeting, papers=papers_of(meeting))
    return page, 409 if form.clashed else 422 if form.errors else 200
