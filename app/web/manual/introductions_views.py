"""What the secretariat writes before the chapters of a domain."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.manual import save_introduction
from app.i18n import gettext as _
from app.policies.manual import may_write_manual
from app.policies.verdicts import ensure
from app.queries.manual.domains import DomainPage, domain_page, introduction_state
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.manual import blueprint
from app.web.manual.domain_forms import IntroductionForm

Answer = str | Response | tuple[str, int]


@blueprint.route("/manual/domains/<code>/introduction", methods=["GET", "POST"])
@signed_in
def introduction(code: str) -> Answer:
    """Write the introduction of a domain, change it, or leave it empty."""
    ensure(may_write_manual(viewer()))
    page = domain_page(code)
    form = IntroductionForm() if request.method == "POST" else _written(page)
    changed = form.is_submitted() and form.seen.data != introduction_state(page.introduction)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            save_introduction(code, viewer(), body=form.body.data or "", seen=form.seen.data)
        if not form.errors:
            flash(_("The introduction is saved. It stands in the next edition."), "success")
            return redirect(url_for("manual.domain", code=code, _anchor="introduction"), 303)
    if changed:
        form.seen.data, form.seen.raw_data = introduction_state(page.introduction), None
    shown = render_template("manual/introduction.html", form=form, page=page, changed=changed)
    return shown, 422 if form.errors else 200


def _written(page: DomainPage) -> IntroductionForm:
    seen = introduction_state(page.introduction)
    return IntroductionForm(formdata=None, data={"body": page.introduction, "seen": seen})
