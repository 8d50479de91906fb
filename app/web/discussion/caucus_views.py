"""The own city's caucus on a difference (A1): its thread, writing into it, and the position it means to take."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.caucus import add_caucus_entry, draft_caucus_position, stamp
from app.clock import now
from app.i18n import gettext as _
from app.models import CaucusPosition
from app.policies.verdicts import ensure
from app.queries.caucus import caucus_page
from app.transaction import transaction
from app.web.discussion import blueprint
from app.web.discussion.forms import CaucusEntryForm, CaucusPositionForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number

Answer = str | Response | tuple[str, int]


@blueprint.get("/differences/<number>/caucus")
@signed_in
def caucus(number: str) -> str:
    """Everything the own city said among itself."""
    page = caucus_page(number, viewer(), page_number(), now())
    return render_template("discussion/caucus.html", page=page, form=CaucusEntryForm())


@blueprint.post("/differences/<number>/caucus")
@signed_in
def add_entry(number: str) -> Answer:
    """Write into the own city's thread."""
    page = caucus_page(number, viewer(), 1, now())
    ensure(page.may_write)
    form = CaucusEntryForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            add_caucus_entry(number, viewer(), body=form.body.data, files=form.files.data, key=form.key.data)
        if not form.errors:
            return redirect(url_for("discussion.caucus", number=number, _anchor="entries"), 303)
    return render_template("discussion/caucus.html", page=page, form=form), 422


@blueprint.route("/differences/<number>/caucus/position", methods=["GET", "POST"])
@signed_in
def caucus_position(number: str) -> Answer:
    """Note the position that the own city means to take."""
    page = caucus_page(number, viewer(), 1, now())
    ensure(page.may_draft)
    form = _position_form(page.position)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            draft_caucus_position(
                number, viewer(), kind=form.kind.data, reason=form.reason.data or "", seen=form.seen.data
            )
        if not form.errors:
            flash(_("The draft position is saved. Only your city sees it."), "success")
            return redirect(url_for("discussion.caucus", number=number), 303)
        page = caucus_page(number, viewer(), 1, now())
    form.seen.data, form.seen.raw_data = stamp(page.position), None
    answer = render_template("discussion/caucus_position.html", page=page, form=form)
    return answer, 422 if form.errors else 200


def _position_form(position: CaucusPosition | None) -> CaucusPositionForm:
    if position is None:
        return CaucusPositionForm()
    return CaucusPositionForm(data={"kind": position.kind, "reason": position.reason})
