"""What is recorded beside a ballot: departures, answers to comments, a finding, notes (B4, B22, B41, B42)."""

from werkzeug.wrappers import Response

from app.actions.ballots import annotate_round, record_disposition, record_finding, settle_departure
from app.clock import now
from app.i18n import gettext as _
from app.queries.ballots.fallback import fallback_seen
from app.queries.ballots.pages import round_page
from app.web.ballots import blueprint
from app.web.ballots.casting_views import standing_of
from app.web.ballots.ending_views import act_on_round
from app.web.ballots.forms import DepartureForm, DispositionForm, NoteForm, ReasonForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.route("/ballots/<int:round_id>/cities/<code>/departure", methods=["GET", "POST"])
@signed_in
def settle(round_id: int, code: str) -> Answer:
    """Record what becomes of a city that left while the ballot was open (B4)."""
    page, form = round_page(round_id, viewer(), now()), DepartureForm()
    standing = standing_of(page, code)

    def act() -> None:
        handling, reason = form.handling.data, form.reason.data
        settle_departure(round_id, standing.city.id, viewer(), handling=handling, reason=reason)

    return act_on_round(
        page, form, standing.may_settle, act, "settle", _("The departure is settled."), standing=standing
    )


@blueprint.route("/ballots/<int:round_id>/cities/<code>/disposition", methods=["GET", "POST"])
@signed_in
def dispose(round_id: int, code: str) -> Answer:
    """Record what became of the comment of a city (B22)."""
    page, form = round_page(round_id, viewer(), now()), DispositionForm()
    standing = standing_of(page, code)

    def act() -> None:
        record_disposition(round_id, standing.city.id, viewer(), body=form.body.data)

    return act_on_round(
        page, form, standing.may_dispose, act, "dispose", _("It is recorded."), standing=standing
    )


@blueprint.route("/ballots/<int:round_id>/finding", methods=["GET", "POST"])
@signed_in
def find(round_id: int) -> Answer:
    """Record the chair's finding that unanimity cannot be reached (B41)."""
    page, form = round_page(round_id, viewer(), now()), ReasonForm()
    may = fallback_seen(round_id, viewer(), now()).may_record

    def act() -> None:
        record_finding(round_id, viewer(), reason=form.reason.data)

    return act_on_round(page, form, may, act, "find", _("The finding is recorded."))


@blueprint.route("/ballots/<int:round_id>/note", methods=["GET", "POST"])
@signed_in
def annotate(round_id: int) -> Answer:
    """Write a note beside a ballot that has ended (B42)."""
    page, form = round_page(round_id, viewer(), now()), NoteForm()

    def act() -> None:
        annotate_round(round_id, viewer(), body=form.body.data, key=form.key.data)

    return act_on_round(page, form, page.may_annotate, act, "note", _("The note is added."))
