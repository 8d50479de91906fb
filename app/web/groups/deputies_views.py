"""A representative's deputies: who stands in for the city, appointed and released (B10-B13)."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import people_roles
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.roles import RoleKind
from app.i18n import current_locale
from app.i18n import gettext as _
from app.queries.deputies import DeputiesPage, deputies_page, deputy_of
from app.transaction import transaction
from app.web.groups import blueprint
from app.web.groups.forms import DeputyEndForm, DeputyForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.get("/deputies")
@signed_in
def deputies() -> Answer:
    """The deputies of the viewer's city in the groups in which the viewer represents it."""
    return render_template("groups/deputies.html", page=deputies_page(viewer(), now()), at=now())


@blueprint.route("/deputies/new", methods=["GET", "POST"])
@signed_in
def appoint_deputy() -> Answer:
    """Appoint a colleague as a deputy."""
    page = deputies_page(viewer(), now())
    form = _form(page)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            _appoint(form)
        if not form.errors:
            flash(_("The deputy is appointed and has been told."), "success")
            return redirect(url_for("groups.deputies"), 303)
    return render_template("groups/deputy_new.html", page=page, form=form), 422 if form.errors else 200


@blueprint.route("/deputies/<int:role_id>/end", methods=["GET", "POST"])
@signed_in
def end_deputy(role_id: int) -> Answer:
    """Release a deputy, at once or with the end of a day (B13)."""
    role, form = deputy_of(role_id, viewer(), now()), DeputyEndForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            people_roles.end_role(role_id, viewer(), last_day=form.last_day.data)
        if not form.errors:
            flash(_("The end of the role was recorded."), "success")
            return redirect(url_for("groups.deputies"), 303)
    return render_template("groups/deputy_end.html", role=role, form=form), 422 if form.errors else 200


def _appoint(form: DeputyForm) -> None:
    people_roles.grant_role(
        form.user_id.data,
        viewer(),
        group_ids=form.group_ids.data,
        kind=RoleKind.DEPUTY,
        rank=form.rank.data,
        since=form.since.data,
        last_day=form.last_day.data,
        key=form.key.data,
    )


def _form(page: DeputiesPage) -> DeputyForm:
    """The form with the colleagues and groups to choose from; the group one comes from is chosen."""
    chosen = [each.group.id for each in page.groups if each.group.code == request.args.get("group")]
    only = [page.groups[0].group.id] if len(page.groups) == 1 else []
    form = DeputyForm(since=tokyo_date(now()), rank=page.next_rank, group_ids=chosen or only)
    people = [SelectChoice(str(person.id), person.printed) for person in page.colleagues]
    form.user_id.choices = [SelectChoice("", _("Please choose")), *people]
    form.group_ids.choices = [
        SelectChoice(str(each.group.id), f"{each.group.code} {each.group.name(current_locale())}")
        for each in page.groups
    ]
    return form
