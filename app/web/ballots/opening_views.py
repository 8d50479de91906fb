"""Opening a ballot: the readiness list, the deadline and the rule on one page (L4)."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.ballots import open_round
from app.clock import now
from app.i18n import gettext as _
from app.models import Round
from app.policies.rules import council_rule
from app.policies.verdicts import ensure
from app.queries.ballots.preparing import OpeningPage, opening_page
from app.queries.differences import difference_named
from app.transaction import transaction
from app.web.ballots import blueprint
from app.web.ballots.casting_views import ensure_person
from app.web.ballots.forms import OpeningForm, opening_form
from app.web.kit.access import signed_in, viewer
from app.wording.dates import datetime_words

Answer = str | Response | tuple[str, int]


@blueprint.route("/differences/<number>/ballot/open", methods=["GET", "POST"])
@signed_in
def open_ballot(number: str) -> Answer:
    """Open a ballot on the version on the table."""
    page = opening_page(difference_named(number, viewer()), viewer(), now())
    ensure_person(page.may_open)
    form = _form(page)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            opened = _open(page, form)
        if not form.errors:
            flash(_("The ballot is open. The cities have been told."), "success")
            return redirect(url_for("ballots.show", round_id=opened.id), 303)
    ensure(page.may_open)
    return render_template("ballots/open.html", page=page, form=form), 422 if form.errors else 200


def _open(page: OpeningPage, form: OpeningForm) -> Round:
    return open_round(
        page.difference.number,
        viewer(),
        closes_on=form.closes_on.data,
        rule=form.rule(),
        overrides=form.overrides(),
        meeting_id=form.meeting.data or None,
        sealed=form.sealed.data,
        seen=form.seen.data,
        key=form.key.data,
    )


def _form(page: OpeningPage) -> OpeningForm:
    form = opening_form([item.code.value for item in page.open_points])(data=_usual(page))
    meetings = [SelectChoice(m.id, f"{datetime_words(m.starts_at)} {m.title}") for m in page.meetings]
    form.meeting.choices = [SelectChoice(0, _("In none: online, by the deadline")), *meetings]
    return form


def _usual(page: OpeningPage) -> dict[str, Any]:
    rule = council_rule(page.council, len(page.cities))
    return {
        "closes_on": page.usual_day,
        "rule_kind": rule.kind,
        "quorum": rule.quorum,
        "casting_vote": rule.casting_vote,
        "early_close": rule.early_close,
        "grace_minutes": rule.grace_minutes,
        "min_working_days": rule.min_working_days,
        "sealed": page.council.sealed,
        "seen": page.difference.stage_serial,
    }
