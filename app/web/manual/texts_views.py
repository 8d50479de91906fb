"""The texts between the decisions: written, changed, taken out."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.manual import add_text, remove_text, save_text
from app.i18n import gettext as _
from app.models import Group, ManualText
from app.policies.manual import may_write_manual
from app.policies.verdicts import ensure
from app.queries.manual.building import latest_decisions
from app.queries.manual.structure import section_seen, state_of, text_seen
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint
from app.web.manual.forms import ConfirmForm, TextForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/manual/sections/<int:section_id>/texts/new", methods=["GET", "POST"])
@signed_in
def new_text(section_id: int) -> Answer:
    """Write a text at the end of a section."""
    ensure(may_write_manual(viewer()))
    section = section_seen(section_id)
    form = _form(section.group)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            add_text(section_id, viewer(), **_typed(form), key=form.key.data)
        if not form.errors:
            flash(_("The text is saved. It stands in the next edition."), "success")
            return _back(section.group.code, section.anchor)
    page = render_template("manual/text.html", form=form, section=section, text=None, changed=False)
    return page, 422 if form.errors else 200


@blueprint.route("/manual/texts/<int:text_id>", methods=["GET", "POST"])
@signed_in
def text(text_id: int) -> Answer:
    """Change a text."""
    ensure(may_write_manual(viewer()))
    found = text_seen(text_id)
    form = _form(found.section.group, found)
    changed = form.is_submitted() and form.seen.data != state_of(found)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            save_text(text_id, viewer(), **_typed(form), seen=form.seen.data)
        if not form.errors:
            flash(_("The text is saved. It stands in the next edition."), "success")
            return _back(found.section.group.code, found.section.anchor)
    if changed:
        form.seen.data, form.seen.raw_data = state_of(text_seen(text_id)), None
    page = render_template("manual/text.html", form=form, section=found.section, text=found, changed=changed)
    return page, 422 if form.errors else 200


@blueprint.route("/manual/texts/<int:text_id>/remove", methods=["GET", "POST"])
@signed_in
def text_remove(text_id: int) -> Answer:
    """Take a text out of the coming editions."""
    ensure(may_write_manual(viewer()))
    found = text_seen(text_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        code, anchor = found.section.group.code, found.section.anchor
        with transaction():
            remove_text(text_id, viewer())
        flash(_("The text is out. Editions that were published keep it."), "success")
        return _back(code, anchor)
    page = render_template("manual/text_remove.html", form=form, text=found)
    return page, 422 if form.errors else 200


def _form(group: Group, text: ManualText | None = None) -> TextForm:
    typed = (
        {
            "title": text.title,
            "body": text.body,
            "normative": text.normative,
            "decision_id": text.decision_id,
            "seen": state_of(text),
        }
        if text and request.method == "GET"
        else {}
    )
    form = TextForm(data=typed)
    nothing = SelectChoice("", _("(none)"))
    decisions = latest_decisions(group.id)
    form.decision_id.choices = [nothing, *(SelectChoice(d.id, f"{d.number} {d.title}") for d in decisions)]
    return form


def _typed(form: TextForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "body": form.body.data,
        "normative": form.normative.data,
        "decision_id": form.decision_id.data,
    }


def _back(code: str, anchor: str) -> Response:
    return redirect(url_for("manual.structure", code=code, _anchor=anchor), 303)
