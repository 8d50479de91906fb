"""The comment resolution table (意見対応表) of a difference: a page that prints, and a spreadsheet."""

from io import BytesIO

from flask import render_template, send_file
from werkzeug.wrappers import Response

from app.exports.resolution import resolution_filename, resolution_sheet
from app.exports.spreadsheet import to_csv, to_xlsx
from app.queries.discussion.resolution import resolution_table
from app.web.discussion import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number


@blueprint.get("/differences/<number>/resolution")
@signed_in
def resolution(number: str) -> str:
    """What was said on a difference, and what became of it."""
    table = resolution_table(number, viewer(), page_number())
    return render_template("discussion/resolution.html", table=table)


@blueprint.get("/differences/<number>/resolution.<any(xlsx, csv):ending>")
@signed_in
def resolution_file(number: str, ending: str) -> Response:
    """The whole table as a spreadsheet (M11)."""
    table = resolution_table(number, viewer())
    sheet = resolution_sheet(table)
    content = to_xlsx([sheet]) if ending == "xlsx" else to_csv([sheet.header, *sheet.rows])
    name = resolution_filename(table, ending)
    return send_file(BytesIO(content), download_name=name, as_attachment=True, max_age=0)
