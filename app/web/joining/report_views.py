"""What fits a joining city and what does not: the page, and the same as a file."""

from io import BytesIO

from flask import render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.domain.joining import Answer
from app.exports.joining import report_document, report_filename, report_sheet
from app.exports.markdown import to_markdown
from app.exports.pdf import to_pdf
from app.exports.spreadsheet import to_csv, to_xlsx
from app.exports.word import to_docx
from app.queries.council import the_council
from app.queries.joining.report import WholeReport, report_page, whole_report
from app.web.joining import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number

ENDINGS = ("docx", "pdf", "md", "csv", "xlsx")


@blueprint.get("/joining/<code>/report")
@signed_in
def report(code: str) -> str:
    """Per section what is adopted, from when, with which exceptions, and what is objected to."""
    asked = request.args.get("answer", "")
    answer = Answer(asked) if asked in {each.value for each in Answer} else None
    page = report_page(code, viewer(), answer=answer, page=page_number())
    files = {ending: url_for("joining.report_file", code=code, ending=ending) for ending in ENDINGS}
    return render_template("joining/report.html", page=page, files=files, answers=list(Answer))


@blueprint.get("/joining/<code>/report.<any(docx, pdf, md, csv, xlsx):ending>")
@signed_in
def report_file(code: str, ending: str) -> Response:
    """The whole report as a file."""
    found = whole_report(code, viewer())
    return send_file(
        BytesIO(_content(found, ending)),
        download_name=report_filename(found, ending),
        as_attachment=True,
        max_age=0,
    )


def _content(found: WholeReport, ending: str) -> bytes:
    if ending in ("csv", "xlsx"):
        sheet = report_sheet(found)
        return to_xlsx([sheet]) if ending == "xlsx" else to_csv([sheet.header, *sheet.rows])
    document = report_document(found, the_council())
    if ending == "md":
        return to_markdown(document).encode()
    return to_pdf(document) if ending == "pdf" else to_docx(document)
