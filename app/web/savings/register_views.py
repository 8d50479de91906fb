"""The register of savings: sums by year, domain, group and city, narrowed by the address; and as a spreadsheet."""

from io import BytesIO
from typing import Any

from flask import render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.clock import now
from app.domain.calendar import FIRST_YEAR, LAST_YEAR, tokyo_date
from app.exports.savings import savings_sheet
from app.exports.spreadsheet import to_csv, to_xlsx
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import City
from app.queries.council import cities, domains
from app.queries.differences.lists import readable_groups
from app.queries.savings.entries import SavingFilter, saving_entries
from app.queries.savings.register import savings_register, years_to_choose
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.web.savings import blueprint
from app.wording.decisions import fiscal_year_words


@blueprint.get("/savings")
@signed_in
def index() -> str:
    """What was estimated, accepted and realised."""
    at = now()
    known = cities()
    chosen = _chosen(known)
    return render_template(
        "savings/index.html",
        page=savings_register(chosen, viewer(), at, page_number()),
        chosen=chosen,
        cities=known,
        groups=readable_groups(viewer(), at),
        domains=domains(),
        years=[(year, fiscal_year_words(year)) for year in years_to_choose(at)],
        active=_active(chosen),
        files={ending: _address("savings.register_file", ending=ending) for ending in ("xlsx", "csv")},
    )


@blueprint.get("/savings/register.<any(xlsx, csv):ending>")
@signed_in
def register_file(ending: str) -> Response:
    """Every saving that meets the filters of the address, a row each (M11)."""
    at = now()
    known = cities()
    entries = saving_entries(_chosen(known), viewer(), at)
    sheet = savings_sheet(entries, domains(), readable_groups(viewer(), at), known)
    content = to_xlsx([sheet]) if ending == "xlsx" else to_csv([sheet.header, *sheet.rows])
    name = f"{_('Savings')}_{tokyo_date(at):%Y%m%d}.{ending}"
    return send_file(BytesIO(content), download_name=name, as_attachment=True, max_age=0)


def _chosen(known: list[City]) -> SavingFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = {name: value.strip() for name, value in request.args.items()}
    year = asked.get("year", "")
    return SavingFilter(
        year=int(year) if year in map(str, range(FIRST_YEAR, LAST_YEAR)) else None,
        group=asked.get("group", ""),
        domain=asked.get("domain", ""),
        city={city.code: city for city in known}.get(asked.get("city", "")),
    )


def _active(chosen: SavingFilter) -> list[tuple[str, str]]:
    """Each filter in use in words, with the address of the register without it."""
    words = {
        "year": fiscal_year_words(chosen.year) if chosen.year is not None else "",
        "domain": chosen.domain,
        "group": chosen.group,
        "city": chosen.city.name(current_locale()) if chosen.city else "",
    }
    return [(text, _address(**{name: None})) for name, text in words.items() if text]


def _address(endpoint: str = "savings.index", /, **changed: Any) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for(endpoint, **{**kept, **changed})
