"""The console of a meeting while it sits: its page, the part that follows, and what is done on it with one click."""

from datetime import timedelta

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions import meetings as actions
from app.actions.take_home import add_take_home
from app.clock import now
from app.domain.calendar import tokyo_date
from app.i18n import current_locale
from app.models import Difference
from app.policies.verdicts import NotFound, Refused, ensure
from app.queries.meetings import meeting_named
from app.queries.meetings.console import console_page
from app.queries.meetings.stamps import console_stamp
from app.queries.take_home import cities_to_charge, may_add_any
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.conditional import part_unless_known
from app.web.meetings import blueprint
from app.web.meetings.agenda_views import item_of
from app.web.meetings.console_forms import FloorForm, PresenceForm, TakenHomeForm
from app.wording import reason

Answer = str | Response | tuple[str, int]
MEANWHILE = "floor_given_meanwhile"
USUAL_DAYS = 14


@blueprint.get("/meetings/<int:meeting_id>/console")
@signed_in
def console(meeting_id: int) -> Answer:
    """The console, the same for everybody who reads the group."""
    return _page(meeting_id)


@blueprint.get("/meetings/<int:meeting_id>/console/live")
@signed_in
def console_live(meeting_id: int) -> Response:
    """The part of the console that follows the meeting; 304 while nothing changed."""
    at = now()
    stamp = console_stamp(meeting_id, viewer(), at)
    return part_unless_known(
        stamp,
        lambda: render_template(
            "meetings/_console_live.html", page=console_page(meeting_id, viewer(), at), at=at
        ),
    )


@blueprint.post("/meetings/<int:meeting_id>/console/floor")
@signed_in
def give_floor(meeting_id: int) -> Answer:
    """Turn to an item of the agenda, or to none; who comes second sees how the meeting stands now."""
    form = FloorForm()
    ensure(console_page(meeting_id, viewer(), now()).may_give_floor)
    if not form.validate_on_submit():
        return _page(meeting_id, 422)
    try:
        with transaction():
            actions.give_floor(meeting_id, viewer(), item_id=form.item.data, seen=form.seen.data)
    except Refused as refused:
        if refused.verdict.code != MEANWHILE:
            raise
        return _page(meeting_id, 409, reason(MEANWHILE))
    return _back(meeting_id, "console-item")


@blueprint.post("/meetings/<int:meeting_id>/console/attendance")
@signed_in
def mark_attendance(meeting_id: int) -> Answer:
    """Note that a person is there, or is not."""
    form = PresenceForm()
    ensure(console_page(meeting_id, viewer(), now()).may_record)
    if not form.validate_on_submit():
        return _page(meeting_id, 422)
    with transaction():
        actions.mark_attendance(
            meeting_id, viewer(), form.person.data, present=form.present.data == PresenceForm.HERE
        )
    return _back(meeting_id, "console-attendance")


@blueprint.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/take-home", methods=["GET", "POST"])
@signed_in
def take_home(meeting_id: int, item_id: int) -> Answer:
    """Let a city take something home from an item, on the spot."""
    meeting = meeting_named(meeting_id, viewer())
    item = item_of(meeting, item_id)
    if item.difference is None:
        raise NotFound
    ensure(may_add_any(item.difference, viewer(), now()))
    form = _task_form(item.difference)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            add_take_home(
                item.difference.number,
                viewer(),
                city_id=form.city.data,
                task=form.task.data,
                due_on=form.due_on.data,
                meeting_id=meeting_id,
                key=form.key.data,
            )
        if not form.errors:
            return _back(meeting_id, "console-tasks")
    page = render_template("meetings/take_home.html", form=form, meeting=meeting, item=item)
    return page, 422 if form.errors else 200


def _task_form(difference: Difference) -> TakenHomeForm:
    form = TakenHomeForm(data={"due_on": tokyo_date(now()) + timedelta(days=USUAL_DAYS)})
    cities = cities_to_charge(difference, viewer(), now())
    form.city.choices = [SelectChoice(city.id, city.name(current_locale())) for city in cities]
    return form


def _page(meeting_id: int, status: int = 200, told: str = "") -> tuple[str, int]:
    at = now()
    page = console_page(meeting_id, viewer(), at)
    return render_template("meetings/console.html", page=page, meeting=page.meeting, at=at, told=told), status


def _back(meeting_id: int, part: str) -> Response:
    return redirect(url_for("meetings.console", meeting_id=meeting_id, _anchor=part), 303)
