"""Ending a ballot by hand: closing early, extending, cancelling, and the chair's casting vote."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.ballots import cancel_round, close_round_early, extend_round, give_casting_vote
from app.clock import now
from app.i18n import gettext as _
from app.policies.verdicts import Verdict, ensure
from app.queries.ballots.pages import RoundPage, round_page
from app.transaction import transaction
from app.web.ballots import blueprint
from app.web.ballots.forms import CastingVoteForm, ExtendForm, ReasonForm
from app.web.kit.access import came_from, signed_in, viewer
from app.web.kit.forms import Form

Answer = str | Response | tuple[str, int]


@blueprint.route("/ballots/<int:round_id>/close", methods=["GET", "POST"])
@signed_in
def close_early(round_id: int) -> Answer:
    """Close before the deadline (B31)."""
    page, form = round_page(round_id, viewer(), now()), Form()

    def act() -> None:
        close_round_early(round_id, viewer())

    return act_on_round(page, form, page.may_close_early, act, "close", _("The ballot is closed."))


@blueprint.route("/ballots/<int:round_id>/extend", methods=["GET", "POST"])
@signed_in
def extend(round_id: int) -> Answer:
    """Put the deadline off (B30)."""
    page, form = round_page(round_id, viewer(), now()), ExtendForm()

    def act() -> None:
        extend_round(round_id, viewer(), closes_on=form.closes_on.data, reason=form.reason.data)

    return act_on_round(page, form, page.may_extend, act, "extend", _("The deadline is put off."))


@blueprint.route("/ballots/<int:round_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(round_id: int) -> Answer:
    """Cancel a ballot opened by mistake (B44)."""
    page, form = round_page(round_id, viewer(), now()), ReasonForm()

    def act() -> None:
        cancel_round(round_id, viewer(), reason=form.reason.data)

    return act_on_round(page, form, page.may_cancel, act, "cancel", _("The ballot is cancelled."))


@blueprint.route("/ballots/<int:round_id>/casting-vote", methods=["GET", "POST"])
@signed_in
def casting_vote(round_id: int) -> Answer:
    """Record how the chair decides a tie (B37)."""
    page, form = round_page(round_id, viewer(), now()), CastingVoteForm()

    def act() -> None:
        give_casting_vote(round_id, viewer(), kind=form.kind.data, reason=form.reason.data)

    return act_on_round(
        page, form, page.may_give_casting_vote, act, "vote", _("The casting vote is recorded.")
    )


def act_on_round(
    page: RoundPage, form: Form, may: Verdict, act: Callable[[], object], name: str, said: str, **more: object
) -> Answer:
    """Ask, act and go back to the round; or show the page of the act with everything typed kept."""
    ensure(may)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            act()
        if not form.errors:
            flash(said, "success")
            return redirect(came_from(url_for("ballots.show", round_id=page.round.id)), 303)
    answer = render_template(f"ballots/{name}.html", page=page, form=form, **more)
    return answer, 422 if form.errors else 200
