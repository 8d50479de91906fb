"""Opening a ballot: readiness list, deadline and rule on one page (L4); a fallback, whose rule is set (B41)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.ballots import open_round
from app.clock import now
from app.i18n import gettext as _
from app.models import Round
from app.policies.rules import council_rule, fallback_rule, rules_to_choose
from app.policies.verdicts import Verdict, ensure
from app.queries.ballots.fallback import FallbackPart, fallback_seen
from app.queries.ballots.preparing import OpeningPage, opening_page
from app.queries.differences import difference_named
from app.transaction import transaction
from app.web.ballots import blueprint
from app.web.ballots.casting_views import ensure_person
from app.web.ballots.forms import Opening, OpeningForm, RuledOpeningForm, opening_form
from app.web.kit.access import came_from, signed_in, viewer
from app.wording import label
from app.wording.dates import datetime_words
from app.wording.tallies import rule_words

Answer = str | Response | tuple[str, int]


@blueprint.route("/differences/<number>/ballot/open", methods=["GET", "POST"])
@signed_in
def open_ballot(number: str) -> Answer:
    """Open a ballot on the version on the table."""
    page = opening_page(difference_named(number, viewer()), viewer(), now())
    ensure_person(page.may_open)
    form = _form(page, RuledOpeningForm, **_usual_rule(page))
    form.rule_kind.choices = [SelectChoice(kind.value, label(kind)) for kind in rules_to_choose(page.council)]
    if form.validate_on_submit():
        with form.refusals(), transaction():
            opened = _open(page, form, rule=form.rule())
        if not form.errors:
            return _opened(opened)
    return _shown(page, form, page.may_open)


@blueprint.route("/ballots/<int:round_id>/fallback", methods=["GET", "POST"])
@signed_in
def open_fallback(round_id: int) -> Answer:
    """Open the fallback of a failed ballot on the same text, after the chair's finding (B41)."""
    fallback = fallback_seen(round_id, viewer(), now())
    page = opening_page(fallback.round.difference, viewer(), now())
    ensure_person(fallback.may_open)
    form = _form(page, OpeningForm)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            opened = _open(page, form, fallback_of=round_id)
        if not form.errors:
            return _opened(opened)
    return _shown(page, form, fallback.may_open, fallback)


def _open(page: OpeningPage, form: OpeningForm, **how: Any) -> Round:
    return open_round(
        page.difference.number,
        viewer(),
        closes_on=form.closes_on.data,
        overrides=form.overrides(),
        meeting_id=form.meeting.data or None,
        sealed=form.sealed.data,
        seen=form.seen.data,
        key=form.key.data,
        **how,
    )


def _opened(opened: Round) -> Response:
    flash(_("The ballot is open. The cities have been told."), "success")
    return redirect(came_from(url_for("ballots.show", round_id=opened.id)), 303)


def _shown(
    page: OpeningPage, form: OpeningForm, may: Verdict, fallback: FallbackPart | None = None
) -> tuple[str, int]:
    ensure(may)
    rule = rule_words(fallback_rule(page.council, len(page.cities), page.council.sealed))
    answer = render_template("ballots/open.html", page=page, form=form, fallback=fallback, rule=rule)
    return answer, 422 if form.errors else 200


def _form(page: OpeningPage, base: type[Opening], **more: Any) -> Opening:
    usual = {
        "closes_on": page.usual_day,
        "sealed": page.council.sealed,
        "seen": page.difference.stage_serial,
        "meeting": request.args.get("meeting", 0, int),
    }
    form = opening_form([item.code.value for item in page.open_points], base)(data={**usual, **more})
    meetings = [SelectChoice(m.id, f"{datetime_words(m.starts_at)} {m.title}") for m in page.meetings]
    form.meeting.choices = [SelectChoice(0, _("In none: online, by the deadline")), *meetings]
    return form


def _usual_rule(page: OpeningPage) -> dict[str, Any]:
    rule = council_rule(page.council, len(page.cities))
    return {
        "rule_kind": rule.kind,
        "quorum": rule.quorum,
        "casting_vote": rule.casting_vote,
        "early_close": rule.early_close,
        "grace_minutes": rule.grace_minutes,
        "min_working_days": rule.min_working_days,
    }
