"""Corrections of final minutes: appended, dated, confirmed by each city; the minutes themselves stay (M6)."""

from app.actions.differences.texts import said_in_words
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import CorrectionConfirmation, Minutes, MinutesCorrection, User
from app.policies.meetings import may_confirm_correction, may_correct
from app.policies.verdicts import ensure
from app.queries.meetings import lock_minutes
from app.queries.meetings.confirming import correction_numbered, corrections_of
from app.queries.meetings.people import group_without


def correct_minutes(minutes_id: int, actor: User, *, body: str, key: str = "") -> MinutesCorrection:
    """Append what is to be read differently; the cities are asked to confirm it."""
    minutes = lock_minutes(minutes_id)
    at = now()
    ensure(may_correct(actor, minutes, at))
    text = said_in_words("body", body, "required")
    earlier = corrections_of(minutes)
    if not claim_key(key, actor) and earlier:
        return earlier[-1]
    correction = MinutesCorrection(
        minutes_id=minutes.id,
        number=len(earlier) + 1,
        body=text,
        author_id=actor.id,
        author_printed=actor.printed,
        at=at,
    )
    db.session.add(correction)
    _record(EventKind.MINUTES_CORRECTED, minutes, actor, correction)
    meeting = minutes.meeting
    notify(
        group_without(actor, meeting, at),
        NoticeKind.MINUTES_CORRECTED,
        subject=meeting,
        key=str(correction.number),
        meeting=meeting.number,
        group=meeting.group.code,
    )
    return correction


def confirm_correction(minutes_id: int, number: int, actor: User) -> MinutesCorrection:
    """Confirm a correction for the actor's city."""
    minutes = lock_minutes(minutes_id)
    correction = correction_numbered(minutes, number)
    at = now()
    ensure(may_confirm_correction(actor, minutes, correction, at))
    correction.confirmations.append(
        CorrectionConfirmation(
            city_id=actor.city_id, city=actor.city, user_id=actor.id, user_printed=actor.printed, at=at
        )
    )
    _record(EventKind.MINUTES_CORRECTION_CONFIRMED, minutes, actor, correction)
    return correction


def _record(kind: EventKind, minutes: Minutes, actor: User, correction: MinutesCorrection) -> None:
    record(
        kind,
        actor=actor,
        subject=minutes.meeting,
        group=minutes.meeting.group,
        after={
            "meeting": minutes.meeting.number,
            "correction": correction.number,
            "body": correction.body,
        },
    )
