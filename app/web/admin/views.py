"""The pages of the area admin, and the one door before all of them."""

from flask import render_template
from flask_login import current_user

from app.clock import now
from app.policies.standing import may_administer
from app.policies.verdicts import ensure
from app.queries.people_gaps import register_state
from app.web.admin import (
    blueprint,
    cities_views,
    groups_views,
    people_views,
    posts_views,
    roles_views,
    routes_views,
    settings_views,
)
from app.web.kit.access import signed_in, viewer

__all__ = [
    "blueprint",
    "cities_views",
    "groups_views",
    "people_views",
    "posts_views",
    "roles_views",
    "routes_views",
    "settings_views",
]


@blueprint.before_request
def only_for_those_who_keep_the_registers() -> None:
    """Refuse everybody else who is signed in; who is not is sent to sign in by the view."""
    if current_user.is_authenticated:
        ensure(may_administer(viewer()))


@blueprint.get("/administration")
@signed_in
def index() -> str:
    """The registers at a glance, and what is missing in them."""
    return render_template("admin/index.html", state=register_state(viewer(), now()))
