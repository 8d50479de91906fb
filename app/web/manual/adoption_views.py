"""A city says that it works by a published decision: the form beside the list of those that do."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.adoption import adopt
from app.clock import now
from app.i18n import gettext as _
from app.policies.verdicts import ensure
from app.queries.adoption import adoption_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint
from app.web.manual.forms import AdoptForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/decisions/<int:decision_id>/adoption", methods=["GET", "POST"])
@signed_in
def adoption(decision_id: int) -> Answer:
    """Which cities work by a decision, and the form of the viewer's own city."""
    page = adoption_page(decision_id, viewer(), now())
    form = AdoptForm()
    if form.is_submitted():
        ensure(page.may_adopt)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            adopt(decision_id, viewer(), adopted_on=form.adopted_on.data, evidence=form.evidence.data)
        if not form.errors:
            flash(_("It is recorded that your city works by this decision."), "success")
            return redirect(url_for("manual.adoption", decision_id=decision_id), 303)
    page_shown = render_template("manual/adoption.html", page=page, form=form)
    return page_shown, 422 if form.errors else 200
