"""The register of absences: who is away from a post, who may act meanwhile, and the end of it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.signoff import end_absence as end
from app.actions.signoff import register_absence
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import gettext as _
from app.policies.absences import may_end_absence
from app.policies.verdicts import ensure
from app.queries.signoff.absences import absence_choices, absence_of, absences_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.signoff import blueprint
from app.web.signoff.absences_forms import AbsenceForm, ConfirmForm

Answer = str | Response | tuple[str, int]


@blueprint.get("/sign-off/absences")
@signed_in
def absences() -> str:
    """Who of the city is or will be away; for the secretariat of every city, or of one with ?city=."""
    at = now()
    page = absences_page(viewer(), request.args.get("city", ""), page_number(), at)
    return render_template("signoff/absences.html", page=page, at=at)


@blueprint.route("/sign-off/absences/<code>/new", methods=["GET", "POST"])
@signed_in
def new_absence(code: str) -> Answer:
    """Register that somebody is away from a post of a city."""
    choices = absence_choices(viewer(), code, now())
    ensure(choices.may_register)
    form = AbsenceForm(data={"since": tokyo_date(now())})
    form.offer(choices)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            register_absence(viewer(), **form.registered(), key=form.key.data)
        if not form.errors:
            flash(_("The absence is registered. The deputies are told."), "success")
            return redirect(url_for("signoff.absences", city=code), 303)
    return render_template(
        "signoff/absence_new.html", choices=choices, form=form
    ), 422 if form.errors else 200


@blueprint.route("/sign-off/absences/<int:absence_id>/end", methods=["GET", "POST"])
@signed_in
def end_absence(absence_id: int) -> Answer:
    """End an absence at once, or take it back before it begins."""
    absence = absence_of(absence_id)
    ensure(may_end_absence(viewer(), absence, now()))
    form = ConfirmForm()
    if form.validate_on_submit():
        code = absence.post.city.code
        with transaction():
            end(absence_id, viewer())
        flash(_("The absence has ended."), "success")
        return redirect(url_for("signoff.absences", city=code), 303)
    return render_template("signoff/absence_end.html", absence=absence, form=form)
