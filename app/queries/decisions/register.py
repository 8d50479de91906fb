"""The register of decisions: filtered by what stands in the address, sorted, a page at a time or whole."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import defer, joinedload

from app.domain.calendar import start_of_day_tokyo
from app.domain.decisions import number_sought
from app.extensions import db
from app.models import City, CityRoute, Decision, Domain, Group, RoundCity, User
from app.queries.differences.access import group_readable_by
from app.queries.paging import Page, page_of

ORDERS = ("number", "title", "group", "decided", "effective")


@dataclass(frozen=True)
class DecisionFilter:
    """What the register is narrowed to; what is empty narrows nothing. order begins with - to descend.

    city took part, in the ballot or in the sign-off; both days of since and until count, in Tokyo.
    """

    number: str = ""
    text: str = ""
    group: str = ""
    domain: str = ""
    city: City | None = None
    since: date | None = None
    until: date | None = None
    year: int | None = None
    order: str = "-decided"


def register_page(chosen: DecisionFilter, viewer: User, page: int, at: datetime) -> Page[Decision]:
    """One page of the decisions that the viewer may read and that meet every filter."""
    return page_of(_register(chosen, viewer, at), page)


def whole_register(chosen: DecisionFilter, viewer: User, at: datetime) -> Sequence[Decision]:
    """All of them, for a file."""
    return db.session.scalars(_register(chosen, viewer, at)).unique().all()


def years_decided() -> list[int]:
    """The fiscal years in which something was decided, the newest first."""
    return list(
        db.session.scalars(select(Decision.fiscal_year).distinct().order_by(Decision.fiscal_year.desc()))
    )


def _register(chosen: DecisionFilter, viewer: User, at: datetime) -> Select[Decision]:
    return (
        select(Decision)
        .join(Decision.group)
        .join(Domain, Domain.id == Decision.domain_id)
        .where(group_readable_by(viewer, at), *_conditions(chosen))
        .options(
            joinedload(Decision.difference),
            joinedload(Decision.group),
            defer(Decision.body),
            defer(Decision.exceptions),
            defer(Decision.signoffs),
            defer(Decision.alternatives),
        )
        .order_by(*_order(chosen.order))
    )


def _conditions(chosen: DecisionFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.domain:
        conditions.append(Domain.code == chosen.domain)
    if chosen.year is not None:
        conditions.append(Decision.fiscal_year == chosen.year)
    if chosen.since is not None:
        conditions.append(Decision.decided_at >= start_of_day_tokyo(chosen.since))
    if chosen.until is not None:
        conditions.append(Decision.decided_at < start_of_day_tokyo(chosen.until + timedelta(days=1)))
    if chosen.city is not None:
        conditions.append(_took_part(chosen.city))
    return [*conditions, *_number_conditions(chosen.number), *_title_conditions(chosen.text)]


def _took_part(city: City) -> ColumnElement[bool]:
    voted = exists().where(RoundCity.round_id == Decision.round_id, RoundCity.city_id == city.id)
    signed = exists().where(CityRoute.escalation_id == Decision.escalation_id, CityRoute.city_id == city.id)
    return voted | signed


def _number_conditions(typed: str) -> list[ColumnElement[bool]]:
    """Digits alone are the serial; anything else stands somewhere in the number, in any width."""
    sought = number_sought(typed)
    if not sought:
        return []
    if sought.isdecimal() and len(sought) < 9:
        return [Decision.serial == int(sought)]
    narrow = func.replace(Decision.number, " ", "")
    return [narrow.icontains(sought, autoescape=True)]


def _title_conditions(text: str) -> list[ColumnElement[bool]]:
    """Every word must stand in the title or in the number of the difference (A6)."""
    return [
        or_(
            Decision.title.icontains(word, autoescape=True),
            Decision.title.icontains(unicodedata.normalize("NFKC", word), autoescape=True),
            Decision.difference.has(number=unicodedata.normalize("NFKC", word).upper()),
        )
        for word in text.split()
    ]


def _order(order: str) -> list[ColumnElement[Any]]:
    columns: dict[str, tuple[Any, ...]] = {
        "number": (Decision.fiscal_year, Domain.position, Decision.serial),
        "title": (Decision.title,),
        "group": (Domain.position, Group.position),
        "decided": (Decision.decided_at,),
        "effective": (Decision.effective_on,),
    }
    chosen = (*columns[order.removeprefix("-")], Decision.id)
    return [column.desc() if order.startswith("-") else column.asc() for column in chosen]
