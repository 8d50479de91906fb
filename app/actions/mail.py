"""The outbox: a mail is claimed by one worker, sent outside every transaction, then marked."""

from datetime import timedelta

from sqlalchemy import select, update

from app.clock import now
from app.extensions import db
from app.models import OutgoingMail

MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_ERROR = 500


def claim_next_mail() -> OutgoingMail | None:
    """Claim the mail that waits longest; no other worker gets it before its pause is over. None where none waits."""
    at = now()
    waiting = (
        OutgoingMail.sent_at.is_(None),
        OutgoingMail.withheld_at.is_(None),
        OutgoingMail.available_at <= at,
        OutgoingMail.attempts < MOST_ATTEMPTS,
    )
    found = select(OutgoingMail.id).where(*waiting).order_by(OutgoingMail.available_at, OutgoingMail.id)
    for mail_id in db.session.scalars(found.limit(20)):
        attempts = db.session.scalar(select(OutgoingMail.attempts).where(OutgoingMail.id == mail_id)) or 0
        claim = update(OutgoingMail).where(OutgoingMail.id == mail_id, *waiting)
        claim = claim.values(attempts=OutgoingMail.attempts + 1, available_at=at + _pause(attempts))
        claim = claim.execution_options(synchronize_session=False)
        if db.session.scalar(claim.returning(OutgoingMail.id)) is not None:
            return db.session.get(OutgoingMail, mail_id, populate_existing=True)
    return None


def mark_sent(mail_id: int) -> None:
    """Note that a mail has gone, and forget its text: it may hold a link that opens an account."""
    mail = db.session.get_one(OutgoingMail, mail_id)
    mail.sent_at, mail.last_error, mail.body = now(), "", ""


def withhold_unsent() -> int:
    """Keep every mail that waits from ever going, and forget its text; how many. For a restored database (A8)."""
    waiting = (OutgoingMail.sent_at.is_(None), OutgoingMail.withheld_at.is_(None))
    held = update(OutgoingMail).where(*waiting).values(withheld_at=now(), body="")
    return len(db.session.scalars(held.returning(OutgoingMail.id)).all())


def mark_failed(mail_id: int, error: str) -> None:
    """Note why a mail could not be sent; it is tried again after its pause."""
    db.session.get_one(OutgoingMail, mail_id).last_error = error[:LONGEST_ERROR]


def _pause(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 2**attempts, LONGEST_PAUSE)
