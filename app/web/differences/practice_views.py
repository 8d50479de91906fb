"""A city's current practice: stating it, two colleagues who state it at once, and its revisions."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.differences import PracticeConflict, state_practice
from app.clock import now
from app.domain.diffs import Segment, diff_text
from app.domain.texts import normalise
from app.i18n import gettext as _
from app.models import City, Difference, Practice, PracticeRevision
from app.policies.differences import may_state_practice
from app.policies.redaction import may_redact_file, may_redact_practice
from app.policies.standing import is_secretariat
from app.policies.verdicts import NotFound, ensure
from app.queries.differences import difference_named
from app.queries.differences.practices import Step, history_of, practice_of
from app.transaction import transaction
from app.web.differences import blueprint
from app.web.differences.forms import InstructedPracticeForm, PracticeForm
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number

Answer = str | Response | tuple[str, int]


@blueprint.route("/differences/<number>/practices/<code>", methods=["GET", "POST"])
@signed_in
def practice(number: str, code: str) -> Answer:
    """State what a city does today, or correct it."""
    difference = difference_named(number, viewer())
    city = _city_of(difference, code)
    ensure(may_state_practice(viewer(), difference, city, now()))
    known = practice_of(difference, city)
    form = _form(known)
    if form.validate_on_submit():
        return _save(difference, city, form)
    return _page(difference, city, form)


@blueprint.get("/differences/<number>/practices/<code>/revisions")
@signed_in
def revisions(number: str, code: str) -> str:
    """Every revision of a city's practice, each with what it changed."""
    difference = difference_named(number, viewer())
    city = _city_of(difference, code)
    known = practice_of(difference, city)
    if known is None:
        raise NotFound
    history, page = history_of(known, page_number())
    may = may_state_practice(viewer(), difference, city, now())
    return render_template(
        "differences/revisions.html",
        difference=difference,
        city=city,
        history=history,
        diffs=_diffs(history),
        page=page,
        may_state=may,
        redactable={s.revision.id for s in history if may_redact_practice(viewer(), s.revision)},
        redactable_files={f.id for s in history for f in s.files if may_redact_file(viewer(), f)},
    )


def _diffs(history: list[Step]) -> dict[int, list[Segment]]:
    """What each revision changed; nothing where either text was redacted (A5)."""
    return {
        step.revision.id: diff_text(step.before.body, step.revision.body)
        for step in history
        if step.before and not (step.before.redaction or step.revision.redaction)
    }


def _save(difference: Difference, city: City, form: PracticeForm) -> Answer:
    number, code, before = difference.number, city.code, form.base.data or 0
    try:
        with form.refusals(), transaction():
            stated = state_practice(
                number,
                city.id,
                viewer(),
                body=form.body.data,
                source=form.source.data or "",
                legal_basis=form.legal_basis.data or "",
                yearly_volume=form.yearly_volume.data,
                **form.entered_for_city(),
                files=form.files.data,
                base=form.base.data,
                key=form.key.data,
            )
    except PracticeConflict as conflict:
        return _conflict(difference, city, form, conflict.theirs.number)
    if form.errors:
        return _page(difference, city, form)
    if stated.last_revision > before:
        flash(_("The current practice is recorded."), "success")
    else:
        flash(_("Nothing was changed, so no new revision was made."), "info")
    return redirect(url_for("differences.show", number=number, _anchor=f"practice-{code}"), 303)


def _conflict(difference: Difference, city: City, form: PracticeForm, theirs: int) -> Answer:
    """A colleague was first: both texts stand side by side, and what was typed goes on from theirs."""
    known = practice_of(difference, city)
    form.base.data, form.base.raw_data = theirs, None
    page = _page(difference, city, form, conflict=known.current if known else None)
    return page[0], 409


def _page(
    difference: Difference, city: City, form: PracticeForm, conflict: PracticeRevision | None = None
) -> tuple[str, int]:
    page = render_template(
        "differences/practice.html",
        form=form,
        difference=difference,
        city=city,
        conflict=conflict,
        typed_diff=diff_text(conflict.body, normalise(form.body.data or "")) if conflict else [],
        on_instruction=isinstance(form, InstructedPracticeForm),
    )
    return page, 422 if form.errors else 200


def _form(known: Practice | None) -> PracticeForm:
    kind = InstructedPracticeForm if is_secretariat(viewer()) else PracticeForm
    if known is None:
        return kind(data={"base": 0})
    stated = known.current
    if stated.redaction:
        return kind(data={"base": stated.number})
    names = ("body", "source", "legal_basis", "yearly_volume", "is_example")
    return kind(data={**{name: getattr(stated, name) for name in names}, "base": stated.number})


def _city_of(difference: Difference, code: str) -> City:
    """A city that takes part in the difference's group, or once did."""
    found = next((place.city for place in difference.group.cities if place.city.code == code), None)
    if found is None:
        raise NotFound
    return found
