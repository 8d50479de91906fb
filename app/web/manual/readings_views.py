"""Confirming that a chapter was read, and who has read an edition and who has not (周知)."""

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.actions.manual import confirm_reading
from app.clock import now
from app.exports.readers import readers_sheet
from app.exports.spreadsheet import to_xlsx
from app.i18n import gettext as _
from app.policies.manual import may_see_readers
from app.policies.verdicts import ensure
from app.queries.manual.editions import edition_numbered
from app.queries.manual.readers import ReaderFilter, readers_page
from app.queries.manual.readings import chapter_hashes
from app.transaction import transaction
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.manual import blueprint

READ = {"yes": True, "no": False}


@blueprint.post("/manual/editions/<int:number>/<code>/read")
@signed_in
def confirm(number: int, code: str) -> Response:
    """Say that one has read a chapter as it stands in an edition."""
    with transaction():
        confirm_reading(number, code, viewer())
    flash(_("It is noted that you have read this chapter."), "success")
    return redirect(url_for("manual.chapter", number=number, code=code.upper()), 303)


@blueprint.get("/manual/editions/<int:number>/readers")
@signed_in
def readers(number: int) -> str:
    """Who has read the chapters of the own groups, by city."""
    ensure(may_see_readers(viewer(), now()))
    found = edition_numbered(number)
    return render_template(
        "manual/readers.html",
        readers=readers_page(found, _chosen(), viewer(), page_number(), now()),
        chosen=_chosen(),
        codes=sorted(chapter_hashes(found)),
        kept={name: value for name, value in request.args.items() if value and name != "page"},
    )


@blueprint.get("/manual/editions/<int:number>/readers.xlsx")
@signed_in
def readers_file(number: int) -> Response:
    """All of them that meet the filters of the address, as a spreadsheet (M11)."""
    ensure(may_see_readers(viewer(), now()))
    found = readers_page(edition_numbered(number), _chosen(), viewer(), None, now())
    name = _("Readers of edition %(number)s", number=number) + ".xlsx"
    content = to_xlsx([readers_sheet(found.page.items)])
    return send_file(BytesIO(content), download_name=name, as_attachment=True, max_age=0)


def _chosen() -> ReaderFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = request.args
    return ReaderFilter(asked.get("city", ""), asked.get("group", ""), READ.get(asked.get("read", "")))
