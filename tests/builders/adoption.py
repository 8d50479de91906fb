"""Adoption, as a test needs it: a city closes the items of a decision with evidence."""

from datetime import timedelta

from app.actions.adoption import add_item, close_item, take_back_evidence
from app.clock import now
from app.domain.adoption import ItemKind
from app.domain.calendar import tokyo_date
from app.models import AdoptionItem, Decision, Difference, Group, User
from app.queries.adoption import items_of_city
from app.queries.decisions import latest_decision
from app.transaction import transaction
from tests.builders.council import a_representative
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition

REASON = "差し替えた手順書に誤りがあったため。"
EVIDENCE = "窓口の手順書を差し替え、庁内に周知した。"


def adopted_by(person: User, difference: Difference) -> None:
    """A person closes today every mandatory item of the own city of the last decision on a difference."""
    decision = latest_decision(difference)
    assert decision is not None
    closes_all(person, decision)


def closes_all(person: User, decision: Decision) -> None:
    """A person closes every item of the own city that is open and mandatory."""
    items = items_of_city(decision, person.city_id or 0)
    for item_id in [item.id for item in items if item.mandatory and item.proof is None]:
        with transaction():
            close_item(item_id, person, done_on=tokyo_date(now()), evidence=EVIDENCE)


def item_of(decision: Decision, person: User, kind: ItemKind = ItemKind.NOTICE) -> AdoptionItem:
    """The item of a kind of the person's city."""
    return next(item for item in items_of_city(decision, person.city_id or 0) if item.kind is kind)


def a_published_decision(group: Group | None = None) -> Decision:
    """A decision in an edition of the manual."""
    decision = a_quick_decision(group)
    an_edition()
    return decision


def voices_of(decision: Decision) -> list[User]:
    """A representative of every member city."""
    cities = decision.group.voting_cities_at(now())
    return [a_representative(decision.group, city) for city in cities]


def closes(item: AdoptionItem, person: User, *, evidence: str = EVIDENCE, days: int = 0) -> AdoptionItem:
    """A person closes an item."""
    item_id, day = item.id, tokyo_date(now()) + timedelta(days=days)
    with transaction():
        return close_item(item_id, person, done_on=day, evidence=evidence)


def takes_back(item: AdoptionItem, person: User) -> AdoptionItem:
    """A person takes the evidence of an item back."""
    item_id = item.id
    with transaction():
        return take_back_evidence(item_id, person, reason=REASON)


def adds(decision: Decision, owner: User, person: User, kind: ItemKind, *, mandatory: bool = True) -> None:
    """A person adds an item for the city of another."""
    decision_id, city_id = decision.id, owner.city_id or 0
    with transaction():
        add_item(
            decision_id,
            person,
            city_id=city_id,
            kind=kind,
            task="申請書の様式を改める",
            due_on=tokyo_date(now()) + timedelta(days=1),
            mandatory=mandatory,
        )
