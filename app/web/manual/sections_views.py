"""Acts on one section of a chapter: another title, another place, taken away; the order of what stands in it."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.manual import move_entry, move_section, remove_section, rename_section
from app.i18n import gettext as _
from app.models import ManualSection
from app.policies.manual import may_write_manual
from app.policies.verdicts import ensure
from app.queries.manual.structure import section_seen
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint
from app.web.manual.forms import MoveForm, SectionForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/manual/sections/<int:section_id>", methods=["GET", "POST"])
@signed_in
def section(section_id: int) -> Answer:
    """Give a section another title."""
    ensure(may_write_manual(viewer()))
    found = section_seen(section_id)
    form = SectionForm() if request.method == "POST" else _titled(found)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            rename_section(section_id, viewer(), title=form.title.data)
        if not form.errors:
            flash(
                _("The section has its new title. Editions that were published keep the old one."), "success"
            )
            return _back(section_seen(section_id))
    page = render_template("manual/section.html", form=form, section=found)
    return page, 422 if form.errors else 200


@blueprint.post("/manual/sections/<int:section_id>/move")
@signed_in
def section_move(section_id: int) -> Answer:
    """Let it change places with its neighbour."""
    ensure(may_write_manual(viewer()))
    form = MoveForm()
    found = section_seen(section_id)
    if not form.validate_on_submit():
        return render_template("manual/section.html", form=_titled(found), section=found), 422
    with transaction():
        if form.entry.data:
            move_entry(section_id, viewer(), entry=form.entry.data, up=form.way.data == "up")
        else:
            move_section(section_id, viewer(), up=form.way.data == "up")
    return _back(section_seen(section_id))


@blueprint.post("/manual/sections/<int:section_id>/remove")
@signed_in
def section_remove(section_id: int) -> Answer:
    """Take an empty section away."""
    ensure(may_write_manual(viewer()))
    code = section_seen(section_id).group.code
    with transaction():
        remove_section(section_id, viewer())
    flash(_("The section is gone."), "success")
    return redirect(url_for("manual.structure", code=code), 303)


def _titled(section: ManualSection) -> SectionForm:
    return SectionForm(formdata=None, data={"title": section.title})


def _back(section: ManualSection) -> Response:
    return redirect(url_for("manual.structure", code=section.group.code, _anchor=section.anchor), 303)
