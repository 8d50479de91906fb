"""Files: downloading one, and adding some to a version that a round has frozen."""

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from app.actions.attachments import add_later_files
from app.clock import now
from app.i18n import gettext as _
from app.models import Attachment, CaucusFile
from app.policies.attachments import may_add_later
from app.policies.verdicts import ensure
from app.queries.attachments import attachment_named, is_frozen
from app.queries.caucus import caucus_file_named
from app.queries.proposals import proposal_named, version_numbered
from app.transaction import transaction
from app.web.discussion import blueprint
from app.web.discussion.forms import LaterFilesForm
from app.web.kit.access import signed_in, viewer

Answer = str | Response | tuple[str, int]


@blueprint.get("/attachments/<int:attachment_id>/<filename>")
@signed_in
def attachment(attachment_id: int, filename: str) -> Response:
    """Download a file that stands with an open matter."""
    return _download(attachment_named(attachment_id, filename, viewer()))


@blueprint.get("/attachments/caucus/<int:file_id>/<filename>")
@signed_in
def caucus_file(file_id: int, filename: str) -> Response:
    """Download a file of the own city's caucus (A1)."""
    return _download(caucus_file_named(file_id, filename, viewer()))


@blueprint.route(
    "/differences/<number>/proposals/<int:proposal>/versions/<int:version>/attachments",
    methods=["GET", "POST"],
)
@signed_in
def add_files(number: str, proposal: int, version: int) -> Answer:
    """Add files to a version after a round froze it; they are marked for ever (T7)."""
    found = proposal_named(number, proposal, viewer())
    frozen = version_numbered(found, version)
    ensure(may_add_later(viewer(), frozen, is_frozen(frozen), now()))
    form = LaterFilesForm()
    address = url_for("proposals.version", number=number, proposal=proposal, version=version)
    if form.validate_on_submit():
        with form.refusals(), transaction():
            kept = add_later_files(found.id, version, viewer(), form.files.data, key=form.key.data)
        if not form.errors:
            flash(_("The files are added.") if kept else _("These files were there already."), "success")
            return redirect(address, 303)
    page = render_template(
        "discussion/add_files.html", form=form, proposal=found, version=frozen, back=address
    )
    return page, 422 if form.errors else 200


def _download(file: Attachment | CaucusFile) -> Response:
    """The file as a download that no browser opens in place, keeps, or takes for something else (A2)."""
    response = send_file(BytesIO(file.content), as_attachment=True, download_name=file.filename)
    response.headers["Content-Type"] = file.media_type
    response.headers["Content-Length"] = str(file.size)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
