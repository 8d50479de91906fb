"""The rates of postage: read by everybody, kept by the secretariat."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.savings import add_rate
from app.i18n import gettext as _
from app.policies.savings import may_keep_rates
from app.policies.verdicts import ensure
from app.queries.savings.rates import rates_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.savings import blueprint
from app.web.savings.forms import RateForm

Answer = str | Response | tuple[str, int]


@blueprint.get("/savings/rates")
@signed_in
def rates() -> str:
    """Every rate with the day from which it holds."""
    return render_template("savings/rates.html", page=rates_page(viewer()), form=RateForm())


@blueprint.post("/savings/rates")
@signed_in
def enter_rate() -> Answer:
    """Enter or correct a rate; estimates made before keep the rate they were made with."""
    ensure(may_keep_rates(viewer()))
    form = RateForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            add_rate(viewer(), item=form.item.data, since=form.since.data, yen=form.yen.data or 0)
        if not form.errors:
            flash(_("The rate is entered."), "success")
            return redirect(url_for("savings.rates"), 303)
    return render_template("savings/rates.html", page=rates_page(viewer()), form=form), 422
