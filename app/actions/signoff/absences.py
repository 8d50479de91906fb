"""Registering who is away from a post from when until when, and who may act meanwhile, in order (S5)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.calendar import last_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.texts import normalise_line
from app.extensions import db
from app.models import Absence, AbsenceDeputy, User
from app.policies.absences import check_absence, check_deputies, may_end_absence, may_register_absence
from app.policies.people import span_of
from app.policies.verdicts import Invalid, ensure
from app.queries.council import lock_city
from app.queries.people import holding_of, person_named
from app.queries.signoff.absences import absence_of, absences_overlapping

MAX_REASON = 200


def register_absence(
    actor: User,
    *,
    holding_id: int,
    since: date,
    last_day: date,
    reason: str,
    deputy_ids: Sequence[int] = (),
    key: str = "",
) -> Absence | None:
    """Register that whoever holds a post is away for some days, with deputies in order; None for a form sent twice."""
    holding = holding_of(holding_id)
    city = lock_city(holding.post.city_id)
    at = now()
    if not claim_key(key, actor):
        return None
    ensure(may_register_absence(actor, city, at))
    reason = normalise_line(reason)
    if not is_reason(reason):
        raise Invalid("reason", "reason_required")
    span = span_of(since, last_day)
    check_absence(holding, span, absences_overlapping(holding), at)
    deputies = [person_named(user_id) for user_id in deputy_ids]
    check_deputies(holding, deputies)
    absence = Absence(
        post=holding.post,
        user=holding.user,
        since=span.since,
        until=span.until,
        reason=reason,
        registered_by=actor,
        registered_at=at,
        deputies=[AbsenceDeputy(rank=rank, user=person) for rank, person in enumerate(deputies, 1)],
    )
    db.session.add(absence)
    db.session.flush()
    record(EventKind.ABSENCE_REGISTERED, actor=actor, subject=absence, after=_facts(absence))
    notify(deputies, NoticeKind.NAMED_DEPUTY, subject=absence)
    return absence


def end_absence(absence_id: int, actor: User) -> None:
    """End an absence at once; one that never began is taken back. What was done meanwhile stays (S5, S6)."""
    absence = absence_of(absence_id)
    lock_city(absence.post.city_id)
    db.session.refresh(absence)
    at = now()
    ensure(may_end_absence(actor, absence, at))
    began = absence.since < at
    before = _facts(absence)
    if began:
        absence.until = at
    else:
        db.session.delete(absence)
    after = _facts(absence) if began else {**before, "never_began": True}
    record(EventKind.ABSENCE_ENDED, actor=actor, subject=absence, before=before, after=after)


def _facts(absence: Absence) -> dict[str, Any]:
    """What the log keeps: why somebody is away stays in the city's own register."""
    return {
        "city_name": absence.post.city.names,
        "person": absence.user.printed,
        "post": absence.post.name,
        "since": tokyo_date(absence.since).isoformat(),
        "last_day": last_day_tokyo(absence.until).isoformat(),
        "deputies": [deputy.user.printed for deputy in absence.deputies],
    }
