"""Writing proposals: a new one, a new version, and the page of two editors who saved from the same version."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.actions.proposals import EditConflict, draft_proposal, revise_proposal
from app.clock import now
from app.i18n import gettext as _
from app.models import Proposal, ProposalVersion
from app.policies.proposals import may_draft, may_revise
from app.policies.verdicts import ensure
from app.queries.differences import difference_named
from app.queries.proposals import proposal_named, version_numbered
from app.queries.proposals.conflicts import as_version, combined, edit_conflict
from app.queries.proposals.files import bound_files, files_of
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.proposals import blueprint
from app.web.proposals.forms import ProposalForm, VersionForm, typed

Answer = str | Response | tuple[str, int]


@blueprint.route("/differences/<number>/proposals/new", methods=["GET", "POST"])
@signed_in
def new(number: str) -> Answer:
    """Draft a proposal."""
    difference = difference_named(number, viewer())
    ensure(may_draft(viewer(), difference, now()))
    form = ProposalForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            made = draft_proposal(number, viewer(), form.fields(), files=form.files.data, key=form.key.data)
        if not form.errors:
            flash(_("The proposal is saved as a draft. It can be put on the table now."), "success")
            return redirect(_address(made), 303)
    page = render_template("proposals/new.html", form=form, difference=difference)
    return page, 422 if form.errors else 200


@blueprint.route("/differences/<number>/proposals/<int:proposal>/edit", methods=["GET", "POST"])
@signed_in
def edit(number: str, proposal: int) -> Answer:
    """Write a new version over the present one, or over ?from=, an older one to bring back."""
    found = proposal_named(number, proposal, viewer())
    ensure(may_revise(viewer(), found, now()))
    form = _version_form(found)
    if "combine" in request.form:
        _combine(found, form)
    elif form.validate_on_submit():
        return _save(found, form)
    return _edit_page(found, form)


def _edit_page(proposal: Proposal, form: VersionForm) -> Answer:
    status = 422 if form.errors else 200
    return render_template("proposals/edit.html", form=form, proposal=proposal), status


def _save(proposal: Proposal, form: VersionForm) -> Answer:
    address = _address(proposal)
    try:
        with form.refusals(), transaction():
            version = revise_proposal(
                proposal.id,
                viewer(),
                form.fields(),
                base=form.base.data,
                note=form.note.data,
                files=form.files.data,
                without=form.without.data or (),
                key=form.key.data,
            )
    except EditConflict as conflict:
        return _conflict_page(proposal, form, conflict)
    if form.errors:
        return _edit_page(proposal, form)
    if version.author_id == viewer().id and version.number > form.base.data:
        flash(_("Version %(number)s is saved.", number=version.number), "success")
    else:
        flash(_("Nothing was changed, so no new version was made."), "info")
    return redirect(address, 303)


def _conflict_page(proposal: Proposal, form: VersionForm, conflict: EditConflict) -> Answer:
    """Both texts and the base (T10); the form goes on from what stands now, with everything that was typed."""
    fields = form.fields()
    base = version_numbered(proposal, conflict.base)
    text = fields.text(_kept(base, form))
    page = edit_conflict(proposal, conflict.base, conflict.theirs, text, fields.yearly_saving_yen)
    _set(form.since, conflict.base)
    _set(form.base, conflict.theirs)
    return render_template("proposals/conflict.html", form=form, page=page), 409


def _combine(proposal: Proposal, form: VersionForm) -> None:
    """Put both sides' changes into the form, where they do not touch; nothing is saved before it was read."""
    if not form.validate():
        return
    fields = form.fields()
    base, theirs = (version_numbered(proposal, field.data or 0) for field in (form.since, form.base))
    mine = as_version(fields.text(_kept(base, form)), fields.yearly_saving_yen)
    both = combined(base, mine, theirs)
    if both is None:
        flash(_("Both of you changed the same place. Please combine the texts by hand."), "warning")
        return
    for name, value in typed(both).items():
        _set(form[name], value)
    flash(_("The form holds both your changes and theirs. Please read it before you save."), "info")


def _version_form(proposal: Proposal) -> VersionForm:
    """The form with the text to begin from; an older version's text is brought back over the present one."""
    wanted = request.args.get("from", "")
    older = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 8 else None
    begin = proposal.current if older is None else version_numbered(proposal, older)
    note = "" if older is None else _("Brings back version %(number)s", number=older)
    form = VersionForm(data={**typed(begin), "base": proposal.last_version, "note": note})
    present = bound_files(proposal.current, files_of(proposal.difference))
    form.without.choices = [SelectChoice(file.sha256, file.filename) for file in present]
    return form


def _kept(version: ProposalVersion, form: VersionForm) -> tuple[str, ...]:
    """The files of a version but for those marked to be left out; new ones are chosen again on the next page."""
    return tuple({*version.attachment_hashes} - {*(form.without.data or ())})


def _set(field: Any, value: object) -> None:
    """Show a value of ours in a field instead of what was sent."""
    field.data = value
    field.raw_data = None


def _address(proposal: Proposal) -> str:
    return url_for("proposals.show", number=proposal.difference.number, proposal=proposal.number)
