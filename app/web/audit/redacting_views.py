"""Redacting a comment, a revision of a practice or a file: each a page that shows it once more and asks why."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.actions.redaction import redact_comment, redact_file, redact_practice
from app.domain.redaction import Redacted
from app.i18n import gettext as _
from app.models import Attachment, Difference
from app.policies.redaction import may_redact_comment, may_redact_file, may_redact_practice
from app.policies.verdicts import ensure
from app.queries.discussion.one import comment_seen
from app.queries.redaction import file_seen, revision_seen
from app.transaction import transaction
from app.web.audit import blueprint
from app.web.audit.forms import RedactionForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.route("/comments/<int:comment_id>/redact", methods=["GET", "POST"])
@signed_in
def comment(comment_id: int) -> Answer:
    """Redact the text of a comment (A5)."""
    found = comment_seen(comment_id, viewer())
    ensure(may_redact_comment(viewer(), found))
    thread = found.parent_id or found.id
    back = url_for("discussion.show", comment_id=thread, _anchor=f"comment-{found.id}")
    return _asked(redact_comment, Redacted.COMMENT, found, found.difference, back)


@blueprint.route(
    "/differences/<number>/practices/<code>/revisions/<int:revision>/redact", methods=["GET", "POST"]
)
@signed_in
def practice(number: str, code: str, revision: int) -> Answer:
    """Redact what a city stated in one revision of its practice (A5)."""
    found = revision_seen(number, code, revision, viewer())
    ensure(may_redact_practice(viewer(), found))
    back = url_for("differences.revisions", number=number, code=code, _anchor=f"revision-{revision}")
    return _asked(redact_practice, Redacted.PRACTICE, found, found.practice.difference, back)


@blueprint.route("/attachments/<int:attachment_id>/redact", methods=["GET", "POST"])
@signed_in
def file(attachment_id: int) -> Answer:
    """Redact a file (A5)."""
    found = file_seen(attachment_id, viewer())
    ensure(may_redact_file(viewer(), found))
    difference = found.difference or Difference()
    return _asked(redact_file, Redacted.FILE, found, difference, _place_of(found, difference))


def _asked(
    act: Callable[..., Any], what: Redacted, subject: Any, difference: Difference, back: str
) -> Answer:
    form = RedactionForm()
    if form.validate_on_submit():
        with form.refusals(), transaction():
            act(subject.id, viewer(), ground=form.ground.data, reason=form.reason.data)
        if not form.errors:
            flash(_("It is redacted. Nobody can read it any more."), "success")
            return redirect(back, 303)
    page = render_template(
        "audit/redact.html", form=form, what=what, subject=subject, difference=difference, back=back
    )
    return page, 422 if form.errors else 200


def _place_of(file: Attachment, difference: Difference) -> str:
    if file.comment_id is not None:
        return url_for("discussion.show", comment_id=file.comment_id)
    return url_for("differences.show", number=difference.number, _anchor="practices")
