"""What the cities saved by a decision: the history of every city, and the form of the viewer's own."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.savings import record_saving
from app.clock import now
from app.i18n import gettext as _
from app.policies.verdicts import ensure
from app.queries.savings.one import SavingsPage, savings_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.savings import blueprint
from app.web.savings.forms import RealisedForm, realised_data

Answer = str | Response | tuple[str, int]


@blueprint.get("/decisions/<int:decision_id>/savings")
@signed_in
def show(decision_id: int) -> Answer:
    """The accepted estimate, what each city realised, and the form for ?year= of the viewer's own city."""
    page = savings_page(decision_id, viewer(), now())
    return _page(page, _form(page))


@blueprint.post("/decisions/<int:decision_id>/savings")
@signed_in
def record(decision_id: int) -> Answer:
    """Record or correct what the viewer's city saved in a fiscal year."""
    page = savings_page(decision_id, viewer(), now())
    ensure(page.may_record)
    form = _form(page)
    if form.validate_on_submit() and _saved(decision_id, form):
        return redirect(url_for("savings.show", decision_id=decision_id), 303)
    return _refused(decision_id, form), 422


def _refused(decision_id: int, form: RealisedForm) -> str:
    """The page as it stands now with everything typed; sending it again corrects what a colleague recorded."""
    page = savings_page(decision_id, viewer(), now())
    if form.seen.errors:
        last = page.own.get(form.year.data or 0)
        form.seen.raw_data, form.seen.data = None, last.revision if last else 0
    return _page(page, form)


def _saved(decision_id: int, form: RealisedForm) -> bool:
    with form.refusals(), transaction():
        record_saving(
            decision_id,
            viewer(),
            year=form.year.data,
            yen=form.yen.data or 0,
            basis=form.basis.data,
            seen=form.seen.data,
            key=form.key.data,
        )
    if form.errors:
        return False
    flash(_("The saving of your city is recorded."), "success")
    return True


def _form(page: SavingsPage) -> RealisedForm:
    asked = request.args.get("year", type=int)
    year = asked if asked in page.years else next(iter(page.years), None)
    return RealisedForm(data=realised_data(year, page.own.get(year or 0)))


def _page(page: SavingsPage, form: RealisedForm) -> str:
    return render_template("savings/show.html", page=page, form=form)
