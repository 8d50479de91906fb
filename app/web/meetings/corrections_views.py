"""Corrections of final minutes: appended, and confirmed by each city."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions import meetings as actions
from app.clock import now
from app.i18n import gettext as _
from app.policies.meetings import may_confirm_correction, may_correct
from app.policies.verdicts import ensure
from app.queries.meetings import minutes_named
from app.queries.meetings.confirming import correction_numbered
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import Form
from app.web.meetings import blueprint
from app.web.meetings.forms import CorrectionForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/meetings/<int:meeting_id>/minutes/corrections/new", methods=["GET", "POST"])
@signed_in
def correct_minutes(meeting_id: int) -> Answer:
    """Append a correction."""
    found = minutes_named(meeting_id, viewer())
    ensure(may_correct(viewer(), found, now()))
    form = CorrectionForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.correct_minutes(found.id, viewer(), body=form.body.data, key=form.key.data)
        if not form.errors:
            flash(_("The correction is appended. The cities are asked to confirm it."), "success")
            return redirect(url_for("meetings.minutes", meeting_id=meeting_id, _anchor="corrections"), 303)
    page = render_template("meetings/correct.html", form=form, meeting=found.meeting)
    return page, 422 if form.errors else 200


@blueprint.route(
    "/meetings/<int:meeting_id>/minutes/corrections/<int:number>/confirm", methods=["GET", "POST"]
)
@signed_in
def confirm_correction(meeting_id: int, number: int) -> Answer:
    """Confirm a correction for the viewer's city."""
    found = minutes_named(meeting_id, viewer())
    correction = correction_numbered(found, number)
    ensure(may_confirm_correction(viewer(), found, correction, now()))
    form = Form()
    if form.validate_on_submit():
        with transaction():
            actions.confirm_correction(found.id, number, viewer())
        flash(_("Your city has confirmed the correction."), "success")
        return redirect(url_for("meetings.minutes", meeting_id=meeting_id, _anchor="corrections"), 303)
    return render_template(
        "meetings/confirm_correction.html", form=form, meeting=found.meeting, correction=correction
    )
