"""Clerical corrections: proposed with two passages, stopped by a city, in effect by the clock; the decision stays."""

from datetime import datetime, timedelta

from app.actions.differences.texts import said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.calendar import end_of_day_tokyo, last_day_tokyo, tokyo_date
from app.domain.clerical import MAX_PASSAGE, occurrences, touched
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import CITY_ROLES
from app.domain.texts import normalise
from app.extensions import db
from app.models import ClericalCorrection, Decision, User
from app.policies.clerical import may_object_to_correction, may_propose_correction
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import the_council
from app.queries.decisions.clerical import (
    decided_text,
    last_correction,
    lock_correction,
    lock_decision,
    next_number,
)
from app.queries.roles import people_of_group


def propose_correction(
    decision_id: int, actor: User, *, old: str, new: str, reason: str, key: str = ""
) -> ClericalCorrection:
    """Propose what a passage should read; it holds after the council's days unless a city objects.

    Raises Invalid where the passage does not stand exactly once in the text, or where what binds would be touched.
    """
    decision = lock_decision(decision_id)
    at = now()
    ensure(may_propose_correction(actor, decision, at))
    old, new = _checked(decision, old, new)
    why = said_in_words("reason", reason)
    if not claim_key(key, actor):
        return _last(decision)
    correction = ClericalCorrection(
        decision=decision,
        number=next_number(decision),
        old_passage=old,
        new_passage=new,
        reason=why,
        proposed_by_id=actor.id,
        proposed_by_printed=actor.printed,
        proposed_at=at,
        objections_until=_objections_until(at),
    )
    db.session.add(correction)
    facts = {
        **_facts(correction),
        "reason": why,
        "until": last_day_tokyo(correction.objections_until).isoformat(),
    }
    record(
        EventKind.CLERICAL_CORRECTION_PROPOSED,
        actor=actor,
        subject=correction,
        difference=decision.difference,
        after=facts,
    )
    notify(
        people_of_group(decision.group, at, kinds=CITY_ROLES),
        NoticeKind.CLERICAL_CORRECTION_PROPOSED,
        subject=correction,
        difference=decision.difference,
        decision=decision.id,
        number=decision.number,
        until=facts["until"],
    )
    return correction


def object_to_correction(correction_id: int, actor: User, *, reason: str) -> ClericalCorrection:
    """Stop a correction for the actor's city, with words; the text stays as it was decided."""
    correction = lock_correction(correction_id)
    at = now()
    ensure(may_object_to_correction(actor, correction, at))
    why, by = said_in_words("reason", reason), actor.printed
    correction.objection, correction.city_id = why, actor.city_id
    correction.stopped_at, correction.stopped_by_id, correction.stopped_by_printed = at, actor.id, by
    decision = correction.decision
    record(
        EventKind.CLERICAL_CORRECTION_STOPPED,
        actor=actor,
        subject=correction,
        difference=decision.difference,
        after={**_facts(correction), "reason": why},
    )
    proposer = db.session.get_one(User, correction.proposed_by_id)
    notify(
        [proposer],
        NoticeKind.CLERICAL_CORRECTION_STOPPED,
        subject=correction,
        difference=decision.difference,
        decision=decision.id,
        number=decision.number,
    )
    return correction


def _checked(decision: Decision, old: str, new: str) -> tuple[str, str]:
    """Both passages as they are stored, or Invalid with what is wrong with them."""
    old, new = (normalise(old).strip(), normalise(new).strip())
    for field, passage in (("old", old), ("new", new)):
        if not passage:
            raise Invalid(field, "required")
        if len(passage) > MAX_PASSAGE or "\n" in passage:
            raise Invalid(field, "passage_too_long", limit=MAX_PASSAGE)
    text = decided_text(decision)
    places = occurrences(text, old)
    if places != 1:
        raise Invalid("old", "passage_not_found" if not places else "passage_not_unique", count=places)
    if old == new:
        raise Invalid("new", "correction_changes_nothing")
    kinds = touched(text, old, new)
    if kinds:
        raise Invalid("new", "correction_touches", kinds=kinds)
    return old, new


def _last(decision: Decision) -> ClericalCorrection:
    found = last_correction(decision)
    if found is None:
        raise NotFound
    return found


def _objections_until(at: datetime) -> datetime:
    days = the_council().objection_days
    return end_of_day_tokyo(tokyo_date(at) + timedelta(days=days)) if days else at


def _facts(correction: ClericalCorrection) -> dict[str, object]:
    return {
        "decision": correction.decision.id,
        "number": correction.decision.number,
        "correction": correction.number,
        "old": correction.old_passage,
        "new": correction.new_passage,
    }
