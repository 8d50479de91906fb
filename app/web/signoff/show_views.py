"""One matter before the managers: reading it, signing it, the city's reference number, a route that was missing."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.accounts import begin_attempt, complete_sign_in
from app.actions.signoff import ConfirmedIdentity, confirm_identity, lay_route, record_reference
from app.actions.signoff import sign as sign_step
from app.clock import now
from app.domain.signoff import Meaning, SignoffState
from app.i18n import gettext as _
from app.policies.verdicts import ensure
from app.queries.signoff import escalation_seen
from app.queries.signoff.page import (
    SignoffPage,
    escalation_of_route,
    escalation_of_step,
    may_sign_step,
    signoff_page,
)
from app.queries.signoff.route_views import RouteView
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.signoff import blueprint
from app.web.signoff.absences_forms import ReadingForm
from app.web.signoff.forms import MEANING_HINTS, LayForm, ReferenceForm, SignForm

Answer = str | Response | tuple[str, int]


@blueprint.get("/sign-off/<int:escalation_id>")
@signed_in
def show(escalation_id: int) -> Answer:
    """The text, what changed, the positions, every city's route, and the form to sign."""
    return signoff_answer(signoff_page(escalation_id, viewer(), now()))


@blueprint.get("/sign-off/steps/<int:step_id>")
@signed_in
def step(step_id: int) -> Response:
    """Lead to the matter of a step, at the place where it is signed."""
    found = escalation_seen(escalation_of_step(step_id), viewer())
    return redirect(url_for("signoff.show", escalation_id=found.id, _anchor="sign"), 303)


@blueprint.post("/sign-off/steps/<int:step_id>/sign")
@signed_in
def sign(step_id: int) -> Answer:
    """Approve, send back, refuse or drop, with the password again (S7)."""
    page = _of(escalation_of_step(step_id))
    form = _sign_form(page)
    if form.validate_on_submit():
        with form.refusals():
            passed_on = _sign(step_id, form)
        if not form.errors:
            flash(
                _said(form.meaning.data)
                if passed_on
                else _("Your answer is kept. The step still waits for others."),
                "success",
            )
            return redirect(url_for("signoff.show", escalation_id=page.escalation.id), 303)
    ensure(may_sign_step(page, step_id, viewer(), now()))
    return signoff_answer(page, form)


@blueprint.post("/sign-off/routes/<int:city_route_id>/reference")
@signed_in
def reference(city_route_id: int) -> Answer:
    """Keep the city's own number and date of the paper decision (S9)."""
    page = _of(escalation_of_route(city_route_id))
    ensure(_route(page, city_route_id).may_record_reference)
    form = ReferenceForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            record_reference(city_route_id, viewer(), number=form.number.data or "", on=form.on.data)
        if not form.errors:
            flash(_("The reference is kept."), "success")
            address = url_for(
                "signoff.show", escalation_id=page.escalation.id, _anchor=f"route-{city_route_id}"
            )
            return redirect(address, 303)
    return signoff_answer(page, reference_form=form, reference_of=city_route_id)


@blueprint.post("/sign-off/routes/<int:city_route_id>/lay")
@signed_in
def lay(city_route_id: int) -> Answer:
    """Give a city its registered route, where it had none when the matter was escalated."""
    page = _of(escalation_of_route(city_route_id))
    with transaction():
        lay_route(city_route_id, viewer())
    flash(_("The route is in place. Its first managers are told."), "success")
    return redirect(url_for("signoff.show", escalation_id=page.escalation.id, _anchor="routes"), 303)


def _of(escalation_id: int) -> SignoffPage:
    return signoff_page(escalation_id, viewer(), now())


def _route(page: SignoffPage, city_route_id: int) -> RouteView:
    return next(route for route in page.routes if route.city_route.id == city_route_id)


def signoff_answer(
    page: SignoffPage,
    form: SignForm | None = None,
    reference_form: ReferenceForm | None = None,
    reference_of: int = 0,
    reading_form: ReadingForm | None = None,
    reading_of: int = 0,
) -> Answer:
    """The page of a matter; 422 with a form that was refused, and everything typed in it."""
    refused = form or reference_form or reading_form
    text = render_template(
        "signoff/show.html",
        page=page,
        form=form or _sign_form(page),
        hints=MEANING_HINTS,
        reference_forms=_reference_forms(page, reference_form, reference_of),
        lay_form=LayForm(),
        reading_forms={
            reading.id: reading_form if reading_form and reading.id == reading_of else ReadingForm()
            for reading in page.own_readings
        },
    )
    return text, 422 if refused is not None else 200


def _sign_form(page: SignoffPage) -> SignForm:
    form = SignForm(data={"text_hash": page.escalation.text_hash})
    place = page.place
    form.offer(place.posts if place else (), place.possible if place else (), place.absences if place else {})
    return form


def _reference_forms(
    page: SignoffPage, refused: ReferenceForm | None, refused_id: int
) -> dict[int, ReferenceForm]:
    """A form for each city whose reference the viewer may keep, each with fields of its own on the page."""
    forms = {}
    for route in page.routes:
        kept = route.city_route
        if not route.may_record_reference:
            continue
        if refused is not None and kept.id == refused_id:
            forms[kept.id] = refused
        else:
            forms[kept.id] = ReferenceForm(
                formdata=None, data={"number": kept.reference_number, "on": kept.reference_on}
            )
    return forms


def _sign(step_id: int, form: SignForm) -> bool:
    """Sign; whether what was said has its effect at once, or another post of the step can still approve (S2)."""
    identity = _identity(form.password.data)
    with transaction():
        signature = sign_step(
            step_id,
            viewer(),
            post_id=form.post_id.data,
            meaning=form.meaning.data,
            identity=identity,
            text_hash=form.text_hash.data,
            reason=form.reason.data or "",
            key=form.key.data,
        )
        approved = form.meaning.data is Meaning.APPROVE
        return approved or signature is None or signature.step.state is not SignoffState.RUNNING


def _identity(password: str) -> ConfirmedIdentity:
    """Check the password before any row is locked; wrong ones are counted like those of signing in."""
    with transaction():
        begin_attempt(viewer().email, request.remote_addr or "")
    identity = confirm_identity(viewer(), password)
    with transaction():
        complete_sign_in(identity.user_id, password)
    return identity


def _said(meaning: Meaning) -> str:
    words = {
        Meaning.APPROVE: _("You have approved."),
        Meaning.SEND_BACK: _("You have sent the matter back to the group."),
        Meaning.REFUSE: _("You have refused. The matter is back with the group."),
        Meaning.DROP: _("You have asked for the matter to be dropped."),
    }
    return words[meaning]
