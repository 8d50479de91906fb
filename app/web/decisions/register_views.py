"""The register of decisions: filters, sorting and paging by the address; what is shown, as a spreadsheet."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from flask import render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.clock import now
from app.domain.calendar import FIRST_YEAR, LAST_YEAR, tokyo_date
from app.exports.decisions import register_sheet
from app.exports.spreadsheet import to_csv, to_xlsx
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import City
from app.queries.council import cities, domains
from app.queries.decisions import forces_of
from app.queries.decisions.page import positions_by_decision
from app.queries.decisions.register import (
    ORDERS,
    DecisionFilter,
    register_page,
    whole_register,
    years_decided,
)
from app.queries.differences.lists import readable_groups
from app.web.decisions import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.forms import halfwidth
from app.web.kit.paging import page_number
from app.wording.dates import date_words
from app.wording.decisions import fiscal_year_words

NEWEST_FIRST = ("decided", "effective", "number")


@dataclass(frozen=True)
class SortLink:
    """The head of a column: where a click leads, and how the register is sorted by it now."""

    url: str
    direction: str


@blueprint.get("/decisions")
@signed_in
def index() -> str:
    """The decisions that the viewer may read."""
    at = now()
    known = cities()
    chosen = _chosen(known)
    page = register_page(chosen, viewer(), page_number(), at)
    return render_template(
        "decisions/index.html",
        page=page,
        chosen=chosen,
        forces=forces_of(page.items, tokyo_date(at)),
        positions=positions_by_decision(page.items, known),
        cities=known,
        groups=readable_groups(viewer(), at),
        domains=domains(),
        years=[(year, fiscal_year_words(year)) for year in years_decided()],
        sorting={name: _sort_link(name, chosen.order) for name in ORDERS},
        active=_active(chosen),
        unread=[name for name in ("from", "to") if request.args.get(name, "").strip() and _day(name) is None],
        files={ending: _address("decisions.register_file", ending=ending) for ending in ("xlsx", "csv")},
    )


@blueprint.get("/decisions/register.<any(xlsx, csv):ending>")
@signed_in
def register_file(ending: str) -> Response:
    """All decisions that meet the filters of the address, in the order of the page (M10, M11)."""
    at = now()
    found = whole_register(_chosen(cities()), viewer(), at)
    sheet = register_sheet(found, forces_of(found, tokyo_date(at)))
    content = to_xlsx([sheet]) if ending == "xlsx" else to_csv([sheet.header, *sheet.rows])
    name = f"{_('Decisions')}_{tokyo_date(at):%Y%m%d}.{ending}"
    return send_file(BytesIO(content), download_name=name, as_attachment=True, max_age=0)


def _chosen(known: list[City]) -> DecisionFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = {name: value.strip() for name, value in request.args.items()}
    order, year = asked.get("sort", ""), asked.get("year", "")
    codes = {city.code: city for city in known}
    return DecisionFilter(
        number=asked.get("number", "")[:60],
        text=asked.get("q", "")[:200],
        group=asked.get("group", ""),
        domain=asked.get("domain", ""),
        city=codes.get(asked.get("city", "")),
        since=_day("from"),
        until=_day("to"),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        order=order if order.removeprefix("-") in ORDERS else "-decided",
    )


def _day(name: str) -> date | None:
    """A day of the address, in any width and with either stroke; None for what is none."""
    try:
        day = date.fromisoformat((halfwidth(request.args.get(name)) or "").replace("/", "-"))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _sort_link(name: str, order: str) -> SortLink:
    current = order.removeprefix("-") == name
    descending = order.startswith("-")
    direction = ("desc" if descending else "asc") if current else ""
    first = f"-{name}" if name in NEWEST_FIRST else name
    turned = name if descending else f"-{name}"
    return SortLink(_address(sort=turned if current else first), direction)


def _active(chosen: DecisionFilter) -> list[tuple[str, str]]:
    """Each filter in use in words, with the address of the register without it."""
    words = {
        "number": chosen.number,
        "q": chosen.text and _("“%(text)s”", text=chosen.text),
        "domain": chosen.domain,
        "group": chosen.group,
        "city": chosen.city.name(current_locale()) if chosen.city else "",
        "year": fiscal_year_words(chosen.year) if chosen.year is not None else "",
        "from": _("From %(day)s", day=date_words(chosen.since)) if chosen.since else "",
        "to": _("To %(day)s", day=date_words(chosen.until)) if chosen.until else "",
    }
    return [(text, _address(**{name: None})) for name, text in words.items() if text]


def _address(endpoint: str = "decisions.index", /, **changed: Any) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for(endpoint, **{**kept, **changed})
