"""The register of cities: the list, one city, admitted, changed, leaving, and the groups it takes part in."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import council_cities, groups_cities
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.roles import MembershipKind
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import City
from app.queries.council import cities, city_named
from app.queries.council_city import city_page
from app.queries.groups import all_groups, participations
from app.queries.people_gaps import register_state
from app.transaction import transaction
from app.web.admin import blueprint
from app.web.admin.council_forms import CityForm, MembershipForm, NewCityForm, PostForm, TakingPartForm
from app.web.kit.access import signed_in, viewer
from app.wording import label

Answer = str | Response | tuple[str, int]
LEAVES = "leaves"


@blueprint.get("/administration/cities", endpoint="cities")
@signed_in
def cities_list() -> Answer:
    """The register of cities."""
    gaps = {each.city.id: each for each in register_state(viewer(), now()).cities}
    return render_template("admin/cities.html", cities=cities(), gaps=gaps, at=now())


@blueprint.get("/administration/cities/new")
@signed_in
def new_city() -> Answer:
    """The form of a new city."""
    return render_template("admin/city_new.html", form=NewCityForm(since=tokyo_date(now())))


@blueprint.post("/administration/cities/new")
@signed_in
def add_city() -> Answer:
    """Add a city and admit it."""
    form = NewCityForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            city = council_cities.add_city(
                viewer(),
                form.code.data or "",
                form.kept(),
                kind=form.kind.data,
                since=form.since.data,
                key=form.key.data,
            )
        if not form.errors:
            flash(_("The city was added. This page shows what is needed next."), "success")
            return _to_city(city.code)
    return render_template("admin/city_new.html", form=form), 422


@blueprint.get("/administration/cities/<code>")
@signed_in
def city(code: str) -> Answer:
    """One city: how it belongs, its groups, people, posts and routes."""
    page = city_page(viewer(), code, now())
    return render_template("admin/city.html", page=page, post_form=PostForm(formdata=None), at=now())


@blueprint.get("/administration/cities/<code>/edit")
@signed_in
def edit_city(code: str) -> Answer:
    """The form to change what is kept about a city."""
    found = city_named(code)
    return render_template("admin/city_edit.html", city=found, form=CityForm(obj=found))


@blueprint.post("/administration/cities/<code>/edit")
@signed_in
def change_city(code: str) -> Answer:
    """Change what is kept about a city."""
    form, found = CityForm(), city_named(code)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            council_cities.change_city(found.id, viewer(), form.kept())
        if not form.errors:
            flash(_("Saved."), "success")
            return _to_city(code)
    return render_template("admin/city_edit.html", city=city_named(code), form=form), 422


@blueprint.get("/administration/cities/<code>/membership")
@signed_in
def membership(code: str) -> Answer:
    """The form that changes how a city belongs to the council."""
    return _membership_page(MembershipForm(since=tokyo_date(now())), city_named(code))


@blueprint.post("/administration/cities/<code>/membership")
@signed_in
def change_membership(code: str) -> Answer:
    """Let a city become member or associate, or leave, from a day on."""
    form, found = MembershipForm(), city_named(code)
    _choose_membership(form)
    if form.validate_on_submit():
        kind = None if form.kind.data == LEAVES else MembershipKind(form.kind.data)
        with form.refusals(), transaction():
            council_cities.change_membership(found.id, viewer(), kind=kind, since=form.since.data)
        if not form.errors:
            flash(_("The membership was changed."), "success")
            return _to_city(code)
    return _membership_page(form, city_named(code)), 422


@blueprint.get("/administration/cities/<code>/groups")
@signed_in
def groups_of_city(code: str) -> Answer:
    """The form that says in which groups a city takes part."""
    found = city_named(code)
    running = [each.group_id for each in participations(city_id=found.id)]
    return _groups_page(TakingPartForm(chosen=running, since=tokyo_date(now())), found)


@blueprint.post("/administration/cities/<code>/groups")
@signed_in
def change_groups_of_city(code: str) -> Answer:
    """Let a city take part in exactly these groups from a day on."""
    form, found = TakingPartForm(), city_named(code)
    _choose_groups(form)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            groups_cities.set_groups(found.id, viewer(), group_ids=form.chosen.data, since=form.since.data)
        if not form.errors:
            flash(_("The groups of the city were saved."), "success")
            return _to_city(code)
    return _groups_page(form, city_named(code)), 422


def _to_city(code: str) -> Response:
    return redirect(url_for("admin.city", code=code), 303)


def _membership_page(form: MembershipForm, found: City) -> str:
    _choose_membership(form)
    return render_template("admin/city_membership.html", city=found, form=form, at=now())


def _choose_membership(form: MembershipForm) -> None:
    kinds = [SelectChoice(kind.value, label(kind)) for kind in MembershipKind]
    form.kind.choices = [*kinds, SelectChoice(LEAVES, _("The city leaves the council"))]


def _groups_page(form: TakingPartForm, found: City) -> str:
    _choose_groups(form)
    return render_template("admin/city_groups.html", city=found, form=form)


def _choose_groups(form: TakingPartForm) -> None:
    form.chosen.choices = [
        SelectChoice(str(group.id), f"{group.code} {group.name(current_locale())}")
        for group in all_groups()
        if group.active
    ]
