"""Minutes: read, drafted, edited, sent round, confirmed, made final; versions compared."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions import meetings as actions
from app.clock import now
from app.domain.texts import normalise
from app.i18n import gettext as _
from app.models import Minutes
from app.policies.meetings import may_draft_minutes, may_edit_minutes
from app.policies.verdicts import ensure
from app.queries.meetings import meeting_named, minutes_named, version_of
from app.queries.meetings.minutes_page import (
    MinutesPage,
    combined_text,
    minutes_conflict,
    minutes_page,
    versions_compared,
)
from app.queries.meetings.references import bound, citable
from app.queries.meetings.remarks import unanswered_remarks
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import ActForm
from app.web.kit.paging import page_number
from app.web.meetings import blueprint
from app.web.meetings.export_views import asked_layout
from app.web.meetings.forms import MinutesForm, VersionForm

Answer = str | Response | tuple[str, int]
FRAGMENT = "text/html-fragment"


@blueprint.get("/meetings/<int:meeting_id>/minutes")
@signed_in
def minutes(meeting_id: int) -> str:
    """The present version as it reads, with what is still to be done."""
    page = minutes_page(meeting_id, viewer(), now(), layout=asked_layout())
    return render_template("meetings/minutes.html", page=page, meeting=page.meeting)


@blueprint.get("/meetings/<int:meeting_id>/minutes/versions/<int:number>")
@signed_in
def minutes_version(meeting_id: int, number: int) -> str:
    """One version as it reads."""
    page = minutes_page(meeting_id, viewer(), now(), number, asked_layout())
    return render_template("meetings/minutes.html", page=page, meeting=page.meeting)


@blueprint.get("/meetings/<int:meeting_id>/minutes/versions")
@signed_in
def minutes_versions(meeting_id: int) -> str:
    """All versions, and what changed between two of them: ?from= and ?to=."""
    before, after = (request.args.get(name, type=int) for name in ("from", "to"))
    page = versions_compared(meeting_id, before, after, viewer(), now(), page_number())
    return render_template("meetings/versions.html", page=page, meeting=page.minutes.meeting)


@blueprint.route("/meetings/<int:meeting_id>/minutes/draft", methods=["GET", "POST"])
@signed_in
def draft_minutes(meeting_id: int) -> Answer:
    """Make a draft from what happened."""
    meeting = meeting_named(meeting_id, viewer())
    ensure(may_draft_minutes(viewer(), meeting, now()))
    form = ActForm()
    if form.validate_on_submit():
        with transaction():
            actions.draft_minutes(meeting_id, viewer(), key=form.key.data)
        flash(_("The draft is made from what happened. Please read and complete it."), "success")
        return redirect(url_for("meetings.edit_minutes", meeting_id=meeting_id), 303)
    return render_template("meetings/draft_minutes.html", form=form, meeting=meeting)


@blueprint.route("/meetings/<int:meeting_id>/minutes/edit", methods=["GET", "POST"])
@signed_in
def edit_minutes(meeting_id: int) -> Answer:
    """Write a new version over the present one, beginning with its text or with that of ?again=, an earlier one."""
    found = minutes_named(meeting_id, viewer())
    ensure(may_edit_minutes(viewer(), found, now()))
    again = request.args.get("again", type=int)
    text = found.current.body if again is None else version_of(found, again).body
    form = MinutesForm(data={"body": text, "base": found.last_version})
    if "combine" in request.form:
        _combine(found, form)
    elif form.validate_on_submit():
        return _save(found, form)
    return _editor(found, form, again)


@blueprint.post("/meetings/<int:meeting_id>/minutes/preview")
@signed_in
def preview_minutes(meeting_id: int) -> str:
    """What a text will look like, references in words: a fragment for scripts, a page for a form sent by itself."""
    meeting = meeting_named(meeting_id, viewer())
    typed = normalise(request.form.get(request.form.get("preview", "text"), ""))
    text = bound(typed, meeting.group).markdown(typed)
    fragment = FRAGMENT in request.headers.get("Accept", "")
    return render_template(
        "meetings/_preview.html" if fragment else "meetings/preview.html", text=text, meeting=meeting
    )


@blueprint.post("/meetings/<int:meeting_id>/minutes/renew")
@signed_in
def renew_minutes(meeting_id: int) -> Answer:
    """Take the facts of the meeting as they are now into a new version of the same text."""
    found = minutes_named(meeting_id, viewer())
    ensure(may_edit_minutes(viewer(), found, now()))
    form = VersionForm()
    if not form.validate_on_submit():
        return _read_again(meeting_id)
    with transaction():
        body = found.current.body
        actions.edit_minutes(found.id, viewer(), body=body, base=form.version.data)
    flash(_("The record of the meeting is taken over into a new version."), "success")
    return redirect(url_for("meetings.minutes", meeting_id=meeting_id), 303)


@blueprint.route("/meetings/<int:meeting_id>/minutes/circulate", methods=["GET", "POST"])
@signed_in
def circulate_minutes(meeting_id: int) -> Answer:
    """Send the present version to the cities."""
    return _step(
        meeting_id, "circulate", _("The minutes are sent round. The cities are asked to confirm them.")
    )


@blueprint.route("/meetings/<int:meeting_id>/minutes/confirm", methods=["GET", "POST"])
@signed_in
def confirm_minutes(meeting_id: int) -> Answer:
    """Confirm the version that was read, for the viewer's city."""
    return _step(meeting_id, "confirm", _("Your city has confirmed the minutes."))


