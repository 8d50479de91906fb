"""A city says that it works by a decision; when all do, the matter is complete."""

from datetime import date

from sqlalchemy import select

from app.actions.events import record
from app.actions.workflow import move
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.workflow import Act, Stage
from app.extensions import db
from app.models import Adoption, Decision, Difference, User
from app.policies.decisions import may_adopt
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.decisions import latest_decision
from app.queries.differences import lock_difference_by_id


def adopt(decision_id: int, actor: User, *, adopted_on: date, evidence: str) -> Adoption:
    """Record that the actor's city works by a published decision since a day; the last city completes it."""
    found = db.session.get(Decision, decision_id)
    if found is None:
        raise NotFound
    difference = lock_difference_by_id(found.difference_id)
    decision = db.session.get_one(Decision, decision_id)
    adopted = adopting_cities(decision)
    ensure(may_adopt(actor, difference, decision, adopted, now()))
    if not is_reason(evidence):
        raise Invalid("evidence", "evidence_required")
    if adopted_on > tokyo_date(now()):
        raise Invalid("adopted_on", "not_in_the_future")
    adoption = Adoption(
        decision=decision,
        city_id=actor.city_id,
        adopted_on=adopted_on,
        evidence=evidence.strip(),
        recorded_by_id=actor.id,
        recorded_by_printed=actor.printed,
        recorded_at=now(),
    )
    db.session.add(adoption)
    db.session.flush()
    facts = {"number": decision.number, "adopted_on": adopted_on.isoformat(), "evidence": adoption.evidence}
    record(EventKind.ADOPTED, actor=actor, subject=adoption, difference=difference, after=facts)
    complete_if_adopted(difference)
    return adoption


def adopting_cities(decision: Decision) -> set[int]:
    """The ids of the cities that adopted a decision."""
    return set(db.session.scalars(select(Adoption.city_id).where(Adoption.decision_id == decision.id)))


def complete_if_adopted(difference: Difference) -> None:
    """Every participating city has adopted the last decision: nobody needs to say so once more.

    That can also come about because a city that had not adopted it left (D10).
    """
    decision = latest_decision(difference)
    needed = {city.id for city in difference.group.voting_cities_at(now())}
    if decision is None or difference.stage is not Stage.PUBLISHED:
        return
    if needed and needed <= adopting_cities(decision):
        move(
            difference, Act.COMPLETE, None, EventKind.DIFFERENCE_COMPLETED, after={"number": decision.number}
        )
