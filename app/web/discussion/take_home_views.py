"""Take-home items: the list, a new one on a difference, and saying what came of one."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.take_home import add_take_home, finish_take_home
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import Difference
from app.policies.discussion import may_finish_take_home
from app.policies.verdicts import ensure
from app.queries.council import cities
from app.queries.differences import difference_named
from app.queries.differences.lists import readable_groups
from app.queries.roles import people_of_group
from app.queries.take_home import ItemFilter, cities_to_charge, item_seen, items_page, may_add_any
from app.transaction import transaction
from app.web.discussion import blueprint
from app.web.discussion.forms import FinishForm, TakeHomeForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number

Answer = str | Response | tuple[str, int]
STATES = ("open", "overdue", "done", "all")
USUAL_DAYS = 14


@blueprint.get("/take-home")
@signed_in
def take_home() -> str:
    """What cities took home, the most urgent first."""
    chosen = _chosen()
    return render_template(
        "discussion/take_home.html",
        page=items_page(chosen, viewer(), page_number(), now()),
        chosen=chosen,
        cities=cities(),
        groups=readable_groups(viewer(), now()),
    )


@blueprint.route("/differences/<number>/take-home/new", methods=["GET", "POST"])
@signed_in
def new_take_home(number: str) -> Answer:
    """Let a city take an action home."""
    difference = difference_named(number, viewer())
    ensure(may_add_any(difference, viewer(), now()))
    form = _form(difference)
    if form.validate_on_submit():
        city, _colon, owner = form.assignee.data.partition(":")
        with form.refusals(), transaction():
            add_take_home(
                number,
                viewer(),
                city_id=int(city),
                owner_id=int(owner) if owner else None,
                task=form.task.data,
                due_on=form.due_on.data,
                key=form.key.data,
            )
        if not form.errors:
            flash(_("The take-home item is added."), "success")
            return redirect(_items_of(difference), 303)
    page = render_template("discussion/new_take_home.html", form=form, difference=difference)
    return page, 422 if form.errors else 200


@blueprint.route("/take-home/<int:item_id>/done", methods=["GET", "POST"])
@signed_in
def finish(item_id: int) -> Answer:
    """Say what came of an item."""
    item = item_seen(item_id, viewer(), now())
    ensure(may_finish_take_home(viewer(), item, now()))
    form = FinishForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            finish_take_home(item_id, viewer(), outcome=form.outcome.data)
        if not form.errors:
            flash(_("The take-home item is done."), "success")
            return redirect(_items_of(item.difference), 303)
    page = render_template("discussion/finish.html", form=form, item=item)
    return page, 422 if form.errors else 200


def _chosen() -> ItemFilter:
    """The filters of the address; what it does not know narrows nothing."""
    state = request.args.get("state", "open")
    return ItemFilter(
        city=request.args.get("city", ""),
        group=request.args.get("group", ""),
        state=state if state in STATES else "open",
        mine=request.args.get("mine") == "1",
    )


def _form(difference: Difference) -> TakeHomeForm:
    form = TakeHomeForm(data={"due_on": tokyo_date(now()) + timedelta(days=USUAL_DAYS)})
    form.assignee.choices = _assignees(difference)
    return form


def _assignees(difference: Difference) -> list[SelectChoice]:
    """Each city as such, then its people in the group."""
    at, choices = now(), []
    people = people_of_group(difference.group, at)
    for city in cities_to_charge(difference, viewer(), at):
        name = city.name(current_locale())
        as_city = _("%(city)s (the city decides who)", city=name)
        choices.append(SelectChoice(str(city.id), as_city, optgroup=name))
        choices += [
            SelectChoice(f"{city.id}:{person.id}", person.printed, optgroup=name)
            for person in people
            if person.city_id == city.id
        ]
    return choices


def _items_of(difference: Difference) -> str:
    return url_for("differences.show", number=difference.number, _anchor="take-home")
