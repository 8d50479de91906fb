"""Confirming that one has read a chapter of an edition (周知)."""

from app.clock import now
from app.extensions import db
from app.models import ManualReading, User
from app.policies.manual import may_confirm_reading
from app.policies.verdicts import ensure
from app.queries.manual.chapter import chapter_state
from app.queries.manual.readings import chapter_hashes, reading_of


def confirm_reading(number: int, code: str, actor: User) -> ManualReading:
    """Note that a person has read a chapter as it stands in an edition; saying it again changes nothing.

    The row itself is the record: the event log would only repeat it, for every person, chapter and edition.
    """
    state = chapter_state(number, code, actor, now())
    ensure(may_confirm_reading(actor, state.group, now()))
    known = reading_of(actor, state.group, state.edition)
    if known is not None:
        return known
    reading = ManualReading(
        user_id=actor.id,
        group=state.group,
        edition=state.edition,
        chapter_hash=chapter_hashes(state.edition)[state.group.code],
        read_at=now(),
    )
    db.session.add(reading)
    return reading
