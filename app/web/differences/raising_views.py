"""Raising a difference, and correcting what it says about itself."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.differences import change_difference, raise_difference
from app.clock import now
from app.i18n import gettext as _
from app.models import Group
from app.policies.differences import may_change, may_raise
from app.policies.verdicts import ensure
from app.queries.differences import difference_named
from app.queries.differences.standards import standards_for
from app.queries.groups import group_named
from app.queries.inquiries import inquiry_seen
from app.queries.manual.paragraphs import newest_paragraph
from app.transaction import transaction
from app.web.differences import blueprint
from app.web.differences.forms import ChangeForm, RaiseForm
from app.web.kit.access import signed_in, viewer
from app.wording.inquiries import reason_to_raise, title_to_raise

Answer = str | Response | tuple[str, int]


@blueprint.route("/groups/<code>/raise", methods=["GET", "POST"])
@signed_in
def raise_in_group(code: str) -> Answer:
    """Raise a difference in a group."""
    group = group_named(code, viewer(), now())
    ensure(may_raise(viewer(), group, now()))
    form = RaiseForm(data=_asked_about())
    _offer_standards(form, group)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            made = raise_difference(group.id, viewer(), **_typed(form), key=form.key.data)
        if not form.errors:
            flash(
                _("%(number)s is raised. The chair can open the survey now.", number=made.number), "success"
            )
            return redirect(url_for("differences.show", number=made.number), 303)
    page = render_template("differences/raise.html", form=form, group=group)
    return page, 422 if form.errors else 200


@blueprint.route("/differences/<number>/change", methods=["GET", "POST"])
@signed_in
def change(number: str) -> Answer:
    """Correct title, kind, reasons or links."""
    difference = difference_named(number, viewer())
    ensure(may_change(viewer(), difference, now()))
    chosen = [standard.id for standard in difference.standards]
    form = ChangeForm(obj=difference, data={"seen": difference.stage_serial, "standards": chosen})
    _offer_standards(form, difference.group)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            change_difference(difference.number, viewer(), **_typed(form), seen=form.seen.data)
        if not form.errors:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("differences.show", number=difference.number), 303)
    page = render_template("differences/change.html", form=form, difference=difference)
    return page, 422 if form.errors else 200


def _asked_about() -> dict[str, str]:
    """What the form begins with where the address names a paragraph of the manual, and perhaps an inquiry about it."""
    anchor, inquiry_id = request.args.get("paragraph"), request.args.get("inquiry", type=int)
    if not anchor or request.method == "POST":
        return {}
    paragraph = newest_paragraph(anchor, viewer(), now())
    addresses = [url_for("manual.paragraph", anchor=paragraph.anchor, _external=True)]
    question = ""
    if inquiry_id is not None:
        question = inquiry_seen(inquiry_id, viewer(), now()).body
        addresses.append(url_for("inquiries.show", inquiry_id=inquiry_id, _external=True))
    return {
        "title": title_to_raise(paragraph.title or paragraph.section_title),
        "why": reason_to_raise(paragraph.title or paragraph.section_title, addresses, question),
    }


def _offer_standards(form: RaiseForm, group: Group) -> None:
    """The businesses of the national standard, the group's own first."""
    form.standards.choices = [SelectChoice(str(s.id), s.name) for s in standards_for(group)]


def _typed(form: RaiseForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "kind": form.kind.data,
        "why": form.why.data,
        "standard_ids": form.standards.data,
    }
