"""Roles in groups and managerial posts of one person: given and ended."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import people_roles, posts
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.roles import CITY_ROLES, RoleKind, UserKind
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import Group, User
from app.queries.groups import all_groups, participations
from app.queries.people import holding_of, person_named, posts_of_city, role_of
from app.transaction import transaction
from app.web.admin import blueprint
from app.web.admin.people_forms import EndForm, HoldingForm, RoleForm
from app.web.kit.access import signed_in, viewer
from app.wording import label

Answer = str | Response | tuple[str, int]


@blueprint.get("/administration/people/<int:person_id>/roles/new")
@signed_in
def new_role(person_id: int) -> Answer:
    """The form to give a person a role in one or more groups."""
    return _role_page(RoleForm(since=tokyo_date(now())), person_named(person_id))


@blueprint.post("/administration/people/<int:person_id>/roles/new")
@signed_in
def grant_role(person_id: int) -> Answer:
    """Give a person a role in one or more groups."""
    form, person = RoleForm(), person_named(person_id)
    _choose_roles(form, person)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            people_roles.grant_role(
                person_id,
                viewer(),
                group_ids=form.group_ids.data,
                kind=form.kind.data,
                rank=form.rank.data,
                since=form.since.data,
                last_day=form.last_day.data,
                key=form.key.data,
            )
        if not form.errors:
            flash(_("The role was given."), "success")
            return _to_person(person_id)
    return _role_page(form, person_named(person_id)), 422


@blueprint.get("/administration/roles/<int:role_id>/end")
@signed_in
def confirm_end_role(role_id: int) -> Answer:
    """The form to end a role."""
    return render_template("admin/role_end.html", role=role_of(role_id), form=EndForm())


@blueprint.post("/administration/roles/<int:role_id>/end")
@signed_in
def end_role(role_id: int) -> Answer:
    """End a role at once, or with the end of a day."""
    form, person_id = EndForm(), role_of(role_id).user_id
    if _is_complete(form):
        with form.refusals(), transaction():
            people_roles.end_role(role_id, viewer(), last_day=_last_day(form))
        if not form.errors:
            flash(_("The end of the role was recorded."), "success")
            return _to_person(person_id)
    return render_template("admin/role_end.html", role=role_of(role_id), form=form), 422


@blueprint.get("/administration/people/<int:person_id>/posts/new")
@signed_in
def new_holding(person_id: int) -> Answer:
    """The form to let a person hold a managerial post."""
    return _holding_page(HoldingForm(since=tokyo_date(now())), person_named(person_id))


@blueprint.post("/administration/people/<int:person_id>/posts/new")
@signed_in
def hold_post(person_id: int) -> Answer:
    """Let a person hold a managerial post of the own city."""
    form, person = HoldingForm(), person_named(person_id)
    _choose_posts(form, person)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            posts.hold_post(
                form.post_id.data,
                viewer(),
                user_id=person_id,
                since=form.since.data,
                last_day=form.last_day.data,
                key=form.key.data,
            )
        if not form.errors:
            flash(_("The post was recorded. The person signs for it from the first day on."), "success")
            return _to_person(person_id)
    return _holding_page(form, person_named(person_id)), 422


@blueprint.get("/administration/holdings/<int:holding_id>/end")
@signed_in
def confirm_end_holding(holding_id: int) -> Answer:
    """The form to end the holding of a post."""
    return render_template("admin/holding_end.html", holding=holding_of(holding_id), form=EndForm())


@blueprint.post("/administration/holdings/<int:holding_id>/end")
@signed_in
def end_holding(holding_id: int) -> Answer:
    """End the holding of a post at once, or with the end of a day."""
    form, person_id = EndForm(), holding_of(holding_id).user_id
    if _is_complete(form):
        with form.refusals(), transaction():
            posts.end_holding(holding_id, viewer(), last_day=_last_day(form))
        if not form.errors:
            flash(_("The end was recorded."), "success")
            return _to_person(person_id)
    return render_template("admin/holding_end.html", holding=holding_of(holding_id), form=form), 422


def _to_person(person_id: int) -> Response:
    return redirect(url_for("admin.person", person_id=person_id), 303)


def _is_complete(form: EndForm) -> bool:
    if not form.validate_on_submit():
        return False
    if form.how.data == "day" and form.last_day.data is None:
        form.last_day.errors = [_("Please enter the last day.")]
    return not form.errors


def _last_day(form: EndForm) -> date | None:
    return form.last_day.data if form.how.data == "day" else None


def _role_page(form: RoleForm, person: User) -> str:
    _choose_roles(form, person)
    return render_template("admin/role_new.html", person=person, form=form)


def _choose_roles(form: RoleForm, person: User) -> None:
    form.kind.choices = [SelectChoice(kind.value, label(kind)) for kind in _kinds(person)]
    form.group_ids.choices = [
        SelectChoice(str(group.id), f"{group.code} {group.name(current_locale())}")
        for group in _groups(person)
    ]


def _kinds(person: User) -> list[RoleKind]:
    """The roles that people of a side can hold."""
    match person.kind:
        case UserKind.PARTNER:
            return [RoleKind.PARTNER]
        case UserKind.SECRETARIAT:
            return [RoleKind.CHAIR, RoleKind.OBSERVER]
    return [kind for kind in RoleKind if kind in CITY_ROLES or kind in (RoleKind.CHAIR, RoleKind.OBSERVER)]


def _groups(person: User) -> list[Group]:
    """The groups a person can have a role in: those of the own city first of all."""
    groups = [group for group in all_groups() if group.active]
    if person.city_id is None:
        return groups
    own = {each.group_id for each in participations(city_id=person.city_id)}
    return [group for group in groups if group.id in own]


def _holding_page(form: HoldingForm, person: User) -> str:
    _choose_posts(form, person)
    return render_template("admin/holding_new.html", person=person, form=form)


def _choose_posts(form: HoldingForm, person: User) -> None:
    named = [
        SelectChoice(str(post.id), post.name) for post in (posts_of_city(person.city) if person.city else [])
    ]
    form.post_id.choices = [SelectChoice("", _("Please choose")), *named]
