"""The meetings of one group as a series."""

from flask import render_template

from app.clock import now
from app.queries.meetings.series import series_page
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.meetings import blueprint


@blueprint.get("/groups/<code>/meetings")
@signed_in
def series(code: str) -> str:
    """All meetings of a group with their minutes, what cities still have to bring, and which city came when."""
    page = series_page(code, viewer(), now(), page_number())
    return render_template("meetings/series.html", page=page, group=page.group)
