"""What is done with a comment: settling a concern, opening it again, marking it for the minutes."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.actions.discussion import mark_for_minutes, reopen_concern, resolve_concern
from app.clock import now
from app.i18n import gettext as _
from app.models import Comment
from app.policies.discussion import may_reopen_concern, may_resolve
from app.policies.verdicts import ensure
from app.queries.discussion.one import comment_seen
from app.transaction import transaction
from app.web.discussion import blueprint
from app.web.discussion.forms import MarkForm, ReopenForm, ResolveForm
from app.web.kit.access import safe_target, signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.route("/comments/<int:comment_id>/resolve", methods=["GET", "POST"])
@signed_in
def resolve(comment_id: int) -> Answer:
    """Say what settles a concern."""
    comment = comment_seen(comment_id, viewer())
    ensure(may_resolve(viewer(), comment, now()))
    form = ResolveForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            resolve_concern(comment_id, viewer(), resolution=form.resolution.data)
        if not form.errors:
            flash(_("The concern is settled."), "success")
            return redirect(_thread(comment), 303)
    page = render_template("discussion/resolve.html", form=form, comment=comment)
    return page, 422 if form.errors else 200


@blueprint.route("/comments/<int:comment_id>/reopen", methods=["GET", "POST"])
@signed_in
def reopen(comment_id: int) -> Answer:
    """Open a settled concern again."""
    comment = comment_seen(comment_id, viewer())
    ensure(may_reopen_concern(viewer(), comment, now()))
    form = ReopenForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            reopen_concern(comment_id, viewer(), reason=form.reason.data)
        if not form.errors:
            flash(_("The concern is open again."), "success")
            return redirect(_thread(comment), 303)
    page = render_template("discussion/reopen.html", form=form, comment=comment)
    return page, 422 if form.errors else 200


@blueprint.post("/comments/<int:comment_id>/minutes")
@signed_in
def mark(comment_id: int) -> Response:
    """Take a comment into the minutes, or out again, and go back to where it was read."""
    comment = comment_seen(comment_id, viewer())
    marked = MarkForm().marked.data != "0"
    with transaction():
        mark_for_minutes(comment_id, viewer(), marked=marked)
    flash(_("Marked for the minutes.") if marked else _("No longer marked for the minutes."), "success")
    return redirect(safe_target(request.form.get("back"), _thread(comment)), 303)


def _thread(comment: Comment) -> str:
    thread = comment.parent_id or comment.id
    return url_for("discussion.show", comment_id=thread, _anchor=f"comment-{comment.id}")
