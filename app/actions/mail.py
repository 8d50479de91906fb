"""The outbox: a mail is queued by an act, claimed by one worker, sent outside every transaction, then marked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.clock import now
from app.extensions import db
from app.i18n import DEFAULT_LOCALE, locale_scope
from app.models import MailEnclosure, OutgoingMail, User

MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_WAIT = timedelta(days=14)
"""What waited longer never goes, such as where a mail server is named for the first time after a year."""
LONGEST_ERROR = 500


@dataclass(frozen=True)
class Enclosure:
    """A small file that goes along with a mail; the media type with its parameters."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A mail in one language."""

    subject: str
    body: str
    enclosure: Enclosure | None = None


def queue_mail(key: str, person: User, letter: Letter) -> None:
    """Queue a mail to a person, to go after the commit; the key names it for good."""
    enclosed, at = letter.enclosure, now()
    db.session.add(
        OutgoingMail(
            key=key,
            recipient=person.email,
            subject=letter.subject,
            body=letter.body,
            created_at=at,
            available_at=at,
            enclosure=MailEnclosure(**vars(enclosed)) if enclosed else None,
        )
    )


def mail_each(people: Iterable[User], key: str, write: Callable[[], Letter]) -> None:
    """Queue a mail to each person once, in the language of each: a second call with the same key mails nobody."""
    wanted = {f"{key}:{person.id}": person for person in people if person.active}
    there = set(db.session.scalars(select(OutgoingMail.key).where(OutgoingMail.key.in_(wanted))))
    letters: dict[str, Letter] = {}
    for full_key, person in wanted.items():
        locale = person.locale or DEFAULT_LOCALE
        if full_key in there:
            continue
        if locale not in letters:
            with locale_scope(locale):
                letters[locale] = write()
        queue_mail(full_key, person, letters[locale])


def claim_next_mail() -> OutgoingMail | None:
    """Claim the mail that waits longest; no other worker gets it before its pause is over. None where none waits."""
    at = now()
    waiting = (
        OutgoingMail.sent_at.is_(None),
        OutgoingMail.withheld_at.is_(None),
        OutgoingMail.available_at <= at,
        OutgoingMail.created_at > at - LONGEST_WAIT,
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
    """Note that a mail has gone, and forget its text and file: it may hold a link that opens an account."""
    mail = db.session.get_one(OutgoingMail, mail_id)
    mail.sent_at, mail.last_error, mail.body = now(), "", ""
    mail.enclosure = None


def withhold_unsent() -> int:
    """Keep every mail that waits from ever going, forget its text and file; how many. For a restored database (A8)."""
    waiting = (OutgoingMail.sent_at.is_(None), OutgoingMail.withheld_at.is_(None))
    enclosed = MailEnclosure.mail_id.in_(select(OutgoingMail.id).where(*waiting))
    db.session.execute(delete(MailEnclosure).where(enclosed))
    held = update(OutgoingMail).where(*waiting).values(withheld_at=now(), body="")
    return len(db.session.scalars(held.returning(OutgoingMail.id)).all())


def mark_failed(mail_id: int, error: str) -> None:
    """Note why a mail could not be sent; it is tried again after its pause."""
    db.session.get_one(OutgoingMail, mail_id).last_error = error[:LONGEST_ERROR]


def _pause(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 2**attempts, LONGEST_PAUSE)
