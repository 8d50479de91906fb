"""A city says what it saved by a decision in a fiscal year, and corrects it; every revision stays (D11)."""

from app.actions.events import record
from app.actions.keys import claim_key
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.fiscal import fiscal_year
from app.domain.money import MAX_YEN
from app.domain.positions import is_reason
from app.extensions import db
from app.models import Decision, RealisedSaving, User
from app.policies.savings import may_record_saving, year_can_be_recorded
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import the_council
from app.queries.differences import lock_difference_by_id
from app.queries.savings.one import last_realised


def record_saving(
    decision_id: int, actor: User, *, year: int, yen: int, basis: str, seen: int = 0, key: str = ""
) -> RealisedSaving | None:
    """Add a revision for the actor's city over revision `seen` (0: none); the same once more leaves no trace (L7).

    Raises Invalid where a colleague recorded meanwhile (B17). None where the same form already did (B15).
    """
    decision = db.session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    difference = lock_difference_by_id(decision.difference_id)
    at = now()
    ensure(may_record_saving(actor, decision, at))
    _check(decision, year, yen, basis)
    basis = basis.strip()
    last = last_realised(decision.id, actor.city_id, year)
    if last and (last.yen, last.basis) == (yen, basis):
        return last
    if not claim_key(key, actor):
        return None
    if (last.revision if last else 0) != seen:
        raise Invalid("seen", "saving_recorded_meanwhile")
    realised = RealisedSaving(
        decision_id=decision.id,
        city_id=actor.city_id,
        fiscal_year=year,
        revision=seen + 1,
        yen=yen,
        basis=basis,
        recorded_by_id=actor.id,
        recorded_by_printed=actor.printed,
        recorded_at=at,
    )
    db.session.add(realised)
    facts = {"number": decision.number, "decision": decision.id, "year": year}
    record(
        EventKind.SAVING_RECORDED,
        actor=actor,
        subject=realised,
        difference=difference,
        before={**facts, "yen": last.yen, "basis": last.basis} if last else {},
        after={**facts, "yen": yen, "basis": basis},
    )
    return realised


def _check(decision: Decision, year: int, yen: int, basis: str) -> None:
    current = fiscal_year(tokyo_date(now()), the_council().fiscal_year_start_month)
    verdict = year_can_be_recorded(year, decision.fiscal_year, current)
    if not verdict:
        raise Invalid("year", verdict.code, **verdict.params)
    if abs(yen) > MAX_YEN:
        raise Invalid("yen", "amount_too_large")
    if not is_reason(basis):
        raise Invalid("basis", "saving_basis_required")
