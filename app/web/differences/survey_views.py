"""Opening and closing the survey of current practices."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.differences import close_survey as close
from app.actions.differences import open_survey as open_
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import gettext as _
from app.policies.differences import may_close_survey, may_open_survey
from app.policies.verdicts import ensure
from app.queries.council import the_council
from app.queries.differences import difference_named, participating_cities, unanswered_cities
from app.transaction import transaction
from app.web.differences import blueprint
from app.web.differences.forms import CloseSurveyForm, OpenSurveyForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.route("/differences/<number>/survey/open", methods=["GET", "POST"])
@signed_in
def open_survey(number: str) -> Answer:
    """Ask the cities what they do today."""
    difference = difference_named(number, viewer())
    ensure(may_open_survey(viewer(), difference, now()))
    usual = tokyo_date(now()) + timedelta(days=the_council().survey_days)
    form = OpenSurveyForm(data={"seen": difference.stage_serial, "due_on": usual})
    if form.validate_on_submit():
        with form.refusals(), transaction():
            open_(difference.number, viewer(), due_on=form.due_on.data, seen=form.seen.data)
        if not form.errors:
            flash(_("The survey is open, and the cities are told."), "success")
            return redirect(url_for("differences.show", number=difference.number), 303)
    cities = participating_cities(difference, now())
    page = render_template("differences/open_survey.html", form=form, difference=difference, cities=cities)
    return page, 422 if form.errors else 200


@blueprint.route("/differences/<number>/survey/close", methods=["GET", "POST"])
@signed_in
def close_survey(number: str) -> Answer:
    """Go on to proposals."""
    difference = difference_named(number, viewer())
    ensure(may_close_survey(viewer(), difference, now()))
    form = CloseSurveyForm(data={"seen": difference.stage_serial})
    if form.validate_on_submit():
        with form.refusals(), transaction():
            close(difference.number, viewer(), reason=form.reason.data or "", seen=form.seen.data)
        if not form.errors:
            flash(_("The survey is closed. Proposals can be drafted now."), "success")
            return redirect(url_for("differences.show", number=difference.number), 303)
    missing = unanswered_cities(difference, now())
    page = render_template("differences/close_survey.html", form=form, difference=difference, missing=missing)
    return page, 422 if form.errors else 200
