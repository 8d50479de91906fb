"""The adoption ledger of a decision: items by city, closing one, taking that back, adding one (D5)."""

from collections.abc import Callable
from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.adoption import add_item, close_item, take_back_evidence
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import current_locale
from app.i18n import gettext as _
from app.policies.verdicts import Verdict, ensure, not_this_person
from app.queries.adoption import AdoptionPanel, ItemLine, adoption_page, item_seen
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import Form
from app.web.manual import blueprint
from app.web.manual.forms import AddItemForm, CloseItemForm, TakeBackForm

Answer = str | Response | tuple[str, int]
USUAL_DAYS = 90


@blueprint.get("/decisions/<int:decision_id>/adoption")
@signed_in
def adoption(decision_id: int) -> str:
    """Which cities work by a decision, and what each still has to do."""
    return render_template("manual/adoption.html", page=adoption_page(decision_id, viewer(), now()))


@blueprint.route("/decisions/<int:decision_id>/adoption/items/new", methods=["GET", "POST"])
@signed_in
def new_item(decision_id: int) -> Answer:
    """Add something that a city has to do."""
    page = adoption_page(decision_id, viewer(), now())
    ensure(_may_add(page))
    form = _new_form(page)
    if form.validate_on_submit():
        typed = {name: form[name].data for name in ("city_id", "kind", "task", "due_on", "mandatory", "key")}
        with form.refusals(), transaction():
            add_item(decision_id, viewer(), **typed)
        if not form.errors:
            return _back(decision_id, _("The item is added."))
    shown = render_template("manual/item_new.html", page=page, form=form)
    return shown, 422 if form.errors else 200


@blueprint.route("/adoption-items/<int:item_id>/close", methods=["GET", "POST"])
@signed_in
def close_item_page(item_id: int) -> Answer:
    """Close an item with evidence."""
    line, form = item_seen(item_id, viewer(), now()), CloseItemForm(data={"done_on": tokyo_date(now())})

    def act() -> None:
        done_on, evidence, key = form.done_on.data, form.evidence.data, form.key.data
        close_item(item_id, viewer(), done_on=done_on, evidence=evidence, key=key)

    return _act(line, form, line.may_close, act, "item_close", _("The item is closed."))


@blueprint.route("/adoption-items/<int:item_id>/take-back", methods=["GET", "POST"])
@signed_in
def take_back(item_id: int) -> Answer:
    """Take back the evidence of a closed item."""
    line, form = item_seen(item_id, viewer(), now()), TakeBackForm()

    def act() -> None:
        take_back_evidence(item_id, viewer(), reason=form.reason.data, key=form.key.data)

    return _act(line, form, line.may_take_back, act, "item_take_back", _("The item is open again."))


def _act(line: ItemLine, form: Form, may: Verdict, act: Callable[[], None], page: str, done: str) -> Answer:
    decision_id = line.item.decision_id
    if form.validate_on_submit():
        with form.refusals(), transaction():
            act()
        if not form.errors:
            return _back(decision_id, done)
    ensure(may)
    shown = render_template(f"manual/{page}.html", item=line.item, form=form)
    return shown, 422 if form.errors else 200


def _may_add(page: AdoptionPanel) -> Verdict:
    """Whether the viewer may add an item for some city, or why not."""
    verdicts = [line.may_add for line in page.cities]
    refused = verdicts[0] if verdicts else not_this_person("city_or_lead_only")
    return next((verdict for verdict in verdicts if verdict), refused)


def _new_form(page: AdoptionPanel) -> AddItemForm:
    form = AddItemForm(data={"due_on": tokyo_date(now()) + timedelta(days=USUAL_DAYS), "mandatory": True})
    form.city_id.choices = [SelectChoice(city.id, city.name(current_locale())) for city in page.may_add_to]
    return form


def _back(decision_id: int, done: str) -> Response:
    flash(done, "success")
    return redirect(url_for("manual.adoption", decision_id=decision_id), 303)
