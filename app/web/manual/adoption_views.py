"""A city says that it works by a published decision: the form beside the list of those that do."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.adoption import adopt
from app.clock import now
from app.i18n import gettext as _
from app.policies.verdicts import ensure
from app.queries.adoption import AdoptionPanel, adoption_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint
from app.web.manual.forms import AdoptForm

Answer = str | Response | tuple[str, int]


@blueprint.get("/decisions/<int:decision_id>/adoption")
@signed_in
def adoption(decision_id: int) -> Answer:
    """Which cities work by a decision, and the form of the viewer's own city."""
    return _page(adoption_page(decision_id, viewer(), now()), AdoptForm())


@blueprint.post("/decisions/<int:decision_id>/adoption")
@signed_in
def record_adoption(decision_id: int) -> Answer:
    """Record that the viewer's city works by it."""
    page = adoption_page(decision_id, viewer(), now())
    ensure(page.may_adopt)
    form = AdoptForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            adopt(decision_id, viewer(), adopted_on=form.adopted_on.data, evidence=form.evidence.data)
        if not form.errors:
            flash(_("It is recorded that your city works by this decision."), "success")
            return redirect(url_for("manual.adoption", decision_id=decision_id), 303)
    return _page(page, form), 422


def _page(page: AdoptionPanel, form: AdoptForm) -> str:
    return render_template("manual/adoption.html", page=page, form=form)
