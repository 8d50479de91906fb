"""The council's settings."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.council import change_council
from app.i18n import gettext as _
from app.queries.council import the_council
from app.transaction import transaction
from app.web.admin import blueprint
from app.web.admin.council_forms import SettingsForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.get("/administration/settings", endpoint="settings")
@signed_in
def settings_form() -> Answer:
    """The form of the council's settings."""
    return render_template("admin/settings.html", form=SettingsForm(obj=the_council()))


@blueprint.post("/administration/settings")
@signed_in
def change_settings() -> Answer:
    """Change the council's settings; ballots already open keep their rule (B2)."""
    form = SettingsForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            change_council(viewer(), form.kept())
        if not form.errors:
            flash(_("The settings are saved. Ballots already open keep their rule."), "success")
            return redirect(url_for("admin.settings"), 303)
    return render_template("admin/settings.html", form=form), 422
