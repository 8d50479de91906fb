"""Ordering files: a whole edition of the manual, minutes of many meetings."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.downloads import order_edition, order_minutes
from app.clock import now
from app.domain.downloads import OrderKind
from app.i18n import current_locale
from app.policies.downloads import may_order
from app.policies.verdicts import ensure
from app.queries.differences.lists import readable_groups
from app.queries.manual.editions import edition_numbered
from app.transaction import transaction
from app.web.downloads import blueprint
from app.web.downloads.forms import EditionForm, MinutesForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.route("/downloads/editions/<int:number>", methods=["GET", "POST"])
@signed_in
def edition(number: int) -> Answer:
    """Order a whole edition in a format."""
    ensure(may_order(viewer(), OrderKind.EDITION))
    found, form, language = edition_numbered(number), EditionForm(), current_locale()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            order = order_edition(
                number, viewer(), file_format=form.format.data, language=language, key=form.key.data
            )
        if not form.errors:
            return redirect(url_for("downloads.show", order_id=order.id), 303)
    shown = render_template("downloads/edition.html", edition=found, form=form)
    return shown, 422 if form.errors else 200


@blueprint.route("/downloads/minutes", methods=["GET", "POST"])
@signed_in
def minutes() -> Answer:
    """Order the minutes of many meetings in a format."""
    form, language = MinutesForm(data={"group": request.args.get("group", "")}), current_locale()
    form.offer(readable_groups(viewer(), now()))
    if form.validate_on_submit():
        with form.refusals(), transaction():
            order = order_minutes(viewer(), **form.wanted(), language=language, key=form.key.data)
        if not form.errors:
            return redirect(url_for("downloads.show", order_id=order.id), 303)
    shown = render_template("downloads/minutes.html", form=form)
    return shown, 422 if form.errors else 200
