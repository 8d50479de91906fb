"""Take-home items: one locked for an act, the list, and those of a difference."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from app.domain.calendar import tokyo_date
from app.extensions import db
from app.models import City, Difference, Group, TakeHomeItem, User
from app.policies.discussion import may_add_take_home, may_finish_take_home
from app.policies.verdicts import NotFound, Verdict, not_now
from app.queries.differences import lock_difference_by_id
from app.queries.differences.access import readable_by
from app.queries.paging import Page, page_of

MOST = 50
STILL_OPEN = (TakeHomeItem.done_at.is_(None), TakeHomeItem.left_at.is_(None))
CLOSED_LAST = TakeHomeItem.done_at.is_not(None) | TakeHomeItem.left_at.is_not(None)


@dataclass(frozen=True)
class ItemFilter:
    """What the list is narrowed to; state is open, overdue, done or empty for all."""

    city: str = ""
    group: str = ""
    state: str = "open"
    mine: bool = False


@dataclass(frozen=True)
class ItemView:
    """An item, whether it is overdue, and whether the viewer may say that it is done."""

    item: TakeHomeItem
    overdue: bool
    may_finish: Verdict


@dataclass(frozen=True)
class ItemsPage:
    """One page of the list."""

    items: tuple[ItemView, ...]
    page: Page[TakeHomeItem]


def items_page(chosen: ItemFilter, viewer: User, page: int, at: datetime) -> ItemsPage:
    """The items on differences that the viewer may read, the most urgent first; those done, the last done first."""
    statement = (
        _whole()
        .join(TakeHomeItem.difference)
        .join(Difference.group)
        .join(TakeHomeItem.city)
        .where(readable_by(viewer, at), *_conditions(chosen, viewer, at))
    )
    if chosen.state == "done":
        statement = statement.order_by(TakeHomeItem.done_at.desc(), TakeHomeItem.id.desc())
    else:
        statement = statement.order_by(CLOSED_LAST, TakeHomeItem.due_on, TakeHomeItem.id)
    found = page_of(statement, page)
    return ItemsPage(tuple(item_view(item, viewer, at) for item in found.items), found)


def items_of(difference: Difference, viewer: User, at: datetime) -> tuple[ItemView, ...]:
    """The items of a difference, open ones first by their due dates, then those done."""
    statement = _whole().where(TakeHomeItem.difference_id == difference.id)
    ordered = statement.order_by(CLOSED_LAST, TakeHomeItem.due_on, TakeHomeItem.id)
    return tuple(item_view(item, viewer, at) for item in db.session.scalars(ordered.limit(MOST)).unique())


def item_view(item: TakeHomeItem, viewer: User, at: datetime) -> ItemView:
    """An item as pages show it to a viewer."""
    overdue = item.done_at is None and item.left_at is None and item.due_on < tokyo_date(at)
    return ItemView(item, overdue, may_finish_take_home(viewer, item, at))


def item_seen(item_id: int, viewer: User, at: datetime) -> TakeHomeItem:
    """An item by its number; NotFound where the viewer may not know of it."""
    statement = (
        _whole().join(TakeHomeItem.difference).where(TakeHomeItem.id == item_id, readable_by(viewer, at))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_item(item_id: int) -> TakeHomeItem:
    """An item as committed now, its difference locked first."""
    difference_id = db.session.scalar(select(TakeHomeItem.difference_id).where(TakeHomeItem.id == item_id))
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    statement = _whole().where(TakeHomeItem.id == item_id).execution_options(populate_existing=True)
    return db.session.scalars(statement).unique().one()


def last_item_of(difference: Difference, creator: User) -> TakeHomeItem:
    """What a person added last to a difference: the answer to a form that was sent twice (B15)."""
    theirs = select(TakeHomeItem).where(
        TakeHomeItem.difference_id == difference.id, TakeHomeItem.created_by_id == creator.id
    )
    found = db.session.scalars(theirs.order_by(TakeHomeItem.id.desc()).limit(1)).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def cities_to_charge(difference: Difference, viewer: User, at: datetime) -> list[City]:
    """The cities for which the viewer may add an item to a difference."""
    cities = difference.group.cities_at(at)
    return [city for city in cities if may_add_take_home(viewer, difference, city, at)]


def may_add_any(difference: Difference, viewer: User, at: datetime) -> Verdict:
    """Whether the viewer may add an item for some city, or why not."""
    verdicts = [may_add_take_home(viewer, difference, city, at) for city in difference.group.cities_at(at)]
    return next(
        (verdict for verdict in verdicts if verdict),
        verdicts[0] if verdicts else not_now("city_not_in_group"),
    )


def _conditions(chosen: ItemFilter, viewer: User, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.city:
        conditions.append(City.code == chosen.city)
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.mine:
        conditions.append(TakeHomeItem.owner_id == viewer.id)
    return conditions + _state_conditions(chosen.state, tokyo_date(at))


def _state_conditions(state: str, today: date) -> list[ColumnElement[bool]]:
    if state == "done":
        return [TakeHomeItem.done_at.is_not(None)]
    if state == "overdue":
        return [*STILL_OPEN, TakeHomeItem.due_on < today]
    return [*STILL_OPEN] if state == "open" else []


def _whole() -> Select[TakeHomeItem]:
    """Items with their difference and people, of whom only the printed name is shown."""
    people = (joinedload(relation) for relation in (TakeHomeItem.owner, TakeHomeItem.done_by))
    groups = joinedload(TakeHomeItem.difference).joinedload(Difference.group).selectinload(Group.cities)
    return select(TakeHomeItem).options(groups, *people)
