"""Clerical corrections of a decision: proposing one, and stopping one for a city."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.clerical import object_to_correction, propose_correction
from app.clock import now
from app.i18n import gettext as _
from app.policies.clerical import may_object_to_correction, may_propose_correction
from app.policies.verdicts import ensure
from app.queries.decisions.clerical import correction_named, decided_text
from app.queries.decisions.page import decision_seen
from app.transaction import transaction
from app.web.decisions import blueprint
from app.web.decisions.clerical_forms import CorrectionForm, ObjectionForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.route("/decisions/<int:decision_id>/corrections/new", methods=["GET", "POST"])
@signed_in
def correct(decision_id: int) -> Answer:
    """Propose what a passage written by mistake should read."""
    decision = decision_seen(decision_id, viewer())
    ensure(may_propose_correction(viewer(), decision, now()))
    form = CorrectionForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            typed = {"old": form.old.data, "new": form.new.data, "reason": form.reason.data}
            propose_correction(decision_id, viewer(), **typed, key=form.key.data)
        if not form.errors:
            flash(_("The correction is proposed. The cities are told."), "success")
            return redirect(_address(decision_id), 303)
    text = decided_text(decision)
    page = render_template("decisions/correct.html", form=form, decision=decision, text=text)
    return page, 422 if form.errors else 200


@blueprint.route("/decisions/<int:decision_id>/corrections/<int:number>/object", methods=["GET", "POST"])
@signed_in
def object_to(decision_id: int, number: int) -> Answer:
    """Stop a correction for one's city."""
    correction = correction_named(decision_id, number, viewer())
    ensure(may_object_to_correction(viewer(), correction, now()))
    form = ObjectionForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            object_to_correction(correction.id, viewer(), reason=form.reason.data)
        if not form.errors:
            flash(_("The correction is stopped. The text stays as it was decided."), "success")
            return redirect(_address(decision_id), 303)
    page = render_template("decisions/object.html", form=form, correction=correction)
    return page, 422 if form.errors else 200


def _address(decision_id: int) -> str:
    return url_for("decisions.show", decision_id=decision_id, _anchor="corrections")
