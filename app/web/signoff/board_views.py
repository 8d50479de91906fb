"""Recording what the board said on a matter that every city has signed (S12)."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.signoff import record_board
from app.i18n import gettext as _
from app.policies.board import may_record_board
from app.policies.verdicts import ensure
from app.queries.signoff.one import escalation_on
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.signoff import blueprint
from app.web.signoff.forms import BoardForm


@blueprint.route("/differences/<number>/board", methods=["GET", "POST"])
@signed_in
def board(number: str) -> str | Response | tuple[str, int]:
    """Record the board's approval or return, with the day of the meeting and evidence."""
    escalation = escalation_on(number, viewer())
    form = BoardForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            record_board(number, viewer(), **form.finding(), key=form.key.data)
        if not form.errors:
            flash(_("What the board said is recorded."), "success")
            return redirect(url_for("signoff.show", escalation_id=escalation.id), 303)
    ensure(may_record_board(viewer(), escalation))
    page = render_template("signoff/board.html", escalation=escalation, form=form)
    return page, 422 if form.errors else 200
