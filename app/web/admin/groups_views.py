"""The register of domains and working groups: the list, one group, added, changed, closed."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import groups, groups_cities
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import Group
from app.policies.manual import may_write_manual
from app.queries.council import cities, domains, standard_businesses
from app.queries.groups import groups_page, participations
from app.queries.groups_register import group_register
from app.transaction import transaction
from app.web.admin import blueprint
from app.web.admin.council_forms import DomainForm, GroupForm, NewGroupForm, TakingPartForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number

Answer = str | Response | tuple[str, int]


@blueprint.get("/administration/groups", endpoint="groups")
@signed_in
def groups_list() -> Answer:
    """The register of groups, narrowed by the address of the page."""
    domain, text = request.args.get("domain", ""), request.args.get("text", "")[:100]
    return render_template(
        "admin/groups.html",
        page=groups_page(domain, text, page_number()),
        domains=domains(),
        domain=domain,
        text=text,
        may_order=may_write_manual(viewer()),
        at=now(),
    )


@blueprint.get("/administration/groups/new")
@signed_in
def new_group() -> Answer:
    """The form of a new group."""
    return _new_group_page(NewGroupForm())


@blueprint.post("/administration/groups/new")
@signed_in
def add_group() -> Answer:
    """Add a working group to a domain."""
    form = NewGroupForm()
    _choose_new(form)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            made = groups.add_group(
                viewer(),
                domain_id=form.domain_id.data,
                code=form.code.data or "",
                name_ja=form.name_ja.data or "",
                name_en=form.name_en.data or "",
                standard_ids=form.standard_ids.data or (),
                key=form.key.data,
            )
        if not form.errors:
            flash(_("The group was added. Next, say which cities take part."), "success")
            return _to_group(made.code)
    return _new_group_page(form), 422


@blueprint.get("/administration/domains/new")
@signed_in
def new_domain() -> Answer:
    """The form of a new domain."""
    return render_template("admin/domain_new.html", form=DomainForm())


@blueprint.post("/administration/domains/new")
@signed_in
def add_domain() -> Answer:
    """Add a domain of working groups."""
    form = DomainForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            made = groups.add_domain(viewer(), **form.kept())
        if not form.errors:
            flash(_("The domain was added."), "success")
            return redirect(url_for("admin.groups", domain=made.code), 303)
    return render_template("admin/domain_new.html", form=form), 422


@blueprint.get("/administration/groups/<code>")
@signed_in
def group(code: str) -> Answer:
    """One group of the register: the cities that take part and the people with a role."""
    return render_template("admin/group.html", page=group_register(viewer(), code, now()), at=now())


@blueprint.get("/administration/groups/<code>/edit")
@signed_in
def edit_group(code: str) -> Answer:
    """The form to change a group."""
    found = group_register(viewer(), code, now()).group
    kept = [business.id for business in found.standards]
    return _group_page(GroupForm(obj=found, standard_ids=kept), found)


@blueprint.post("/administration/groups/<code>/edit")
@signed_in
def change_group(code: str) -> Answer:
    """Change a group's names and standard businesses, or close it."""
    form, found = GroupForm(), group_register(viewer(), code, now()).group
    _choose_standards(form)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            groups.change_group(
                found.id,
                viewer(),
                name_ja=form.name_ja.data or "",
                name_en=form.name_en.data or "",
                standard_ids=form.standard_ids.data or (),
                active=form.active.data,
            )
        if not form.errors:
            flash(_("Saved."), "success")
            return _to_group(code)
    return _group_page(form, group_register(viewer(), code, now()).group), 422


@blueprint.get("/administration/groups/<code>/cities")
@signed_in
def cities_of_group(code: str) -> Answer:
    """The form that says which cities take part in a group."""
    found = group_register(viewer(), code, now()).group
    running = [each.city_id for each in participations(group_id=found.id)]
    return _cities_page(TakingPartForm(chosen=running, since=tokyo_date(now())), found)


@blueprint.post("/administration/groups/<code>/cities")
@signed_in
def change_cities_of_group(code: str) -> Answer:
    """Let exactly these cities take part in a group from a day on."""
    form, found = TakingPartForm(), group_register(viewer(), code, now()).group
    _choose_cities(form)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            groups_cities.set_cities(found.id, viewer(), city_ids=form.chosen.data, since=form.since.data)
        if not form.errors:
            flash(_("The cities of the group were saved."), "success")
            return _to_group(code)
    return _cities_page(form, group_register(viewer(), code, now()).group), 422


def _to_group(code: str) -> Response:
    return redirect(url_for("admin.group", code=code), 303)


def _new_group_page(form: NewGroupForm) -> str:
    _choose_new(form)
    return render_template("admin/group_new.html", form=form)


def _choose_new(form: NewGroupForm) -> None:
    named = [
        SelectChoice(str(domain.id), f"{domain.code} {domain.name(current_locale())}") for domain in domains()
    ]
    form.domain_id.choices = [SelectChoice("", _("Please choose")), *named]
    _choose_standards(form)


def _choose_standards(form: GroupForm) -> None:
    form.standard_ids.choices = [SelectChoice(str(each.id), each.name) for each in standard_businesses()]


def _group_page(form: GroupForm, found: Group) -> str:
    _choose_standards(form)
    return render_template("admin/group_edit.html", group=found, form=form)


def _cities_page(form: TakingPartForm, found: Group) -> str:
    _choose_cities(form)
    return render_template("admin/group_cities.html", group=found, form=form)


def _choose_cities(form: TakingPartForm) -> None:
    form.chosen.choices = [SelectChoice(str(city.id), city.name(current_locale())) for city in cities()]
