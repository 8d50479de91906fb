"""Agreed but not in use yet: the open items of all decisions, filtered by the address, and as a file (D5)."""

from io import BytesIO
from typing import Any

from flask import render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.clock import now
from app.domain.adoption import ItemKind
from app.domain.calendar import tokyo_date
from app.exports.adoption import open_items_sheet
from app.exports.spreadsheet import to_csv
from app.i18n import gettext as _
from app.queries.adoption_open import OpenFilter, open_items, open_items_page
from app.queries.council import cities
from app.queries.differences.lists import readable_groups
from app.web.decisions import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number


@blueprint.get("/decisions/unimplemented")
@signed_in
def unimplemented() -> str:
    """What cities still have to do to work by what was decided, the most urgent first."""
    at, chosen = now(), _chosen()
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_template(
        "decisions/unimplemented.html",
        page=open_items_page(chosen, viewer(), page_number(), at),
        chosen=chosen,
        today=tokyo_date(at),
        cities=cities(),
        groups=readable_groups(viewer(), at),
        kinds=list(ItemKind),
        csv_url=url_for("decisions.unimplemented_file", **kept),
    )


@blueprint.get("/decisions/unimplemented.csv")
@signed_in
def unimplemented_file() -> Response:
    """All of them that meet the filters of the address, in the order of the page (M11)."""
    today = tokyo_date(now())
    sheet = open_items_sheet(open_items(_chosen(), viewer(), now()), today)
    content = to_csv([sheet.header, *sheet.rows])
    name = f"{_('Agreed but not in use yet')}_{today:%Y%m%d}.csv"
    return send_file(BytesIO(content), download_name=name, as_attachment=True, max_age=0)


def _chosen() -> OpenFilter:
    """The filters of the address; what it does not know narrows nothing."""
    kind = request.args.get("kind", "")
    return OpenFilter(
        city=request.args.get("city", ""),
        group=request.args.get("group", ""),
        kind=ItemKind(kind) if kind in set(ItemKind) else None,
        overdue=request.args.get("overdue") == "1",
    )
