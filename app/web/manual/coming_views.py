"""The coming edition: what it brings, what waits and why, what is wrong; and cutting it."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.manual import cut_edition
from app.clock import now
from app.i18n import gettext as _
from app.policies.manual import fit_to_publish, may_write_manual
from app.policies.verdicts import ensure, first_refusal
from app.queries.manual.comparing import coming_page
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.manual import blueprint
from app.web.manual.forms import CutForm

Answer = str | Response | tuple[str, int]


@blueprint.get("/manual/coming")
@signed_in
def coming() -> Answer:
    """What an edition cut now would say, against the last one."""
    return _page(CutForm())


@blueprint.post("/manual/coming")
@signed_in
def cut() -> Answer:
    """Publish it."""
    ensure(may_write_manual(viewer()))
    form = CutForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            edition = cut_edition(
                viewer(),
                note=form.note.data,
                published_on=form.published_on.data,
                seen=form.seen.data,
                key=form.key.data,
            )
        if not form.errors:
            flash(_("Edition %(number)s is published.", number=edition.number), "success")
            return redirect(url_for("manual.edition", number=edition.number), 303)
    return _page(form), 422


def _page(form: CutForm) -> str:
    page = coming_page(viewer(), now(), page_number())
    form.seen.data = page.build.content_hash
    fit = fit_to_publish(
        [fault.name for fault in page.build.faults],
        empty=not page.build.paragraphs,
        anything_new=page.anything_new,
    )
    may_cut = first_refusal(may_write_manual(viewer()), fit)
    may_write = may_write_manual(viewer())
    return render_template("manual/coming.html", page=page, form=form, may_cut=may_cut, may_write=may_write)
