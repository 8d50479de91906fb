"""後閲: what was done in a manager's absence is put before the manager, who records having read it (S5, S6)."""

from datetime import datetime

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.texts import normalise
from app.extensions import db
from app.models import Absence, LaterReading, Signature, SignoffStep, User
from app.policies.absences import may_record_reading
from app.policies.verdicts import ensure
from app.queries.signoff import lock_reading


def owe_reading(
    step: SignoffStep, absence: Absence, at: datetime, signature: Signature | None
) -> LaterReading:
    """Let an absent manager read afterwards what a deputy signed, or that the step went on (signature None)."""
    holder = next(holder for holder in step.holders if holder.post_id == absence.post_id)
    reading = LaterReading(
        post_id=holder.post_id,
        post_name=holder.post_name,
        user=absence.user,
        printed_name=absence.user.printed,
        absence=absence,
        signature=signature,
        owed_since=at,
    )
    step.readings.append(reading)
    db.session.flush()
    escalation = step.city_route.escalation
    notify(
        [absence.user],
        NoticeKind.ACTED_IN_ABSENCE,
        subject=escalation,
        difference=escalation.difference,
        key=str(reading.id),
    )
    return reading


def record_reading(reading_id: int, actor: User, *, remark: str = "", key: str = "") -> LaterReading:
    """Record that the absent manager has read it since, with a remark that undoes nothing (S5, S6)."""
    reading = lock_reading(reading_id)
    if not claim_key(key, actor):
        return reading
    ensure(may_record_reading(actor, reading))
    reading.read_at, reading.remark = now(), normalise(remark)
    city_route = reading.step.city_route
    record(
        EventKind.READ_AFTERWARDS,
        actor=actor,
        subject=reading,
        difference=city_route.escalation.difference,
        after={
            "escalation": city_route.escalation_id,
            "city_name": city_route.city.names,
            "post": reading.post_name,
            "passed_over": reading.passed_over,
            "remark": reading.remark,
        },
    )
    return reading
