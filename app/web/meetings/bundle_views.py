"""The papers of a meeting in one file."""

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from app.clock import now
from app.exports.bundle import bundle_document, bundle_filename
from app.exports.pdf import to_pdf
from app.queries.council import the_council
from app.queries.meetings.bundle import bundle_of
from app.transaction import end_reading
from app.web.kit.access import signed_in, viewer
from app.web.meetings import blueprint


@blueprint.get("/meetings/<int:meeting_id>/papers.pdf")
@signed_in
def bundle(meeting_id: int) -> Response:
    """Agenda, how far the cities are, and what lies before them on each item, as PDF (M10)."""
    whole = bundle_of(meeting_id, viewer(), now())
    document, name = bundle_document(whole, the_council()), bundle_filename(whole)
    end_reading()
    return send_file(BytesIO(to_pdf(document)), download_name=name, as_attachment=True, max_age=0)
