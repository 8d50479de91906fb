"""The register of people: the list, one person, accounts added, changed, invited, closed."""

from flask import current_app, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import accounts_links
from app.actions import people as actions
from app.actions.people_anonymising import anonymise_person
from app.clock import now
from app.domain.roles import UserKind
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import User
from app.policies.people import may_anonymise, may_close_account
from app.policies.verdicts import ensure
from app.queries.council import cities
from app.queries.groups import all_groups
from app.queries.people import PeopleFilter, people, person_named, person_page
from app.transaction import transaction
from app.web.admin import blueprint
from app.web.admin.people_forms import ConfirmForm, KeptForm, NewPersonForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.wording import label

Answer = str | Response | tuple[str, int]
LINK = "link_shown_once"


@blueprint.get("/administration/people", endpoint="people")
@signed_in
def people_list() -> Answer:
    """The register of people, narrowed by the address of the page."""
    chosen = _chosen()
    page = people(viewer(), chosen, page_number())
    return render_template(
        "admin/people.html",
        page=page,
        chosen=chosen,
        cities=cities(),
        groups=all_groups(),
        kinds=UserKind,
        at=now(),
    )


def _chosen() -> PeopleFilter:
    asked = request.args
    return PeopleFilter(
        kind=next((kind for kind in UserKind if kind == asked.get("kind")), None),
        city_id=asked.get("city", type=int),
        group_id=asked.get("group", type=int),
        text=asked.get("text", "")[:100],
        closed=asked.get("closed") == "yes",
    )


@blueprint.get("/administration/people/new")
@signed_in
def new_person() -> Answer:
    """The form of a new person; ?city= chooses the city."""
    form = NewPersonForm(formdata=None, city_id=request.args.get("city", type=int))
    return _new_person_page(form)


@blueprint.post("/administration/people/new")
@signed_in
def add_person() -> Answer:
    """Add a person, and make the invitation where it is wanted."""
    form = _with_choices(NewPersonForm())
    if form.validate_on_submit():
        with form.refusals(), transaction():
            person = actions.add_person(
                viewer(), form.kept(), kind=form.kind.data, city_id=form.city_id.data, key=form.key.data
            )
            link = accounts_links.invite(person.id, viewer(), _address_of) if form.invite.data else ""
        if not form.errors:
            flash(_("The person was added. Next, give roles in working groups."), "success")
            return _to_link(person, link) if link else _to_person(person.id)
    return _new_person_page(form), 422


@blueprint.get("/administration/people/<int:person_id>")
@signed_in
def person(person_id: int) -> Answer:
    """One person: roles, posts, the account, what happened to it."""
    shown = person_page(viewer(), person_id, now())
    return render_template(
        "admin/person.html",
        page=shown,
        may_close=may_close_account(viewer(), shown.person),
        may_anonymise=may_anonymise(viewer(), shown.person, now()),
    )


@blueprint.get("/administration/people/<int:person_id>/edit")
@signed_in
def edit_person(person_id: int) -> Answer:
    """The form to change what is kept about a person."""
    found = person_named(person_id)
    return render_template("admin/person_edit.html", person=found, form=KeptForm(obj=found))


@blueprint.post("/administration/people/<int:person_id>/edit")
@signed_in
def change_person(person_id: int) -> Answer:
    """Change what is kept about a person."""
    form = KeptForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.change_person(person_id, viewer(), form.kept())
        if not form.errors:
            flash(_("Saved."), "success")
            return _to_person(person_id)
    return render_template("admin/person_edit.html", person=person_named(person_id), form=form), 422


@blueprint.post("/administration/people/<int:person_id>/link")
@signed_in
def invite(person_id: int) -> Answer:
    """Make a link with which the person sets a password; earlier links end."""
    with transaction():
        link = accounts_links.invite(person_id, viewer(), _address_of)
    return _to_link(person_named(person_id), link)


@blueprint.get("/administration/people/<int:person_id>/link", endpoint="link")
@signed_in
def show_link(person_id: int) -> Answer:
    """The link, once: it is kept nowhere."""
    found = person_named(person_id)
    kept = session.pop(LINK, None)
    if not kept or kept[0] != found.id:
        return _to_person(person_id)
    return render_template("admin/person_link.html", person=found, link=kept[1])


@blueprint.get("/administration/people/<int:person_id>/close")
@signed_in
def confirm_close(person_id: int) -> Answer:
    """The page that asks before an account is closed."""
    found = person_named(person_id)
    ensure(may_close_account(viewer(), found))
    return render_template("admin/person_close.html", person=found, form=ConfirmForm())


@blueprint.post("/administration/people/<int:person_id>/close")
@signed_in
def close_account(person_id: int) -> Answer:
    """Close an account: access, roles and posts end at once (A2)."""
    with transaction():
        actions.close_account(person_id, viewer())
    flash(_("The account is closed. The person has no access any more."), "success")
    return _to_person(person_id)


@blueprint.post("/administration/people/<int:person_id>/reopen")
@signed_in
def reopen_account(person_id: int) -> Answer:
    """Open a closed account again."""
    with transaction():
        actions.reopen_account(person_id, viewer())
    flash(_("The account is open again. Roles and posts have to be given anew."), "success")
    return _to_person(person_id)


@blueprint.get("/administration/people/<int:person_id>/anonymise")
@signed_in
def confirm_anonymise(person_id: int) -> Answer:
    """The page that asks before a person is anonymised."""
    found = person_named(person_id)
    ensure(may_anonymise(viewer(), found, now()))
    return render_template("admin/person_anonymise.html", person=found, form=ConfirmForm())


@blueprint.post("/administration/people/<int:person_id>/anonymise")
@signed_in
def anonymise(person_id: int) -> Answer:
    """Anonymise a person: account and name go for good (A4)."""
    with transaction():
        anonymise_person(person_id, viewer())
    flash(_("The person is anonymised."), "success")
    return _to_person(person_id)


def _to_person(person_id: int) -> Response:
    return redirect(url_for("admin.person", person_id=person_id), 303)


def _to_link(found: User, link: str) -> Response:
    session[LINK] = [found.id, link]
    return redirect(url_for("admin.link", person_id=found.id), 303)


def _address_of(token: str) -> str:
    base: str = current_app.extensions["settings"].base_url
    return base + url_for("accounts.link", token=token)


def _with_choices(form: NewPersonForm) -> NewPersonForm:
    form.kind.choices = [SelectChoice(kind.value, label(kind)) for kind in UserKind]
    named = [SelectChoice(str(city.id), city.name(current_locale())) for city in cities()]
    form.city_id.choices = [SelectChoice("", _("Please choose")), *named]
    return form


def _new_person_page(form: NewPersonForm) -> str:
    return render_template("admin/person_new.html", form=_with_choices(form))
