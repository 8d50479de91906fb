"""Putting a proposal on the table, and withdrawing it: a page that says what follows, then the act."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.proposals import put_forward as put_on_the_table
from app.actions.proposals import withdraw_proposal
from app.clock import now
from app.i18n import gettext as _
from app.models import Proposal
from app.policies.proposals import may_put_forward, may_withdraw_proposal
from app.policies.verdicts import ensure
from app.queries.proposals import on_the_table, proposal_named
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.proposals import blueprint
from app.web.proposals.forms import TableForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/differences/<number>/proposals/<int:proposal>/put-forward", methods=["GET", "POST"])
@signed_in
def put_forward(number: str, proposal: int) -> Answer:
    """Make this the proposal that the group discusses and votes on."""
    found = proposal_named(number, proposal, viewer())
    form = _form(found)
    if form.validate_on_submit():
        with transaction():
            put_on_the_table(found.id, viewer(), seen=form.seen.data, key=form.key.data)
        flash(_("Proposal %(number)s is on the table.", number=proposal), "success")
        return redirect(url_for("differences.show", number=number), 303)
    ensure(may_put_forward(viewer(), found, now()))
    before = on_the_table(found.difference)
    page = render_template("proposals/put_forward.html", form=form, proposal=found, before=before)
    return page, 422 if form.errors else 200


@blueprint.route("/differences/<number>/proposals/<int:proposal>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(number: str, proposal: int) -> Answer:
    """Take a proposal back."""
    found = proposal_named(number, proposal, viewer())
    form = _form(found)
    if form.validate_on_submit():
        with transaction():
            withdraw_proposal(found.id, viewer(), seen=form.seen.data, key=form.key.data)
        flash(_("Proposal %(number)s is withdrawn.", number=proposal), "success")
        return redirect(url_for("differences.show", number=number), 303)
    ensure(may_withdraw_proposal(viewer(), found, now()))
    page = render_template("proposals/withdraw.html", form=form, proposal=found)
    return page, 422 if form.errors else 200


def _form(proposal: Proposal) -> TableForm:
    return TableForm(data={"seen": proposal.difference.stage_serial})
