"""Routes of sign-off of a city: set for a domain or for all others, and taken away (S1)."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import posts_routes
from app.i18n import gettext as _
from app.models import City, Domain, Route
from app.queries.council import city_named, domain_named, domains, route_of
from app.queries.people import posts_of_city
from app.transaction import transaction
from app.web.admin import blueprint
from app.web.admin.council_forms import RouteForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]
COMMON = "common"


@blueprint.get("/administration/cities/<code>/routes")
@signed_in
def route_domains(code: str) -> Answer:
    """The page that asks which domain gets a route of its own."""
    return render_template("admin/route_domains.html", city=city_named(code), domains=domains())


@blueprint.get("/administration/cities/<code>/routes/<domain>")
@signed_in
def edit_route(code: str, domain: str) -> Answer:
    """The form of a city's route for a domain; "common" serves every domain without its own."""
    found, of = city_named(code), _domain(domain)
    return _route_page(RouteForm(steps=_steps(route_of(found, of))), found, of)


@blueprint.post("/administration/cities/<code>/routes/<domain>")
@signed_in
def set_route(code: str, domain: str) -> Answer:
    """Set the steps of a route; routes already running stay (S10)."""
    form, found, of = RouteForm(), city_named(code), _domain(domain)
    _choose_posts(form, found)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            posts_routes.set_route(found.id, viewer(), domain_id=of.id if of else None, steps=form.chosen())
        if not form.errors:
            flash(_("The route was saved. Matters already with the managers keep theirs."), "success")
            return _to_routes(code)
    return _route_page(form, city_named(code), _domain(domain)), 422


@blueprint.post("/administration/cities/<code>/routes/<domain>/remove")
@signed_in
def remove_route(code: str, domain: str) -> Answer:
    """Take a domain's own route away, so that the common one serves it."""
    with transaction():
        posts_routes.remove_route(city_named(code).id, viewer(), domain_id=domain_named(domain).id)
    flash(_("The route was taken away. The common route serves the domain now."), "success")
    return _to_routes(code)


def _domain(code: str) -> Domain | None:
    return None if code == COMMON else domain_named(code)


def _to_routes(code: str) -> Response:
    return redirect(url_for("admin.city", code=code, _anchor="routes"), 303)


def _steps(route: Route | None) -> list[dict[str, object]]:
    steps = route.steps if route else []
    return [{"rule": step.rule, "posts": [held.post_id for held in step.posts]} for step in steps]


def _route_page(form: RouteForm, city: City, domain: Domain | None) -> str:
    _choose_posts(form, city)
    return render_template("admin/route.html", form=form, city=city, domain=domain, posts=posts_of_city(city))


def _choose_posts(form: RouteForm, city: City) -> None:
    named = [SelectChoice(str(post.id), post.name) for post in posts_of_city(city)]
    for entry in form.steps:
        entry.form.posts.choices = named
