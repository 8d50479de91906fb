"""Which cities work by a decision, what each still has to do, and what the viewer may do about it (D5)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.domain.calendar import tokyo_date
from app.domain.force import Standing
from app.extensions import db
from app.models import Adoption, AdoptionItem, City, Decision, Difference, Group, User
from app.policies.adoption import may_add_item, may_close_item, may_take_back_evidence
from app.policies.standing import reads
from app.policies.verdicts import NotFound, Verdict
from app.queries.decisions.force import standings_of
from app.queries.differences import lock_difference_by_id


@dataclass(frozen=True)
class ItemLine:
    """An item of the ledger, and what the viewer may do with it."""

    item: AdoptionItem
    overdue: bool
    may_close: Verdict
    may_take_back: Verdict


@dataclass(frozen=True)
class CityAdoption:
    """A participating city: since when it works by the decision, its items, and what stands there today."""

    city: City
    adoption: Adoption | None
    items: tuple[ItemLine, ...]
    standing: Standing
    may_add: Verdict

    @property
    def closed(self) -> int:
        """How many items are closed."""
        return sum(1 for line in self.items if line.item.proof)


@dataclass(frozen=True)
class AdoptionPanel:
    """How far the cities are with a decision."""

    decision: Decision
    cities: tuple[CityAdoption, ...]

    @property
    def done(self) -> int:
        """How many cities work by it."""
        return sum(1 for line in self.cities if line.adoption)

    @property
    def may_add_to(self) -> list[City]:
        """The cities for which the viewer may add an item."""
        return [line.city for line in self.cities if line.may_add]


def adoption_page(decision_id: int, viewer: User, at: datetime) -> AdoptionPanel:
    """The adoption of a decision; NotFound where the viewer may not know of it."""
    statement = (
        select(Decision)
        .where(Decision.id == decision_id)
        .options(
            joinedload(Decision.difference).joinedload(Difference.group).selectinload(Group.cities),
            joinedload(Decision.superseded_by),
        )
    )
    decision = db.session.scalars(statement).unique().one_or_none()
    if decision is None or not reads(viewer, decision.difference.group, at):
        raise NotFound
    return adoption_panel(decision, viewer, at)


def adoption_panel(decision: Decision, viewer: User, at: datetime) -> AdoptionPanel:
    """The cities that take part, by code, and those that once adopted it, each with its items."""
    said = {adoption.city_id: adoption for adoption in adoptions_of(decision)}
    here = decision.difference.group.voting_cities_at(at)
    gone = [adoption.city for adoption in said.values() if adoption.city not in here]
    cities = sorted([*here, *gone], key=lambda city: city.code)
    standing = standings_of(decision.difference, cities, tokyo_date(at))
    items = _items_of(decision)
    return AdoptionPanel(
        decision,
        tuple(
            CityAdoption(
                city,
                said.get(city.id),
                tuple(item_line(item, viewer, at) for item in items[city.id]),
                standing[city.id],
                may_add_item(viewer, decision, city, at),
            )
            for city in cities
        ),
    )


def item_line(item: AdoptionItem, viewer: User, at: datetime) -> ItemLine:
    """An item as a page shows it to a viewer."""
    return ItemLine(
        item,
        item.proof is None and item.due_on < tokyo_date(at),
        may_close_item(viewer, item, at),
        may_take_back_evidence(viewer, item, at),
    )


def item_seen(item_id: int, viewer: User, at: datetime) -> ItemLine:
    """An item by its id; NotFound where the viewer may not know of it."""
    item = db.session.scalars(_whole().where(AdoptionItem.id == item_id)).unique().one_or_none()
    if item is None or not reads(viewer, item.decision.group, at):
        raise NotFound
    return item_line(item, viewer, at)


def lock_item(item_id: int) -> AdoptionItem:
    """An item as committed now, the difference of its decision locked first."""
    wanted = select(Decision.difference_id).join(AdoptionItem, AdoptionItem.decision_id == Decision.id)
    difference_id = db.session.scalar(wanted.where(AdoptionItem.id == item_id))
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    statement = _whole().where(AdoptionItem.id == item_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).unique().one()


def items_of_city(decision: Decision, city_id: int) -> list[AdoptionItem]:
    """The items of one city, as committed now."""
    statement = _whole().where(AdoptionItem.decision_id == decision.id, AdoptionItem.city_id == city_id)
    ordered = statement.order_by(AdoptionItem.id).execution_options(populate_existing=True)
    return list(db.session.scalars(ordered).unique())


def adoptions_of(decision: Decision) -> list[Adoption]:
    """Which cities work by a decision, and since when."""
    statement = select(Adoption).where(Adoption.decision_id == decision.id).order_by(Adoption.id)
    return list(db.session.scalars(statement).unique())


def _items_of(decision: Decision) -> defaultdict[int, list[AdoptionItem]]:
    found: defaultdict[int, list[AdoptionItem]] = defaultdict(list)
    statement = select(AdoptionItem).where(AdoptionItem.decision_id == decision.id)
    for item in db.session.scalars(statement.order_by(AdoptionItem.id)).unique():
        found[item.city_id].append(item)
    return found


def _whole() -> Select[AdoptionItem]:
    return select(AdoptionItem).options(
        joinedload(AdoptionItem.decision).joinedload(Decision.difference),
        joinedload(AdoptionItem.decision).joinedload(Decision.group).selectinload(Group.cities),
        joinedload(AdoptionItem.decision).joinedload(Decision.superseded_by),
    )
