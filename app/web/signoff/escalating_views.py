"""Escalating: what goes to the managers and along which routes, then the act."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.signoff import escalate as take_to_managers
from app.clock import now
from app.i18n import gettext as _
from app.policies.verdicts import ensure
from app.queries.signoff.panel import escalate_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.signoff import blueprint
from app.web.signoff.forms import EscalateForm


@blueprint.route("/differences/<number>/escalate", methods=["GET", "POST"])
@signed_in
def escalate(number: str) -> str | Response | tuple[str, int]:
    """Take the proposal on the table to the managers of every city, or on where they stopped."""
    page = escalate_page(number, viewer(), now())
    form = EscalateForm(data={"seen": page.difference.stage_serial})
    if form.validate_on_submit():
        with form.refusals(), transaction():
            made = take_to_managers(
                number, viewer(), reason=form.reason.data, seen=form.seen.data, key=form.key.data
            )
        if not form.errors:
            flash(_("The matter is before the managers. They are told."), "success")
            return redirect(url_for("signoff.show", escalation_id=made.id), 303)
    ensure(page.may_escalate)
    return render_template("signoff/escalate.html", page=page, form=form), 422 if form.errors else 200
