"""The adoption ledger: items are laid before each city, closed with evidence, reopened; then the matter ends."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.adoption import ItemKind, items_due
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.roles import RoleKind
from app.domain.texts import normalise, normalise_line
from app.domain.workflow import Act, Stage
from app.extensions import db
from app.models import Adoption, AdoptionEvidence, AdoptionItem, City, Decision, Difference, User
from app.policies.adoption import may_add_item, may_close_item, may_take_back_evidence
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.adoption import items_of_city, lock_item
from app.queries.decisions import latest_decision
from app.queries.decisions.one import lock_decision
from app.queries.roles import people_of_group, secretaries

LAST_DAY = date(2099, 12, 31)


def lay_items(decision: Decision, cities: Iterable[City]) -> None:
    """Lay before each city what it has to do to work by a decision; a second time adds none (D5)."""
    laid = select(AdoptionItem.city_id).where(
        AdoptionItem.decision_id == decision.id, AdoptionItem.added_by_id.is_(None)
    )
    known = set(db.session.scalars(laid))
    for city in cities:
        for kind in () if city.id in known else items_due(decision.flag_set, decision.difference.kind):
            item = AdoptionItem(decision=decision, city=city, kind=kind, added_at=now())
            item.due_on = decision.effective_on
            db.session.add(item)


def add_item(
    decision_id: int,
    actor: User,
    *,
    city_id: int,
    kind: ItemKind,
    task: str,
    due_on: date,
    mandatory: bool = True,
    key: str = "",
) -> None:
    """Add what a city has to do beyond that; a mandatory item reverts an adoption that was there (D5)."""
    decision, city = lock_decision(decision_id), db.session.get(City, city_id)
    if city is None:
        raise NotFound
    if not claim_key(key, actor):
        return
    at = now()
    ensure(may_add_item(actor, decision, city, at))
    if not is_reason(task):
        raise Invalid("task", "needs_words")
    if not tokyo_date(at) <= due_on <= LAST_DAY:
        raise Invalid("due_on", "day_is_past" if due_on <= LAST_DAY else "day_is_too_late")
    lay_items(decision, [city])
    item = AdoptionItem(
        decision=decision,
        city=city,
        kind=kind,
        task=normalise_line(task),
        mandatory=mandatory,
        due_on=due_on,
        added_by_id=actor.id,
        added_by_printed=actor.printed,
        added_at=at,
    )
    db.session.add(item)
    db.session.flush()
    _record(EventKind.ADOPTION_ITEM_ADDED, item, actor, due_on=due_on.isoformat(), mandatory=mandatory)
    if mandatory:
        _revert(item, actor, item.task)


def close_item(item_id: int, actor: User, *, done_on: date, evidence: str, key: str = "") -> AdoptionItem:
    """Close an item with evidence; the city has adopted the decision when its last mandatory item is closed (D5)."""
    item = lock_item(item_id)
    if not claim_key(key, actor):
        return item
    at = now()
    ensure(may_close_item(actor, item, at))
    if not is_reason(evidence):
        raise Invalid("evidence", "evidence_required")
    if done_on > tokyo_date(at):
        raise Invalid("done_on", "not_in_the_future")
    proof = AdoptionEvidence(
        item=item,
        done_on=done_on,
        words=normalise(evidence).strip(),
        recorded_by_id=actor.id,
        recorded_by_printed=actor.printed,
        recorded_at=at,
    )
    db.session.add(proof)
    facts = {"done_on": done_on.isoformat(), "evidence": proof.words}
    _record(EventKind.ADOPTION_ITEM_CLOSED, item, actor, **facts)
    db.session.flush()
    _adopt_if_done(item, actor)
    return item


def take_back_evidence(item_id: int, actor: User, *, reason: str, key: str = "") -> AdoptionItem:
    """Open a closed item again; the city's adoption is reverted with it, the matter's stage stays (D5)."""
    item = lock_item(item_id)
    if not claim_key(key, actor):
        return item
    ensure(may_take_back_evidence(actor, item, now()))
    if not is_reason(reason):
        raise Invalid("reason", "needs_words")
    proof = item.proof
    if proof is None:
        raise NotFound
    proof.removal_reason, proof.removed_at = normalise(reason).strip(), now()
    proof.removed_by_id, proof.removed_by_printed = actor.id, actor.printed
    _record(EventKind.ADOPTION_ITEM_REOPENED, item, actor, reason=proof.removal_reason)
    if item.mandatory:
        _revert(item, actor, proof.removal_reason)
    return item


def complete_if_adopted(difference: Difference) -> None:
    """End a published matter when every participating city has adopted it: nobody needs to say so once more.

    That can also come about because a city that had not adopted it left (D10).
    """
    decision = latest_decision(difference)
    if decision is None or difference.stage is not Stage.PUBLISHED or difference.cycle != decision.cycle:
        return
    adopted = set(db.session.scalars(select(Adoption.city_id).where(Adoption.decision_id == decision.id)))
    needed = {city.id for city in difference.group.voting_cities_at(now())}
    if needed and needed <= adopted:
        facts = {"number": decision.number}
        move(difference, Act.COMPLETE, None, EventKind.DIFFERENCE_COMPLETED, after=facts)


def _adopt_if_done(item: AdoptionItem, actor: User) -> None:
    due = [each for each in items_of_city(item.decision, item.city_id) if each.mandatory]
    proofs = [each.proof for each in due if each.proof is not None]
    if len(proofs) < len(due) or not due or _adoption(item) is not None:
        return
    adoption = Adoption(
        decision=item.decision,
        city_id=item.city_id,
        adopted_on=max(proof.done_on for proof in proofs),
        recorded_by_id=actor.id,
        recorded_by_printed=actor.printed,
        recorded_at=now(),
    )
    db.session.add(adoption)
    db.session.flush()
    facts = {"number": item.decision.number, "adopted_on": adoption.adopted_on.isoformat()}
    difference = item.decision.difference
    record(EventKind.ADOPTED, actor=actor, subject=adoption, difference=difference, after=facts)
    complete_if_adopted(item.decision.difference)


def _revert(item: AdoptionItem, actor: User, reason: str) -> None:
    """Take back that a city works by a decision, where it was said, and tell those who lead."""
    adoption = _adoption(item)
    if adoption is None:
        return
    db.session.delete(adoption)
    _record(EventKind.ADOPTION_REVERTED, item, actor, reason=reason)
    decision = item.decision
    people = [*people_of_group(decision.group, now(), kinds=(RoleKind.CHAIR,)), *secretaries()]
    notify(
        [person for person in people if person.id != actor.id],
        NoticeKind.ADOPTION_REVERTED,
        subject=decision,
        difference=decision.difference,
        key=f"{item.city_id}:{now().isoformat()}",
        number=decision.number,
        city=item.city.names,
    )


def _adoption(item: AdoptionItem) -> Adoption | None:
    said = select(Adoption).where(Adoption.decision_id == item.decision_id, Adoption.city_id == item.city_id)
    return db.session.scalars(said).unique().one_or_none()


def _record(kind: EventKind, item: AdoptionItem, actor: User, **facts: Any) -> None:
    decision = item.decision
    record(
        kind,
        actor=actor,
        subject=item,
        difference=decision.difference,
        on_behalf_of=None if actor.city_id == item.city.id else item.city.id,
        after={
            "decision": decision.id,
            "number": decision.number,
            "city": item.city.names,
            "kind": item.kind.value,
            "task": item.task,
            **facts,
        },
    )
