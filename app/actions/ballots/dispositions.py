"""What becomes of a comment that came with an approval (B22)."""

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.texts import normalise
from app.extensions import db
from app.models import Disposition, User
from app.policies.ballots import may_record_disposition
from app.policies.verdicts import Invalid, ensure
from app.queries.ballots.one import dispositions_of, lock_round


def record_disposition(round_id: int, city_id: int, actor: User, *, body: str) -> Disposition:
    """Record how a city's comment was dealt with; the decision can be published once each has this (B22)."""
    round = lock_round(round_id)
    at = now()
    ensure(may_record_disposition(actor, round, city_id, city_id in dispositions_of(round), at))
    if not is_reason(body):
        raise Invalid("body", "disposition_needs_text")
    entry = next(entry for entry in round.electorate if entry.city_id == city_id)
    disposition = Disposition(
        round_id=round.id,
        city_id=city_id,
        body=normalise(body).strip(),
        recorded_by_id=actor.id,
        recorded_by_printed=actor.printed,
        recorded_at=at,
    )
    db.session.add(disposition)
    record(
        EventKind.DISPOSITION_RECORDED,
        actor=actor,
        subject=round,
        difference=round.difference,
        after={
            "round": round.id,
            "number": round.number,
            "city": {"id": city_id, "ja": entry.city.name_ja, "en": entry.city.name_en},
            "body": disposition.body,
        },
    )
    return disposition
