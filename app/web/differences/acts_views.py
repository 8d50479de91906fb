"""The acts on a difference, each on a page that says what follows: hold, end, merge, restore, reopen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from app.actions import differences as actions
from app.clock import now
from app.domain.workflow import Act
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import Difference, User
from app.policies.differences import (
    may_announce_no_difference,
    may_find_no_difference,
    may_hold,
    may_merge,
    may_reopen,
    may_restore,
    may_resume,
    may_withdraw,
)
from app.policies.verdicts import Verdict, ensure
from app.queries.differences import difference_named, participating_cities, unanswered_cities
from app.queries.differences.concerns import open_concerns
from app.transaction import transaction
from app.web.differences import blueprint
from app.web.differences.forms import HoldForm, MergeForm, NoteForm, ReasonForm, ReopenForm, SeenForm
from app.web.kit.access import signed_in, viewer
from app.wording import label

Answer = str | Response | tuple[str, int]
ACTS = {act.value: act for act in Act}
May = Callable[[User, Difference, datetime], Verdict]


@blueprint.route("/differences/<number>/hold", methods=["GET", "POST"])
@signed_in
def hold(number: str) -> Answer:
    """Put on hold until a day."""
    form = HoldForm()

    def act(name: str) -> None:
        actions.hold(name, viewer(), **_said(form), review_on=form.review_on.data)

    return _answer(number, form, may_hold, act, _("The difference is on hold."))


@blueprint.route("/differences/<number>/resume", methods=["GET", "POST"])
@signed_in
def resume(number: str) -> Answer:
    """Take the hold off."""
    form = NoteForm()

    def act(name: str) -> None:
        actions.resume(name, viewer(), **_said(form))

    return _answer(number, form, may_resume, act, _("The difference goes on."))


@blueprint.route("/differences/<number>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(number: str) -> Answer:
    """Take the difference back."""
    form = ReasonForm()

    def act(name: str) -> None:
        actions.withdraw(name, viewer(), **_said(form))

    return _answer(number, form, may_withdraw, act, _("The difference is withdrawn."))


@blueprint.route("/differences/<number>/restore", methods=["GET", "POST"])
@signed_in
def restore(number: str) -> Answer:
    """Bring a withdrawn difference back."""
    form = ReasonForm()

    def act(name: str) -> None:
        actions.restore(name, viewer(), **_said(form))

    return _answer(number, form, may_restore, act, _("The difference is restored."))


@blueprint.route("/differences/<number>/merge", methods=["GET", "POST"])
@signed_in
def merge(number: str) -> Answer:
    """Let the difference go into another one."""
    form = MergeForm()

    def act(name: str) -> None:
        actions.merge(name, viewer(), into=form.into.data or "", **_said(form))

    return _answer(
        number, form, may_merge, act, _("The difference is merged. Its number leads here from now on.")
    )


@blueprint.route("/differences/<number>/reopen", methods=["GET", "POST"])
@signed_in
def reopen(number: str) -> Answer:
    """Begin a new cycle on a decided difference."""
    form = ReopenForm()
    difference = difference_named(number, viewer())
    cities = participating_cities(difference, now())
    named = [SelectChoice(str(city.id), city.name(current_locale())) for city in cities]
    form.asked_by.choices = [SelectChoice("", _("No city in particular")), *named]

    def act(name: str) -> None:
        actions.reopen(name, viewer(), asked_by=form.asked_by.data, **_said(form))

    return _answer(number, form, may_reopen, act, _("The difference is open for discussion again."))


@blueprint.route("/differences/<number>/no-difference/announce", methods=["GET", "POST"])
@signed_in
def announce_no_difference(number: str) -> Answer:
    """Tell the cities that no difference is to be recorded."""
    form = ReasonForm()

    def may(person: User, difference: Difference, at: datetime) -> Verdict:
        return may_announce_no_difference(person, difference, unanswered_cities(difference, at), at)

    def act(name: str) -> None:
        actions.announce_no_difference(name, viewer(), **_said(form))

    return _answer(number, form, may, act, _("The cities are told and can object."))


@blueprint.route("/differences/<number>/no-difference/record", methods=["GET", "POST"])
@signed_in
def find_no_difference(number: str) -> Answer:
    """Close the difference as none."""
    form = NoteForm()

    def may(person: User, difference: Difference, at: datetime) -> Verdict:
        unanswered = unanswered_cities(difference, at)
        return may_find_no_difference(person, difference, unanswered, open_concerns(difference), at)

    def act(name: str) -> None:
        actions.find_no_difference(name, viewer(), **_said(form))

    return _answer(number, form, may, act, _("It is recorded that the cities do not differ."))


def _said(form: Any) -> dict[str, Any]:
    return {"reason": form.reason.data or "", "seen": form.seen.data}


def _answer(number: str, form: SeenForm, may: May, act: Callable[[str], None], done: str) -> Answer:
    """Ask, act and go back to the difference; or show the page of the act, with everything typed kept."""
    difference = difference_named(number, viewer())
    ensure(may(viewer(), difference, now()))
    name = difference.number
    if form.validate_on_submit():
        with form.refusals(), transaction():
            act(name)
        if not form.errors:
            flash(done, "success")
            return redirect(url_for("differences.show", number=name), 303)
    elif not form.is_submitted():
        form.seen.data = difference.stage_serial
    act_name = str(request.endpoint).partition(".")[2]
    title = label(ACTS[act_name]) if act_name in ACTS else _("Announce that there is no difference")
    page = render_template(
        "differences/act.html",
        form=form,
        fields=[field for field in form if not isinstance(field.widget, HiddenInput)],
        difference=difference,
        act=act_name,
        title=title,
    )
    return page, 422 if form.errors else 200
