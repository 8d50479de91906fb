"""The list of differences: filters, sorting and paging by the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from app.clock import now
from app.domain.differences import DifferenceKind
from app.domain.workflow import Stage
from app.i18n import current_locale
from app.i18n import gettext as _
from app.models import City
from app.policies.importing import may_import
from app.queries.council import cities, domains
from app.queries.differences.balls import balls_on
from app.queries.differences.lists import ORDERS, DifferenceFilter, differences_page, readable_groups
from app.web.differences import blueprint
from app.web.kit.access import signed_in, viewer
from app.web.kit.paging import page_number
from app.wording import label


@dataclass(frozen=True)
class SortLink:
    """The head of a column: where a click leads, and how the list is sorted by it now."""

    url: str
    direction: str


@blueprint.get("/differences")
@signed_in
def index() -> str:
    """The differences that the viewer may read."""
    at = now()
    known = cities()
    chosen = _chosen({city.code: city for city in known})
    page = differences_page(chosen, viewer(), page_number(), at)
    return render_template(
        "differences/index.html",
        page=page,
        chosen=chosen,
        balls=balls_on(page.items, at),
        cities={city.id: city for city in known},
        groups=readable_groups(viewer(), at),
        domains=domains(),
        stages=list(Stage),
        kinds=list(DifferenceKind),
        sorting={name: _sort_link(name, chosen.order) for name in ORDERS},
        active=_active(chosen),
        may_import=may_import(viewer()),
    )


def _chosen(known: Mapping[str, City]) -> DifferenceFilter:
    """The filters of the address; what it does not know narrows nothing."""
    asked = {name: value.strip() for name, value in request.args.items()}
    order = asked.get("sort", "")
    return DifferenceFilter(
        group=asked.get("group", ""),
        domain=asked.get("domain", ""),
        stage=next((stage for stage in Stage if stage.value == asked.get("stage")), None),
        kind=next((kind for kind in DifferenceKind if kind.value == asked.get("kind")), None),
        held=asked.get("held") == "1",
        ball=known.get(asked.get("ball", "")),
        text=asked.get("q", "")[:200],
        order=order if order.removeprefix("-") in ORDERS else "-changed",
    )


def _sort_link(name: str, order: str) -> SortLink:
    current = order.removeprefix("-") == name
    descending = order.startswith("-")
    direction = ("desc" if descending else "asc") if current else ""
    first = f"-{name}" if name == "changed" else name
    turned = name if descending else f"-{name}"
    return SortLink(_address(sort=turned if current else first), direction)


def _active(chosen: DifferenceFilter) -> list[tuple[str, str]]:
    """Each filter in use in words, with the address of the list without it."""
    words = {
        "q": chosen.text and _("“%(text)s”", text=chosen.text),
        "domain": chosen.domain,
        "group": chosen.group,
        "stage": label(chosen.stage) if chosen.stage else "",
        "kind": label(chosen.kind) if chosen.kind else "",
        "held": _("On hold") if chosen.held else "",
        "ball": _("Waiting for %(city)s", city=chosen.ball.name(current_locale())) if chosen.ball else "",
    }
    return [(text, _address(**{name: None})) for name, text in words.items() if text]


def _address(**changed: Any) -> str:
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for("differences.index", **{**kept, **changed})
