"""Importing differences from a spreadsheet: the list and the form, what was read, and confirming it."""

from dataclasses import dataclass
from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired

from app.actions.importing import confirm_import, prepare_import
from app.domain.importing import Column, Fault, Row
from app.exports.spreadsheet import Sheet, to_xlsx
from app.i18n import current_locale
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.models import Import
from app.policies.importing import may_confirm_import, may_import
from app.policies.verdicts import ensure
from app.queries.council import cities
from app.queries.importing import headers, import_of, imports_page
from app.queries.paging import page_of_list
from app.transaction import transaction
from app.web.differences import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.files import OneFileField
from app.web.kit.forms import ActForm, Form
from app.web.kit.paging import page_number
from app.wording import label, reason

Answer = str | Response | tuple[str, int]


class ImportForm(ActForm):
    """A spreadsheet, and on whose word the cities' practices in it are entered."""

    file = OneFileField(_l("Spreadsheet"))
    instruction = StringField(
        _l("On whose word"),
        [DataRequired()],
        description=_l("Example: answers of the three cities of 20 November, by mail"),
    )


@dataclass(frozen=True)
class FaultLine:
    """What is wrong in which cell, with the sentence for it."""

    fault: Fault
    words: str


@blueprint.get("/imports")
@signed_in
def imports() -> Answer:
    """The imports so far, and the form of a new one."""
    return _list(ImportForm())


@blueprint.post("/imports")
@signed_in
def read_import() -> Answer:
    """Read a spreadsheet; nothing is entered before what was read is confirmed (A7)."""
    ensure(may_import(viewer()))
    form = ImportForm()
    if form.validate_on_submit() and form.file.data:
        with form.refusals(), transaction():
            found = prepare_import(
                viewer(), form.file.data, instruction=form.instruction.data or "", key=form.key.data or ""
            )
        if not form.errors:
            return redirect(url_for("differences.show_import", import_id=found.id), 303)
    return _list(form), 422


@blueprint.get("/imports/template.xlsx")
@signed_in
def import_template() -> Response:
    """An empty spreadsheet with the columns of an import."""
    ensure(may_import(viewer()))
    names = [city.name(current_locale()) for city in cities()]
    sheet = Sheet(_("Differences"), [*headers(current_locale()).values(), *names], [])
    name = f"{_('Differences')}.xlsx"
    return send_file(BytesIO(to_xlsx([sheet])), download_name=name, as_attachment=True, max_age=0)


@blueprint.get("/imports/<int:import_id>")
@signed_in
def show_import(import_id: int) -> Answer:
    """What was read from a spreadsheet, and what became of it."""
    return _show(import_of(import_id, viewer()), Form())


@blueprint.post("/imports/<int:import_id>")
@signed_in
def enter_import(import_id: int) -> Answer:
    """Enter what was read, once (A7)."""
    form = Form()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            found = confirm_import(import_id, viewer())
        if not form.errors:
            flash(_("Imported: %(count)s differences.", count=len(found.made)), "success")
            return redirect(url_for("differences.show_import", import_id=import_id), 303)
    return _show(import_of(import_id, viewer()), form), 422


def _list(form: ImportForm) -> str:
    return render_template(
        "differences/imports.html",
        form=form,
        page=imports_page(viewer(), page_number()),
        columns=list(Column),
    )


def _show(found: Import, form: Form) -> str:
    rows = [Row.from_json(kept) for kept in found.rows]
    return render_template(
        "differences/import.html",
        found=found,
        form=form,
        page=page_of_list(rows, page_number()),
        faults=[_in_words(Fault(**kept)) for kept in found.faults],
        cities={city.code: city for city in cities()},
        may_confirm=may_confirm_import(viewer(), found),
    )


def _in_words(fault: Fault) -> FaultLine:
    missing = fault.code == "import_column_missing"
    value = label(Column(fault.value)) if missing else fault.value
    return FaultLine(fault, reason(fault.code, {"value": value}))
