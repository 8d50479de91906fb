"""Agreed but not in use yet (決定済・未実施): the open items of all decisions, by city and group (D5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import aliased, joinedload

from app.domain.adoption import ItemKind
from app.domain.calendar import tokyo_date
from app.extensions import db
from app.models import AdoptionEvidence, AdoptionItem, City, Decision, Group, User
from app.queries.differences.access import group_readable_by
from app.queries.paging import Page, page_of
from app.queries.waiting import voting_places


@dataclass(frozen=True)
class OpenFilter:
    """What the list is narrowed to; what is empty narrows nothing."""

    city: str = ""
    group: str = ""
    kind: ItemKind | None = None
    overdue: bool = False


def open_items_page(chosen: OpenFilter, viewer: User, page: int, at: datetime) -> Page[AdoptionItem]:
    """One page of the open mandatory items that the viewer may read, the most urgent first."""
    return page_of(_open(chosen, viewer, at), page)


def open_items(chosen: OpenFilter, viewer: User, at: datetime) -> Sequence[AdoptionItem]:
    """All of them, for a file."""
    return db.session.scalars(_open(chosen, viewer, at)).unique().all()


def _open(chosen: OpenFilter, viewer: User, at: datetime) -> Select[AdoptionItem]:
    """Of decisions that no later one took the place of, and of cities that still take part."""
    later, places = aliased(Decision), voting_places(at)
    return (
        select(AdoptionItem)
        .join(AdoptionItem.decision)
        .join(Group, Group.id == Decision.group_id)
        .join(City, City.id == AdoptionItem.city_id)
        .join(places, and_(places.c.group_id == Group.id, places.c.city_id == City.id))
        .where(
            group_readable_by(viewer, at),
            AdoptionItem.mandatory,
            ~exists().where(
                AdoptionEvidence.item_id == AdoptionItem.id, AdoptionEvidence.removed_at.is_(None)
            ),
            ~select(later.id).where(later.supersedes_id == Decision.id).exists(),
            *_conditions(chosen, at),
        )
        .options(
            joinedload(AdoptionItem.decision).joinedload(Decision.difference),
            joinedload(AdoptionItem.decision).joinedload(Decision.group),
        )
        .order_by(AdoptionItem.due_on, City.code, AdoptionItem.id)
    )


def _conditions(chosen: OpenFilter, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.city:
        conditions.append(City.code == chosen.city)
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.kind is not None:
        conditions.append(AdoptionItem.kind == chosen.kind)
    if chosen.overdue:
        conditions.append(AdoptionItem.due_on < tokyo_date(at))
    return conditions