@blueprint.route("/meetings/<int:meeting_id>/minutes/finalise", methods=["GET", "POST"])
@signed_in
def finalise_minutes(meeting_id: int) -> Answer:
    """Make the confirmed version final."""
    return _step(meeting_id, "finalise", _("The minutes are final."))


def _step(meeting_id: int, step: str, done: str) -> Answer:
    """Ask, act and go back to the minutes; or the page that says what follows, with the version that is meant."""
    page = minutes_page(meeting_id, viewer(), now())
    ensure(getattr(page, f"may_{step}"))
    form = VersionForm(version=page.minutes.last_version)
    if form.validate_on_submit():
        act: Any = getattr(actions, f"{step}_minutes")
        with transaction():
            act(page.minutes.id, viewer(), version=form.version.data)
        flash(done, "success")
        return redirect(url_for("meetings.minutes", meeting_id=meeting_id), 303)
    return _step_page(page, form, step)


def _step_page(page: MinutesPage, form: VersionForm, step: str) -> Answer:
    answer = render_template("meetings/step.html", page=page, meeting=page.meeting, form=form, step=step)
    return answer, 422 if form.errors else 200


def _read_again(meeting_id: int) -> Answer:
    page = minutes_page(meeting_id, viewer(), now())
    return render_template("meetings/minutes.html", page=page, meeting=page.meeting), 422


def _editor(found: Minutes, form: MinutesForm, again: int | None = None) -> Answer:
    cited = citable(found.meeting)
    page = render_template(
        "meetings/edit_minutes.html",
        form=form,
        meeting=found.meeting,
        citable=cited,
        remarks=unanswered_remarks(found),
        again=again,
    )
    return page, 422 if form.errors else 200


def _save(found: Minutes, form: MinutesForm) -> Answer:
    before, meeting_id = found.last_version, found.meeting_id
    try:
        with form.refusals(), transaction():
            version = actions.edit_minutes(
                found.id, viewer(), body=form.body.data, base=form.base.data, key=form.key.data
            )
    except actions.MinutesConflict as conflict:
        return _conflict(found, form, conflict)
    if form.errors:
        return _editor(found, form)
    if version.number > before:
        flash(_("Version %(number)s is saved.", number=version.number), "success")
    else:
        flash(_("Nothing was changed, so no new version was made."), "info")
    return redirect(url_for("meetings.minutes", meeting_id=meeting_id), 303)


def _conflict(found: Minutes, form: MinutesForm, conflict: actions.MinutesConflict) -> Answer:
    """Both texts and the base (T10); the form goes on from what stands now, with everything that was typed."""
    page = minutes_conflict(found, conflict.base, conflict.theirs, normalise(form.body.data))
    _set(form.since, conflict.base)
    _set(form.base, conflict.theirs)
    return render_template("meetings/conflict.html", form=form, page=page, meeting=found.meeting), 409


def _combine(found: Minutes, form: MinutesForm) -> None:
    """Put both sides' changes into the form, where they do not touch; nothing is saved before it was read."""
    if not form.validate():
        return
    both = combined_text(found, form.since.data or 0, form.base.data, normalise(form.body.data))
    if both is None:
        flash(_("Both of you changed the same place. Please combine the texts by hand."), "warning")
        return
    _set(form.body, both)
    flash(_("The form holds both your changes and theirs. Please read it before you save."), "info")


def _set(field: Any, value: object) -> None:
    """Show a value of ours in a field instead of what was sent."""
    field.data = value
    field.raw_data = None
