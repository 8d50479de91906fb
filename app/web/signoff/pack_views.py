"""決裁資料: the papers of a matter on one page to read and print, and the same as PDF (T12)."""

from io import BytesIO

from flask import render_template, send_file
from werkzeug.wrappers import Response

from app.clock import now
from app.exports.pdf import to_pdf
from app.exports.signoff import pack_document, pack_filename
from app.queries.council import the_council
from app.queries.signoff.pack import pack_of
from app.web.kit.access import signed_in, viewer
from app.web.signoff import blueprint


@blueprint.get("/sign-off/<int:escalation_id>/papers")
@signed_in
def pack(escalation_id: int) -> str:
    """Why, the cities side by side, the text, what changes, positions, dissent, other proposals, signatures."""
    return render_template("signoff/pack.html", pack=pack_of(escalation_id, viewer(), now()))


@blueprint.get("/sign-off/<int:escalation_id>/papers.pdf")
@signed_in
def pack_file(escalation_id: int) -> Response:
    """The same papers as PDF."""
    papers = pack_of(escalation_id, viewer(), now())
    content = to_pdf(pack_document(papers, the_council()))
    return send_file(BytesIO(content), download_name=pack_filename(papers), as_attachment=True, max_age=0)
