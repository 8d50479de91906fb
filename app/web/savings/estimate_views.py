"""The estimate of a proposal's saving, line by line, beside the text that it leaves as it is."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.proposals import estimate_saving
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import gettext as _
from app.models import Proposal
from app.policies.proposals import may_revise
from app.policies.verdicts import ensure
from app.queries.proposals import proposal_named
from app.queries.savings.one import lines_of
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.savings import blueprint
from app.web.savings.forms import BLANK_LINES, EstimateForm, line_data

Answer = str | Response | tuple[str, int]


@blueprint.route("/differences/<number>/proposals/<int:proposal>/estimate", methods=["GET", "POST"])
@signed_in
def estimate(number: str, proposal: int) -> Answer:
    """Write the lines of the estimate; the text, its hash and what earlier versions showed stay."""
    found = proposal_named(number, proposal, viewer())
    ensure(may_revise(viewer(), found, now()))
    form = _form(found)
    if "more" in request.form:
        form.more()
    elif form.validate_on_submit() and _saved(found, form):
        return redirect(url_for("proposals.show", number=number, proposal=proposal, _anchor="saving"), 303)
    return _page(found, form)


def _saved(proposal: Proposal, form: EstimateForm) -> bool:
    """Whether the lines could be saved; what cannot stand is said beside them."""
    with form.refusals(), transaction():
        estimate_saving(
            proposal.id,
            viewer(),
            form.typed(),
            rates_on=form.rates_on.data,
            base=form.base.data,
            note=form.note.data,
            key=form.key.data,
        )
    if form.errors:
        return False
    flash(_("The estimate is saved. The text and its hash stay as they are."), "success")
    return True


def _form(proposal: Proposal) -> EstimateForm:
    """The lines that stand, and some blank ones."""
    version = proposal.current
    lines = lines_of(version.id)
    standing = [line_data(line) for line in lines]
    rated = next((line.rates_on for line in lines if line.rates_on), None)
    form = EstimateForm(
        data={
            "base": version.number,
            "rates_on": rated or max(version.effective_on or tokyo_date(now()), tokyo_date(now())),
            "lines": [*standing, *({} for _place in range(BLANK_LINES))],
            "note": _("Estimate of the saving"),
        }
    )
    form.offer(place.city for place in proposal.difference.group.cities)
    return form


def _page(proposal: Proposal, form: EstimateForm) -> Answer:
    """The form beside the estimate as it stands; whoever has read what changed meanwhile may save over it."""
    form.offer(place.city for place in proposal.difference.group.cities)
    present = proposal_named(proposal.difference.number, proposal.number, viewer())
    if form.base.errors:
        form.base.raw_data, form.base.data = None, present.last_version
    lines = lines_of(present.current.id)
    page = render_template("savings/estimate.html", form=form, proposal=present, lines=lines)
    return page, 422 if form.errors else 200
