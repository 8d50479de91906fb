"""The record of a meeting: attendance, conclusions, papers, and that it was held."""

from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.actions import meetings as actions
from app.clock import now
from app.i18n import gettext as _
from app.i18n import pgettext
from app.models import Meeting
from app.policies.meetings import may_change_meeting, may_hold, may_record
from app.policies.verdicts import ensure
from app.queries.meetings import meeting_named
from app.queries.meetings.facts import attendance_of, papers_of
from app.queries.meetings.people import Invitee, invitees
from app.transaction import transaction
from app.web.kit.access import came_from, signed_in, viewer
from app.web.kit.forms import Form
from app.web.meetings import blueprint
from app.web.meetings.agenda_views import item_of
from app.web.meetings.forms import ConclusionForm, PapersForm

Answer = str | Response | tuple[str, int]
PRESENT, ABSENT, LEFT_OUT = "present", "absent", "out"


@blueprint.route("/meetings/<int:meeting_id>/attendance", methods=["GET", "POST"])
@signed_in
def attendance(meeting_id: int) -> Answer:
    """Who was there, who was not."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_record(viewer(), meeting, now()))
    people = invitees(meeting)
    form = _attendance_form(meeting, people)
    if form.validate_on_submit():
        answers = {each.user.id: form[_name(each)].data for each in people}
        listed = {person: answer == PRESENT for person, answer in answers.items() if answer != LEFT_OUT}
        with form.refusals(), transaction():
            actions.record_attendance(meeting_id, viewer(), listed)
        if not form.errors:
            flash(_("The attendance list is saved."), "success")
            return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="attendance"), 303)
    cities = [(name, list(found)) for name, found in groupby(people, key=lambda each: each.affiliation)]
    page = render_template("meetings/attendance.html", form=form, meeting=meeting, cities=cities)
    return page, 422 if form.errors else 200


@blueprint.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/conclusion", methods=["GET", "POST"])
@signed_in
def conclude(meeting_id: int, item_id: int) -> Answer:
    """How an item ended."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_record(viewer(), meeting, now()))
    item = item_of(meeting, item_id)
    form = ConclusionForm(
        data={"conclusion": item.conclusion or "", "text": item.conclusion_text, "seen": meeting.serial}
    )
    if form.validate_on_submit():
        with form.meanwhile(meeting), form.refusals(), transaction():
            actions.conclude_item(
                item_id,
                viewer(),
                conclusion=form.conclusion.data,
                text=form.text.data or "",
                seen=form.seen.data,
            )
        if not form.errors:
            flash(_("The conclusion is saved."), "success")
            back = url_for("meetings.show", meeting_id=meeting_id, _anchor="agenda")
            return redirect(came_from(back), 303)
    page = render_template("meetings/conclude.html", form=form, meeting=meeting, item=item)
    return page, 409 if form.clashed else 422 if form.errors else 200


@blueprint.route("/meetings/<int:meeting_id>/papers", methods=["GET", "POST"])
@signed_in
def papers(meeting_id: int) -> Answer:
    """Add papers."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_change_meeting(viewer(), meeting, now()))
    form = PapersForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            added = actions.add_papers(meeting_id, viewer(), form.files.data, key=form.key.data)
        if not form.errors:
            flash(_("The papers are added.") if added else _("These files were there already."), "success")
            return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="papers"), 303)
    page = render_template("meetings/papers.html", form=form, meeting=meeting, papers=papers_of(meeting))
    return page, 422 if form.errors else 200


@blueprint.route("/meetings/<int:meeting_id>/held", methods=["GET", "POST"])
@signed_in
def hold(meeting_id: int) -> Answer:
    """Record that the meeting was held."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_hold(viewer(), meeting, now()))
    form = Form()
    if form.validate_on_submit():
        with transaction():
            actions.hold_meeting(meeting_id, viewer())
        flash(_("The meeting is recorded as held. Its minutes can be drafted now."), "success")
        return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor="minutes"), 303)
    return render_template("meetings/hold.html", form=form, meeting=meeting)


def _attendance_form(meeting: Meeting, people: list[Invitee]) -> Any:
    """A form with three answers for each person; those whose absence is told begin as present."""
    known = {row.user_id: PRESENT if row.present else ABSENT for row in attendance_of(meeting)}
    choices = [
        SelectChoice(PRESENT, pgettext("attendance", "Present")),
        SelectChoice(ABSENT, pgettext("attendance", "Absent")),
        SelectChoice(LEFT_OUT, pgettext("attendance", "Not on the list")),
    ]
    fields = {
        _name(each): RadioField(
            each.user.printed,
            choices=choices,
            default=known.get(each.user.id, PRESENT if each.expected and not known else LEFT_OUT),
        )
        for each in people
    }
    return type("AttendanceForm", (Form,), fields)()


def _name(invitee: Invitee) -> str:
    return f"person_{invitee.user.id}"
