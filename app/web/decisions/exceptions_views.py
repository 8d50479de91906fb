"""Exceptions to a decision: a city asks for one, those who lead answer it, it is ended early (D4)."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.exceptions import answer_exception, ask_exception, end_exception
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import gettext as _
from app.models import DecisionException
from app.policies.verdicts import Verdict, ensure
from app.queries.decisions.page import decision_page
from app.queries.exceptions import exception_line, exception_seen, exceptions_panel
from app.transaction import transaction
from app.web.decisions import blueprint
from app.web.decisions.forms import GRANT, AnswerForm, AskForm, EndForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import Form

Answer = str | Response | tuple[str, int]


@blueprint.route("/decisions/<int:decision_id>/exceptions/new", methods=["GET", "POST"])
@signed_in
def ask(decision_id: int) -> Answer:
    """Ask for an exception of the viewer's city."""
    page, form = decision_page(decision_id, viewer(), now()), AskForm()
    if form.validate_on_submit():
        typed = {field.name: field.data for field in (form.body, form.reason, form.last_day, form.key)}
        with form.refusals(), transaction():
            ask_exception(decision_id, viewer(), **typed)
        if not form.errors:
            return _back(
                decision_id, _("The exception is asked for. The chair and the secretariat are told.")
            )
    ensure(exceptions_panel(page.decision, page.force, viewer(), now()).may_ask)
    shown = render_template("decisions/exception_ask.html", page=page, form=form)
    return shown, 422 if form.errors else 200


@blueprint.route("/exceptions/<int:exception_id>/answer", methods=["GET", "POST"])
@signed_in
def answer_exception_page(exception_id: int) -> Answer:
    """Grant or refuse an exception."""
    exception, form = exception_seen(exception_id, viewer(), now()), AnswerForm()

    def act() -> None:
        granted = form.granted.data == GRANT
        reason, key = form.reason.data or "", form.key.data
        answer_exception(exception_id, viewer(), granted=granted, reason=reason, key=key)

    may = exception_line(exception, viewer(), now()).may_answer
    return _act(exception, form, may, act, "exception_answer", _("The exception is answered."))


@blueprint.route("/exceptions/<int:exception_id>/end", methods=["GET", "POST"])
@signed_in
def end_exception_page(exception_id: int) -> Answer:
    """End an exception early."""
    exception = exception_seen(exception_id, viewer(), now())
    form = EndForm(data={"last_day": tokyo_date(now())})

    def act() -> None:
        last_day, reason, key = form.last_day.data, form.reason.data, form.key.data
        end_exception(exception_id, viewer(), last_day=last_day, reason=reason, key=key)

    may = exception_line(exception, viewer(), now()).may_end
    return _act(exception, form, may, act, "exception_end", _("The early end of the exception is recorded."))


def _act(
    exception: DecisionException, form: Form, may: Verdict, act: Callable[[], None], page: str, done: str
) -> Answer:
    decision_id = exception.decision_id
    if form.validate_on_submit():
        with form.refusals(), transaction():
            act()
        if not form.errors:
            return _back(decision_id, done)
    ensure(may)
    shown = render_template(f"decisions/{page}.html", exception=exception, form=form)
    return shown, 422 if form.errors else 200


def _back(decision_id: int, done: str) -> Response:
    flash(done, "success")
    return redirect(url_for("decisions.show", decision_id=decision_id, _anchor="exceptions"), 303)
