"""What goes on while a manager is away: passing over, and reading afterwards."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.signoff import pass_over as go_on_without
from app.actions.signoff import record_reading
from app.clock import now
from app.i18n import gettext as _
from app.policies.absences import may_record_reading
from app.policies.signoff import may_pass_over
from app.policies.verdicts import NotFound, ensure
from app.queries.signoff import escalation_seen
from app.queries.signoff.absences import reading_seen, running_absences
from app.queries.signoff.page import escalation_of_step, signoff_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.signoff import blueprint
from app.web.signoff.absences_forms import ConfirmForm, ReadingForm
from app.web.signoff.show_views import Answer, signoff_answer


@blueprint.route("/sign-off/steps/<int:step_id>/pass-over/<int:post_id>", methods=["GET", "POST"])
@signed_in
def pass_over(step_id: int, post_id: int) -> Answer:
    """Let the route go on without an absent post (S6)."""
    escalation = escalation_seen(escalation_of_step(step_id), viewer())
    step = next(step for route in escalation.cities for step in route.steps if step.id == step_id)
    holder = next((holder for holder in step.holders if holder.post_id == post_id), None)
    if holder is None:
        raise NotFound
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            go_on_without(step_id, viewer(), post_id=post_id, key=form.key.data)
        flash(_("The route goes on. The manager is asked to read it afterwards."), "success")
        return redirect(url_for("signoff.show", escalation_id=escalation.id, _anchor="routes"), 303)
    at = now()
    ensure(may_pass_over(viewer(), step, post_id, running_absences([step.city_route.city_id], at), at))
    return render_template("signoff/pass_over.html", step=step, holder=holder, form=form)


@blueprint.get("/sign-off/readings/<int:reading_id>")
@signed_in
def reading(reading_id: int) -> Response:
    """Lead to the matter, at the place where reading it afterwards is recorded."""
    found = reading_seen(reading_id, viewer())
    matter = found.step.city_route.escalation_id
    return redirect(url_for("signoff.show", escalation_id=matter, _anchor=f"reading-{reading_id}"), 303)


@blueprint.post("/sign-off/readings/<int:reading_id>/read")
@signed_in
def read(reading_id: int) -> Answer:
    """Record having read what was done in one's absence (S5, S6)."""
    found = reading_seen(reading_id, viewer())
    escalation_id = found.step.city_route.escalation_id
    form = ReadingForm()
    if form.validate_on_submit():
        with transaction():
            record_reading(reading_id, viewer(), remark=form.remark.data or "", key=form.key.data)
        flash(_("It is recorded that you have read it."), "success")
        return redirect(url_for("signoff.show", escalation_id=escalation_id), 303)
    ensure(may_record_reading(viewer(), found))
    return signoff_answer(
        signoff_page(escalation_id, viewer(), now()), reading_form=form, reading_of=reading_id
    )
