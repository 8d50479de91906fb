"""Anonymising a person: the account and the personal name go, what was done with legal effect keeps its print (A4)."""

from datetime import datetime

from sqlalchemy import delete, select, update

from app.actions.events import record
from app.clock import now
from app.domain.accounts import anonymous_email
from app.domain.events import EventKind
from app.extensions import db
from app.models import (
    AccountToken,
    CalendarLink,
    CaucusEntry,
    CaucusPosition,
    Comment,
    Event,
    Inquiry,
    InquiryReply,
    Mention,
    Notice,
    OutgoingMail,
    SignInAttempt,
    User,
)
from app.policies.people import may_anonymise
from app.policies.verdicts import ensure
from app.queries.people import lock_person


def anonymise_person(user_id: int, actor: User) -> User:
    """Take a person's name, address, password, sessions, links, mails and notices away, for good.

    City, section and post stay. The log and what is printed on positions, signatures, decisions, stated practices,
    confirmations and minutes stay as they are; under comments, inquiries and in the caucus the
    name goes.
    """
    person = lock_person(user_id)
    at = now()
    ensure(may_anonymise(actor, person, at))
    names = _names_of(person)
    _forget_account(person, at)
    _forget_traces(person)
    _forget_printed(person, names)
    record(EventKind.PERSON_ANONYMISED, actor=actor, subject=person, after={"person": person.printed})
    return person


def _names_of(person: User) -> set[str]:
    """The name of a person and those it had before, as the log knows them."""
    about = (Event.subject_type == User.__tablename__, Event.subject_id == person.id)
    kinds = Event.kind.in_((EventKind.PERSON_ADDED, EventKind.PERSON_CHANGED))
    names = {person.name}
    for event in db.session.scalars(select(Event).where(*about, kinds)):
        names |= {str(facts.get("name") or "") for facts in (event.before, event.after)}
    return names - {""}


def _forget_account(person: User, at: datetime) -> None:
    email, placeholder = person.email, anonymous_email(person.id)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.account == email))
    to_person = OutgoingMail.recipient == email
    db.session.execute(delete(OutgoingMail).where(to_person, OutgoingMail.sent_at.is_(None)))
    db.session.execute(update(OutgoingMail).where(to_person).values(recipient=placeholder))
    person.email, person.name, person.locale = placeholder, "", None
    person.password_hash, person.active, person.administrator = None, False, False
    person.session_serial += 1
    person.anonymised_at = at


def _forget_traces(person: User) -> None:
    for owned in (AccountToken, CalendarLink, Notice, Mention):
        db.session.execute(delete(owned).where(owned.user_id == person.id))


def _forget_printed(person: User, names: set[str]) -> None:
    """Take the name from under what has no legal effect; what came from an objection has."""
    spoken = (
        (Comment, Comment.author_printed, (Comment.author_id == person.id) & Comment.round_id.is_(None)),
        (CaucusEntry, CaucusEntry.author_printed, CaucusEntry.author_id == person.id),
        (Inquiry, Inquiry.asker_printed, Inquiry.asker_id == person.id),
        (Inquiry, Inquiry.closed_by_printed, Inquiry.closed_by_id == person.id),
        (InquiryReply, InquiryReply.author_printed, InquiryReply.author_id == person.id),
        (CaucusPosition, CaucusPosition.drafted_by_printed, CaucusPosition.drafted_by_id == person.id),
    )
    for model, column, theirs in spoken:
        for printed in db.session.scalars(select(column).where(theirs).distinct()).all():
            nameless = _without(printed, names)
            if nameless != printed:
                wanted = update(model).where(theirs, column == printed)
                db.session.execute(wanted.values({column.key: nameless}))


def _without(printed: str, names: set[str]) -> str:
    """A print without the name that it ends with; the longest one counts."""
    for name in sorted(names, key=len, reverse=True):
        if printed.endswith(f" {name}"):
            return printed.removesuffix(f" {name}")
    return printed
