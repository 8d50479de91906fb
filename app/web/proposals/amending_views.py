"""Suggesting an amendment, and saying what becomes of it; one that does not fit is shown with both texts (T8)."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.proposals import (
    AmendmentConflict,
    accept_amendment,
    decline_amendment,
    suggest_amendment,
    withdraw_amendment,
)
from app.clock import now
from app.i18n import gettext as _
from app.models import Amendment, Proposal
from app.policies.amendments import may_settle_amendment, may_suggest, may_withdraw_amendment
from app.policies.verdicts import ensure
from app.queries.proposals import proposal_named
from app.queries.proposals.amendments import amended_version, amendment_named, amendment_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import ActForm
from app.web.proposals import blueprint
from app.web.proposals.forms import AcceptForm, AmendmentForm, DeclineForm

Answer = str | Response | tuple[str, int]
ONE = "/differences/<number>/proposals/<int:proposal>/amendments/<int:amendment>"


@blueprint.route("/differences/<number>/proposals/<int:proposal>/amendments/new", methods=["GET", "POST"])
@signed_in
def amend(number: str, proposal: int) -> Answer:
    """Suggest another body for a version of the proposal on the table."""
    found = proposal_named(number, proposal, viewer())
    ensure(may_suggest(viewer(), found, now()))
    form = _amendment_form(found)
    if form.validate_on_submit():
        return _suggest(found, form)
    return _amend_page(found, form)


@blueprint.route(f"{ONE}/accept", methods=["GET", "POST"])
@signed_in
def accept(number: str, proposal: int, amendment: int) -> Answer:
    """Take the amendment into the present text; where it does not fit, both texts and the base are shown (T8)."""
    found = amendment_named(number, proposal, amendment, viewer())
    form = AcceptForm(data={"seen": found.proposal.last_version})
    if form.validate_on_submit():
        return _accept(found, form)
    ensure(may_settle_amendment(viewer(), found, now()))
    return _accept_page(found, form, 422 if form.errors else 200)


@blueprint.route(f"{ONE}/decline", methods=["GET", "POST"])
@signed_in
def decline(number: str, proposal: int, amendment: int) -> Answer:
    """Leave the text as it is, with the reason."""
    found = amendment_named(number, proposal, amendment, viewer())
    ensure(may_settle_amendment(viewer(), found, now()))
    form = DeclineForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            decline_amendment(found.id, viewer(), reason=form.reason.data, key=form.key.data)
        if not form.errors:
            flash(_("Amendment %(number)s is declined.", number=amendment), "success")
            return redirect(_address(found), 303)
    page = render_template("proposals/amendment_decline.html", form=form, amendment=found)
    return page, 422 if form.errors else 200


@blueprint.route(f"{ONE}/withdraw", methods=["GET", "POST"])
@signed_in
def take_back(number: str, proposal: int, amendment: int) -> Answer:
    """Take one's own amendment back."""
    found = amendment_named(number, proposal, amendment, viewer())
    ensure(may_withdraw_amendment(viewer(), found, now()))
    form = ActForm()
    if form.validate_on_submit():
        with transaction():
            withdraw_amendment(found.id, viewer(), key=form.key.data)
        flash(_("Amendment %(number)s is withdrawn.", number=amendment), "success")
        return redirect(_address(found), 303)
    page = render_template("proposals/amendment_withdraw.html", form=form, amendment=found)
    return page, 422 if form.errors else 200


def _amendment_form(proposal: Proposal) -> AmendmentForm:
    wanted = request.args.get("version", type=int)
    version = amended_version(proposal, wanted)
    return AmendmentForm(data={"base": version.number, "body": version.body})


def _amend_page(proposal: Proposal, form: AmendmentForm) -> Answer:
    page = render_template("proposals/amend.html", form=form, proposal=proposal)
    return page, 422 if form.errors else 200


def _suggest(proposal: Proposal, form: AmendmentForm) -> Answer:
    with form.refusals(), transaction():
        made = suggest_amendment(
            proposal.id,
            viewer(),
            base=form.base.data,
            body=form.body.data,
            reason=form.reason.data,
            key=form.key.data,
        )
    if form.errors:
        return _amend_page(proposal, form)
    flash(_("Amendment %(number)s is suggested.", number=made.number), "success")
    return redirect(_address(made), 303)


def _accept(amendment: Amendment, form: AcceptForm) -> Answer:
    try:
        with transaction():
            accept_amendment(amendment.id, viewer(), seen=form.seen.data, key=form.key.data)
    except AmendmentConflict:
        return _accept_page(amendment, form, 409)
    flash(_("Amendment %(number)s is part of the text now.", number=amendment.number), "success")
    return redirect(_address(amendment), 303)


def _accept_page(amendment: Amendment, form: AcceptForm, status: int) -> Answer:
    proposal = amendment.proposal
    page = amendment_page(proposal.difference.number, proposal.number, amendment.number, viewer(), now())
    template = "amendment_accept" if page.onto else "amendment_conflict"
    return render_template(f"proposals/{template}.html", form=form, page=page), status


def _address(amendment: Amendment) -> str:
    proposal = amendment.proposal
    return url_for(
        "proposals.amendment",
        number=proposal.difference.number,
        proposal=proposal.number,
        amendment=amendment.number,
    )
