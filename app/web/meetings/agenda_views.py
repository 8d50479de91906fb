"""The agenda of a meeting: what is on it, what is proposed for it, items added, changed, moved and removed."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import meetings as actions
from app.clock import now
from app.i18n import gettext as _
from app.models import AgendaItem, Meeting
from app.policies.meetings import may_prepare, may_remove_item
from app.policies.verdicts import NotFound, ensure
from app.queries.meetings import meeting_named
from app.queries.meetings.agenda import proposed_agenda
from app.queries.meetings.page import agenda_rows
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import Form
from app.web.meetings import blueprint
from app.web.meetings.forms import ChangeItemForm, ItemForm, MoveForm, ProposedForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/meetings/<int:meeting_id>/agenda", methods=["GET", "POST"])
@signed_in
def agenda(meeting_id: int) -> Answer:
    """The agenda with the form for a new item."""
    meeting = _led(meeting_id)
    form = ItemForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            actions.add_agenda_item(
                meeting_id,
                viewer(),
                difference_number=form.difference_number.data,
                title=form.title.data,
                purpose=form.purpose.data,
                explanation=form.explanation.data or "",
                key=form.key.data,
            )
        if not form.errors:
            return _back(meeting_id, _("The item is on the agenda."))
    return _page(meeting, form, None)


@blueprint.post("/meetings/<int:meeting_id>/agenda/proposed")
@signed_in
def take_over(meeting_id: int) -> Answer:
    """Take differences over from the proposed agenda."""
    meeting = _led(meeting_id)
    form = _proposed_form(meeting)
    if form.validate_on_submit():
        with transaction():
            actions.add_proposed_items(meeting_id, viewer(), form.numbers.data)
        return _back(meeting_id, _("The items are on the agenda."))
    return _page(meeting, None, form)


@blueprint.route("/meetings/<int:meeting_id>/agenda/<int:item_id>", methods=["GET", "POST"])
@signed_in
def item(meeting_id: int, item_id: int) -> Answer:
    """Change an item."""
    meeting = _led(meeting_id)
    found = item_of(meeting, item_id)
    form = ChangeItemForm(obj=found, seen=meeting.serial)
    if form.validate_on_submit():
        with form.meanwhile(meeting), form.refusals(), transaction():
            actions.change_agenda_item(
                item_id,
                viewer(),
                title=form.title.data,
                purpose=form.purpose.data,
                explanation=form.explanation.data or "",
                seen=form.seen.data,
            )
        if not form.errors:
            return _back(meeting_id, _("The item is saved."))
    page = render_template("meetings/item.html", form=form, meeting=meeting, item=found)
    return page, 409 if form.clashed else 422 if form.errors else 200


@blueprint.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/move")
@signed_in
def move_item(meeting_id: int, item_id: int) -> Answer:
    """Put an item at another place."""
    meeting = _led(meeting_id)
    item_of(meeting, item_id)
    form = MoveForm()
    if form.validate_on_submit():
        with transaction():
            actions.move_agenda_item(item_id, viewer(), to=form.to.data)
        return _back(meeting_id, "")
    return _page(meeting, None, None, 422)


@blueprint.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/remove", methods=["GET", "POST"])
@signed_in
def remove_item(meeting_id: int, item_id: int) -> Answer:
    """Take an item off the agenda."""
    meeting = _led(meeting_id)
    found = item_of(meeting, item_id)
    ensure(may_remove_item(viewer(), found, now()))
    form = Form()
    if form.validate_on_submit():
        with transaction():
            actions.remove_agenda_item(item_id, viewer())
        return _back(meeting_id, _("The item is off the agenda."))
    return render_template("meetings/remove_item.html", form=form, meeting=meeting, item=found)


def item_of(meeting: Meeting, item_id: int) -> AgendaItem:
    """An item of this meeting's agenda; NotFound where it has none of this number."""
    found = next((each for each in meeting.agenda if each.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def _led(meeting_id: int) -> Meeting:
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_prepare(viewer(), meeting, now()))
    return meeting


def _proposed_form(meeting: Meeting) -> ProposedForm:
    form = ProposedForm()
    proposed = proposed_agenda(meeting, now())
    form.numbers.choices = [
        SelectChoice(each.difference.number, f"{each.difference.number} {each.difference.title}")
        for each in proposed
    ]
    return form


def _page(
    meeting: Meeting, form: ItemForm | None, proposed: ProposedForm | None, status: int = 200
) -> Answer:
    at = now()
    errors = bool((form and form.errors) or (proposed and proposed.errors))
    page = render_template(
        "meetings/agenda.html",
        meeting=meeting,
        rows=agenda_rows(meeting, at),
        proposals=proposed_agenda(meeting, at),
        form=form or ItemForm(formdata=None),
        proposed_form=proposed or _proposed_form(meeting),
    )
    return page, 422 if errors else status


def _back(meeting_id: int, done: str) -> Response:
    if done:
        flash(done, "success")
    return redirect(url_for("meetings.agenda", meeting_id=meeting_id), 303)
