"""Lists of differences: filtered by what stands in the address, sorted, one page at a time."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.domain.differences import DifferenceKind
from app.domain.numbering import parse_difference_number
from app.domain.workflow import ENDS, PATH, Stage
from app.extensions import db
from app.models import City, Difference, Domain, Group, User
from app.queries.differences.access import group_readable_by, readable_by
from app.queries.paging import Page, page_of
from app.queries.waiting import waits_for_city

ORDERS = ("number", "title", "stage", "changed")
_STAGE_ORDER = {stage: place for place, stage in enumerate((*PATH, *ENDS))}


@dataclass(frozen=True)
class DifferenceFilter:
    """What a list of differences is narrowed to; what is empty narrows nothing. order begins with - to descend."""

    group: str = ""
    domain: str = ""
    stage: Stage | None = None
    kind: DifferenceKind | None = None
    held: bool = False
    ball: City | None = None
    text: str = ""
    order: str = "-changed"


def differences_page(chosen: DifferenceFilter, viewer: User, page: int, at: datetime) -> Page[Difference]:
    """One page of the differences that the viewer may read and that meet every filter."""
    statement = (
        select(Difference)
        .join(Difference.group)
        .join(Group.domain)
        .where(readable_by(viewer, at), *_conditions(chosen, at))
        .options(joinedload(Difference.group).selectinload(Group.cities))
        .order_by(*_order(chosen.order))
    )
    return page_of(statement, page)


def recently_changed(
    viewer: User, group_ids: Sequence[int] | None, at: datetime, limit: int = 8
) -> list[Difference]:
    """The differences whose stage changed last: in some groups, or in all that the viewer may read."""
    statement = select(Difference).where(readable_by(viewer, at)).order_by(Difference.stage_at.desc())
    if group_ids is not None:
        statement = statement.where(Difference.group_id.in_(group_ids))
    return list(db.session.scalars(statement.order_by(Difference.id.desc()).limit(limit)).unique())


def stage_counts(viewer: User, at: datetime) -> dict[Stage, int]:
    """How many differences the viewer may read stand at each stage."""
    counting = (
        select(Difference.stage, func.count().label("differences"))
        .where(readable_by(viewer, at))
        .group_by(Difference.stage)
    )
    found = {row.stage: row.differences for row in db.session.execute(counting)}
    return {stage: found.get(stage, 0) for stage in Stage}


def merged_into(difference: Difference) -> list[Difference]:
    """The differences that were merged into this one, by number."""
    statement = select(Difference).where(Difference.merged_into_id == difference.id)
    return list(db.session.scalars(statement.order_by(Difference.number)).unique())


def readable_groups(viewer: User, at: datetime) -> list[Group]:
    """The groups whose differences the viewer may read, by domain and place, for a filter."""
    wanted = select(Group).join(Group.domain).where(group_readable_by(viewer, at))
    return list(db.session.scalars(wanted.order_by(Domain.position, Group.position, Group.id)).unique())


def _conditions(chosen: DifferenceFilter, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.domain:
        conditions.append(Domain.code == chosen.domain)
    if chosen.stage is not None:
        conditions.append(Difference.stage == chosen.stage)
    if chosen.kind is not None:
        conditions.append(Difference.kind == chosen.kind)
    if chosen.held:
        conditions.append(Difference.held_at.is_not(None))
    if chosen.ball is not None:
        conditions.append(waits_for_city(chosen.ball.id, at))
    return [*conditions, *_text_conditions(chosen.text)]


def _text_conditions(text: str) -> list[ColumnElement[bool]]:
    """Every word must stand in the number or the title; a number is found in any width (A6)."""
    if parsed := parse_difference_number(text):
        return [Difference.number == str(parsed)]
    return [
        or_(
            Difference.number.icontains(_narrow(word), autoescape=True),
            Difference.title.icontains(word, autoescape=True),
            Difference.title.icontains(_narrow(word), autoescape=True),
        )
        for word in text.split()
    ]


def _narrow(word: str) -> str:
    return unicodedata.normalize("NFKC", word)


def _order(order: str) -> list[ColumnElement[Any]]:
    columns: dict[str, list[Any]] = {
        "number": [Domain.position, Group.position, Difference.serial],
        "title": [Difference.title],
        "stage": [case(_STAGE_ORDER, value=Difference.stage)],
        "changed": [Difference.stage_at],
    }
    wanted = [*columns.get(order.removeprefix("-"), columns["changed"]), Difference.id]
    return [column.desc() if order.startswith("-") else column.asc() for column in wanted]
