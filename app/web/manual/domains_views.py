"""The domains as the parts of the manual: their list and order, one with its names and chapters, taken away."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.manual import move_chapter, move_domain, move_to_domain, remove_domain, rename_domain
from app.i18n import current_locale
from app.i18n import gettext as _
from app.policies.manual import may_write_manual
from app.policies.verdicts import ensure
from app.queries.manual.domains import DomainPage, domain_lines, domain_of_group, domain_page, names_state
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint
from app.web.manual.domain_forms import DomainNamesForm, ToDomainForm, domain_choices, named
from app.web.manual.forms import ConfirmForm, MoveForm

Answer = str | Response | tuple[str, int]


@blueprint.get("/manual/domains")
@signed_in
def domains() -> str:
    """Every domain in order, with its names and chapters."""
    ensure(may_write_manual(viewer()))
    return render_template("manual/domains.html", lines=domain_lines())


@blueprint.route("/manual/domains/<code>", methods=["GET", "POST"])
@signed_in
def domain(code: str) -> Answer:
    """A domain with its chapters; give it other names."""
    ensure(may_write_manual(viewer()))
    page = domain_page(code)
    form = DomainNamesForm() if request.method == "POST" else named(page.domain)
    changed = form.is_submitted() and form.seen.data != names_state(page.domain)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            rename_domain(code, viewer(), **form.kept(), seen=form.seen.data)
        if not form.errors:
            flash(_("The names are saved. Numbers and editions that exist keep the old ones."), "success")
            return _back(code)
    return _page(domain_page(code), form, changed=changed), 422 if form.errors else 200


@blueprint.post("/manual/domains/<code>/move")
@signed_in
def domain_move(code: str) -> Answer:
    """Let it change places with its neighbour."""
    ensure(may_write_manual(viewer()))
    form = MoveForm()
    if not form.validate_on_submit():
        return render_template("manual/domains.html", lines=domain_lines()), 422
    with transaction():
        move_domain(code, viewer(), up=form.way.data == "up")
    return redirect(url_for("manual.domains", _anchor=code.lower()), 303)


@blueprint.route("/manual/domains/<code>/remove", methods=["GET", "POST"])
@signed_in
def domain_remove(code: str) -> Answer:
    """Take a domain away to which nothing belongs any more."""
    ensure(may_write_manual(viewer()))
    page, form = domain_page(code), ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            remove_domain(code, viewer())
        flash(_("The domain is gone. Editions that were published keep it."), "success")
        return redirect(url_for("manual.domains"), 303)
    return render_template("manual/domain_remove.html", page=page, form=form), 422 if form.errors else 200


@blueprint.post("/manual/structure/<code>/move")
@signed_in
def chapter_move(code: str) -> Answer:
    """Let a chapter change places with its neighbour of the same domain."""
    ensure(may_write_manual(viewer()))
    found, form = domain_of_group(code), MoveForm()
    if not form.validate_on_submit():
        return _page(domain_page(found)), 422
    with transaction():
        move_chapter(code, viewer(), up=form.way.data == "up")
    return _back(found, code.lower())


@blueprint.post("/manual/structure/<code>/domain")
@signed_in
def chapter_domain(code: str) -> Answer:
    """Let a chapter belong to another domain."""
    ensure(may_write_manual(viewer()))
    found, form = domain_of_group(code), ToDomainForm()
    form.domain.choices = domain_choices(domain_page(found).others)
    if not form.validate_on_submit():
        return _page(domain_page(found), refused=form), 422
    with form.refusals(), transaction():
        group = move_to_domain(code, viewer(), domain=form.domain.data)
        flash(_said(group.code, group.domain.name(current_locale())), "success")
    return _back(found)


def _said(code: str, name: str) -> str:
    return _("%(code)s now belongs to the domain %(domain)s.", code=code, domain=name)


def _page(
    page: DomainPage,
    form: DomainNamesForm | None = None,
    *,
    changed: bool = False,
    refused: ToDomainForm | None = None,
) -> str:
    form = form or named(page.domain)
    if changed:
        form.seen.data, form.seen.raw_data = names_state(page.domain), None
    choices = domain_choices(page.others)
    return render_template(
        "manual/domain.html", page=page, form=form, changed=changed, choices=choices, refused=refused
    )


def _back(code: str, anchor: str | None = None) -> Response:
    return redirect(url_for("manual.domain", code=code, _anchor=anchor), 303)
