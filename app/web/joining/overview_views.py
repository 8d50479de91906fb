"""How far joining cities are: all for the secretariat, one by domain and group; starting and reminding."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.joining import remind_city, start_joining
from app.clock import now
from app.i18n import gettext as _
from app.queries.council import city_named
from app.queries.joining import joining_seen
from app.queries.joining.progress import joining_page, joinings_seen
from app.transaction import transaction
from app.web.joining import blueprint
from app.web.joining.forms import RemindForm, StartForm
from app.web.kit.access import signed_in, viewer


@blueprint.get("/joining")
@signed_in
def index() -> str:
    """The cities that join and how far each is."""
    return render_template("joining/index.html", lines=joinings_seen(viewer(), now()), form=StartForm())


@blueprint.post("/joining/<code>/start")
@signed_in
def start(code: str) -> Response:
    """Ask a city for its position on every decision in force, ahead of its first day."""
    form, city = StartForm(), city_named(code)
    with transaction():
        start_joining(city.id, viewer(), key=form.key.data)
    flash(_("The city is asked for its position on each decision in force."), "success")
    return redirect(url_for("joining.show", code=code), 303)


@blueprint.get("/joining/<code>")
@signed_in
def show(code: str) -> str:
    """How far a city is, by domain and group; its people go on from here where they stopped."""
    return render_template("joining/show.html", page=joining_page(code, viewer(), now()), form=RemindForm())


@blueprint.post("/joining/<code>/remind")
@signed_in
def remind(code: str) -> Response:
    """Remind those who speak for the city."""
    form, joining = RemindForm(), joining_seen(code, viewer())
    with transaction():
        remind_city(joining.city_id, viewer(), key=form.key.data)
    flash(_("Those who speak for the city were reminded."), "success")
    return redirect(url_for("joining.show", code=code), 303)
