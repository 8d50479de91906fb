"""Remarks of cities on circulated minutes beside the text, their answers, and asking again for confirmation."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions import meetings as actions
from app.clock import now
from app.i18n import gettext as _
from app.models import Minutes, MinutesRemark
from app.policies.minutes_remarks import may_answer_remark, may_remark
from app.policies.verdicts import ensure
from app.queries.meetings import minutes_named
from app.queries.meetings.remarks import passage_of, remark_numbered, remarks_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import Form
from app.web.meetings import blueprint
from app.web.meetings.forms import AnswerRemarkForm, RemarkForm

Answer = str | Response | tuple[str, int]


@blueprint.get("/meetings/<int:meeting_id>/minutes/remarks")
@signed_in
def remarks(meeting_id: int) -> str:
    """The present version passage by passage, with what the cities say about it."""
    page = remarks_page(meeting_id, viewer(), now())
    return render_template("meetings/remarks.html", page=page, meeting=page.meeting)


@blueprint.get("/meetings/<int:meeting_id>/minutes/versions/<int:number>/remarks")
@signed_in
def version_remarks(meeting_id: int, number: int) -> str:
    """The same for one version: remarks stay with the version they were given to."""
    page = remarks_page(meeting_id, viewer(), now(), number)
    return render_template("meetings/remarks.html", page=page, meeting=page.meeting)


@blueprint.route("/meetings/<int:meeting_id>/minutes/remarks/new", methods=["GET", "POST"])
@signed_in
def remark(meeting_id: int) -> Answer:
    """Remark on the passage of ?passage=, with the words of ?quote= or all of it."""
    found = minutes_named(meeting_id, viewer())
    ensure(may_remark(viewer(), found, now()))
    form = RemarkForm(**_asked(found))
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.remark_on_minutes(found.id, viewer(), **form.fields())
        if not form.errors:
            flash(_("The remark is sent to the chair and the secretariat."), "success")
            return redirect(_at(found, form.passage.data), 303)
    page = render_template("meetings/remark.html", form=form, meeting=found.meeting, minutes=found)
    return page, 422 if form.errors else 200


@blueprint.route(
    "/meetings/<int:meeting_id>/minutes/versions/<int:version>/remarks/<int:number>/answer",
    methods=["GET", "POST"],
)
@signed_in
def answer_remark(meeting_id: int, version: int, number: int) -> Answer:
    """Say what became of a remark."""
    found = minutes_named(meeting_id, viewer())
    remarked = remark_numbered(found, version, number)
    ensure(may_answer_remark(viewer(), found, remarked, now()))
    form = AnswerRemarkForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            said = {"outcome": form.outcome.data, "answer": form.answer.data or ""}
            actions.answer_remark(found.id, version, number, viewer(), **said)
        if not form.errors:
            flash(_("The remark is answered. Its author is told."), "success")
            return redirect(url_for("meetings.remarks", meeting_id=meeting_id), 303)
    return _answer_page(found, remarked, form)


@blueprint.post("/meetings/<int:meeting_id>/minutes/urge")
@signed_in
def urge(meeting_id: int) -> Answer:
    """Ask the cities again that have not confirmed."""
    found = minutes_named(meeting_id, viewer())
    form = Form()
    if form.validate_on_submit():
        with transaction():
            actions.urge_confirmation(found.id, viewer())
        flash(_("The cities that have not confirmed are asked again."), "success")
    return redirect(url_for("meetings.remarks", meeting_id=meeting_id, _anchor="cities"), 303)


def _asked(found: Minutes) -> dict[str, object]:
    """What the form begins with: the passage of the address and its words."""
    passage = request.args.get("passage", type=int)
    if passage is None:
        return {"version": found.last_version}
    words = passage_of(found, found.current, passage).words
    return {"version": found.last_version, "passage": passage, "quote": request.args.get("quote") or words}


def _at(found: Minutes, passage: int | None) -> str:
    anchor = "beside" if passage is None else f"passage-{passage}"
    return url_for("meetings.remarks", meeting_id=found.meeting_id, _anchor=anchor)


def _answer_page(found: Minutes, remarked: MinutesRemark, form: AnswerRemarkForm) -> Answer:
    page = render_template("meetings/answer_remark.html", form=form, meeting=found.meeting, remark=remarked)
    return page, 422 if form.errors else 200
