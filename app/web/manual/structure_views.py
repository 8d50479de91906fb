"""The order of the chapters: which there are, and one with its sections, texts and decisions."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.manual import add_section, place_difference
from app.clock import now
from app.i18n import gettext as _
from app.policies.manual import may_write_manual
from app.policies.verdicts import ensure
from app.queries.groups import group_named
from app.queries.manual.structure import StructurePage, structure_index, structure_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint
from app.web.manual.forms import MoveForm, PlaceForm, SectionForm, section_choices

Answer = str | Response | tuple[str, int]


@blueprint.get("/manual/structure")
@signed_in
def structures() -> str:
    """Every group with what stands in its chapter."""
    ensure(may_write_manual(viewer()))
    return render_template("manual/structures.html", lines=structure_index())


@blueprint.get("/manual/structure/<code>")
@signed_in
def structure(code: str) -> Answer:
    """A chapter to be ordered."""
    ensure(may_write_manual(viewer()))
    return _page(structure_page(code, viewer(), now()), SectionForm())


@blueprint.post("/manual/structure/<code>/sections")
@signed_in
def new_section(code: str) -> Answer:
    """Make a section at the end of the chapter's own."""
    ensure(may_write_manual(viewer()))
    form = SectionForm()
    group = group_named(code, viewer(), now())
    if form.validate_on_submit():
        with form.refusals(), transaction():
            add_section(group.id, viewer(), title=form.title.data, key=form.key.data)
        if not form.errors:
            flash(
                _("The section is made. It stands in the next edition once something stands in it."),
                "success",
            )
            return redirect(url_for("manual.structure", code=code), 303)
    return _page(structure_page(code, viewer(), now()), form), 422


@blueprint.post("/manual/structure/<code>/place")
@signed_in
def place(code: str) -> Answer:
    """Let the decisions on a difference stand in a section."""
    ensure(may_write_manual(viewer()))
    page = structure_page(code, viewer(), now())
    form = PlaceForm()
    form.section_id.choices = section_choices(page)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            place_difference(form.number.data, viewer(), section_id=form.section_id.data)
        if not form.errors:
            return redirect(url_for("manual.structure", code=code, _anchor=form.number.data.lower()), 303)
    return _page(page, SectionForm(formdata=None), form), 422


def _page(page: StructurePage, form: SectionForm, refused: PlaceForm | None = None) -> str:
    moving = MoveForm(formdata=None)
    choices = section_choices(page)
    return render_template(
        "manual/structure.html", page=page, form=form, refused=refused, moving=moving, choices=choices
    )
