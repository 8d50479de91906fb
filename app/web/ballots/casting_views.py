"""A city's position: the form, the page that asks to confirm, the page of a conflict, and taking it back."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.ballots import cast_position, withdraw_position
from app.clock import now
from app.i18n import gettext as _
from app.models import City, Position
from app.policies.verdicts import Ground, NotFound, Refused, Verdict, ensure
from app.queries.ballots.pages import RoundPage, round_page
from app.queries.ballots.showing import CityStanding
from app.queries.caucus import own_draft
from app.transaction import transaction
from app.web.ballots import blueprint
from app.web.ballots.forms import (
    InstructedWithdrawForm,
    InstructionForm,
    PositionForm,
    WithdrawForm,
)
from app.web.kit.access import came_from, signed_in, viewer
from app.web.kit.forms import Form

Answer = str | Response | tuple[str, int]
Shown = TypeVar("Shown", bound=Form)


@dataclass(frozen=True)
class Asked:
    """Whose position a form is about; instructed_by is the city for which the secretariat records it (B14)."""

    page: RoundPage
    city: City | None
    taken: Position | None
    may: Verdict
    url: str
    instructed_by: City | None = None

    @property
    def city_id(self) -> int | None:
        """The city on whose instruction the form is sent, None for the own city."""
        return self.instructed_by.id if self.instructed_by else None

    @property
    def serial(self) -> int:
        """The serial of the position as it stands, 0 for none."""
        return self.taken.serial if self.taken else 0


@blueprint.post("/ballots/<int:round_id>/position")
@signed_in
def cast(round_id: int) -> Answer:
    """Take or change the own city's position: first asked to confirm, then recorded."""
    asked = _own(round_id)
    form = PositionForm()
    if answer := _answer(asked, form):
        return answer
    page = render_template("ballots/show.html", page=asked.page, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/ballots/<int:round_id>/cities/<code>/position", methods=["GET", "POST"])
@signed_in
def instruct(round_id: int, code: str) -> Answer:
    """Record a position on a city's documented instruction (B14)."""
    asked = _instructed(round_id, code)
    form = showing(InstructionForm(), position_data(asked.taken))
    if request.method == "POST" and (answer := _answer(asked, form)):
        return answer
    ensure(asked.may)
    page = render_template("ballots/instruct.html", asked=asked, page=asked.page, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/ballots/<int:round_id>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(round_id: int) -> Answer:
    """Take the own city's position back (B21)."""
    page = round_page(round_id, viewer(), now())
    form = showing(WithdrawForm(), {"seen": page.seen})
    if form.validate_on_submit():
        with transaction():
            withdraw_position(round_id, viewer(), seen=form.seen.data, key=form.key.data)
        return _done(page, _("The position of your city is withdrawn."))
    ensure(page.may_withdraw)
    return render_template("ballots/withdraw.html", page=page, form=form)


@blueprint.route("/ballots/<int:round_id>/cities/<code>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw_instructed(round_id: int, code: str) -> Answer:
    """Take back what was recorded on a city's instruction (B14)."""
    asked = _instructed(round_id, code)
    form = showing(InstructedWithdrawForm(), {"seen": asked.serial})
    ensure_person(asked.may)
    if form.validate_on_submit():
        said = {"reason": form.reason.data, "evidence": form.evidence.data, "key": form.key.data}
        with form.refusals(), transaction():
            withdraw_position(round_id, viewer(), seen=form.seen.data, city_id=asked.city_id, **said)
        if not form.errors:
            return _done(asked.page, _("The recorded position is withdrawn."))
    ensure(standing_of(asked.page, code).may_withdraw)
    page = render_template("ballots/withdraw_instructed.html", asked=asked, page=asked.page, form=form)
    return page, 422 if form.errors else 200


def position_form(page: RoundPage) -> PositionForm:
    """The form on the page of a round: the own city's position as it stands, else as its caucus drafted it (A1)."""
    draft = own_draft(page.round.difference, viewer(), now()) if page.own is None else None
    if draft is None:
        return showing(PositionForm(), position_data(page.own))
    form = showing(PositionForm(), {"kind": draft.kind, "reason": draft.reason, "seen": 0})
    form.kind.description = _("Filled in as your city drafted it in its caucus. Nothing is recorded yet.")
    return form


def position_data(taken: Position | None) -> dict[str, object]:
    """What a form shows of the position as it stands."""
    if taken is None:
        return {"seen": 0}
    return {"kind": taken.kind, "reason": taken.reason, "evidence": taken.evidence, "seen": taken.serial}


def showing(form: Shown, data: dict[str, object]) -> Shown:
    """A form about to be shown for the first time, with these data; a sent one has only what was sent."""
    if not form.is_submitted():
        form.process(data=data)
    return form


def ensure_person(verdict: Verdict) -> None:
    """Refuse whoever may not at all; what is only a matter of time is told on a page that loses nothing."""
    if verdict.ground is Ground.PERSON:
        raise Refused(verdict)


def _answer(asked: Asked, form: PositionForm) -> Answer | None:
    """What a sent form leads to: recorded, asked to confirm, stopped; None where it is to be filled in again."""
    ensure_person(asked.may)
    if not form.validate_on_submit() or "change" in request.form:
        return None
    if "confirmed" in request.form:
        return _record(asked, form)
    if not asked.may or form.seen.data != asked.serial:
        return _stopped(asked, form, asked.may)
    return render_template("ballots/confirm.html", asked=asked, page=asked.page, form=form)


def _record(asked: Asked, form: PositionForm) -> Answer | None:
    said = {"reason": form.reason.data or "", "key": form.key.data, "city_id": asked.city_id}
    if isinstance(form, InstructionForm):
        said["evidence"] = form.evidence.data
    round_id = asked.page.round.id
    try:
        with form.refusals(), transaction():
            cast_position(round_id, viewer(), kind=form.kind.data, seen=form.seen.data, **said)
    except Refused as refused:
        ensure_person(refused.verdict)
        told_by = asked.instructed_by
        again = _instructed(round_id, told_by.code) if told_by else _own(round_id)
        return _stopped(again, form, refused.verdict)
    return None if form.errors else _done(asked.page, _("The position is recorded."))


def _stopped(asked: Asked, form: PositionForm, verdict: Verdict) -> Answer:
    """The page that shows what stands now beside what was typed (B17); it can be sent again where there is time."""
    form.seen.data, form.seen.raw_data, form.key.data = asked.serial, None, uuid4().hex
    page = render_template("ballots/conflict.html", asked=asked, page=asked.page, form=form, verdict=verdict)
    return page, 409


def _done(page: RoundPage, said: str) -> Response:
    flash(said, "success")
    return redirect(came_from(url_for("ballots.show", round_id=page.round.id)), 303)


def _own(round_id: int) -> Asked:
    page = round_page(round_id, viewer(), now())
    url = url_for("ballots.cast", round_id=round_id, next=request.args.get("next"))
    return Asked(page, viewer().city, page.own, page.may_cast, url)


def _instructed(round_id: int, code: str) -> Asked:
    page = round_page(round_id, viewer(), now())
    standing = standing_of(page, code)
    url = url_for("ballots.instruct", round_id=round_id, code=code)
    return Asked(page, standing.city, standing.position, standing.may_instruct, url, standing.city)


def standing_of(page: RoundPage, code: str) -> CityStanding:
    """The standing of a city of the electorate by its code."""
    found = next((standing for standing in page.cities if standing.city.code == code), None)
    if found is None:
        raise NotFound
    return found
