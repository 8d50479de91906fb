"""What people do with their own account: sign in, choose a language and a password, sign out everywhere."""

from sqlalchemy import delete, select

from app.actions.events import record
from app.clock import now
from app.domain import passwords
from app.domain.accounts import THROTTLE_WINDOW, fold_email, password_fault
from app.domain.events import EventKind
from app.extensions import db
from app.models import AccountToken, SignInAttempt, User
from app.policies.accounts import may_try, may_use_account, may_use_link
from app.policies.verdicts import Invalid, ensure
from app.queries.accounts import failures_from, failures_of_account, link_of_token, open_links
from app.queries.people import lock_person


def begin_attempt(email: str, address: str) -> None:
    """Note an attempt to enter a password before it is looked at, or refuse one too many.

    Counting first bounds guesses that are sent at the same time. forget_attempts takes the note back.
    """
    account = fold_email(email)[:254]
    db.session.execute(select(User.id).where(User.email == account).with_for_update())
    at = now()
    ensure(may_try(failures_of_account(account, at), failures_from(address, at)))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= at - THROTTLE_WINDOW))
    db.session.add(SignInAttempt(account=account, address=address, at=at))


def complete_sign_in(user_id: int, password: str) -> User:
    """Let a person in whose password was right: forget the failures, keep the password by today's parameters."""
    person = lock_person(user_id)
    ensure(may_use_account(person))
    _forget_attempts(person)
    if person.password_hash and passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    return person


def change_password(actor: User, new: str) -> User:
    """Give oneself a new password; every session ends, the one at hand is renewed by the web."""
    person = lock_person(actor.id)
    ensure(may_use_account(person))
    _set_password(person, new, "new_password")
    return person


def set_password_by_link(token: str, new: str) -> User:
    """Set the password of the person whom a single-use link names; the link and all others of the person end."""
    link = link_of_token(token)
    person = lock_person(link.user_id)
    db.session.refresh(link)
    ensure(may_use_link(link, now()))
    _set_password(person, new, "password", purpose=link.purpose.value)
    return person


def choose_language(actor: User, locale: str | None) -> None:
    """Keep the language a person reads and gets mail in; None is whatever the browser says."""
    person = lock_person(actor.id)
    ensure(may_use_account(person))
    if locale == person.locale:
        return
    before, person.locale = person.locale, locale
    record(
        EventKind.PERSON_CHANGED,
        actor=person,
        subject=person,
        before={"locale": before},
        after={"person": person.printed, "locale": locale},
    )


def sign_out_everywhere(actor: User) -> None:
    """End every session of a person at its next request (A2)."""
    person = lock_person(actor.id)
    ensure(may_use_account(person))
    person.session_serial += 1
    record(EventKind.SIGNED_OUT_EVERYWHERE, actor=person, subject=person, after={"person": person.printed})


def _set_password(person: User, new: str, field: str, **facts: str) -> None:
    fault = password_fault(new, person.email)
    if fault:
        raise Invalid(field, fault)
    person.password_hash = passwords.hash_password(new)
    person.session_serial += 1
    _end_links(person)
    _forget_attempts(person)
    record(
        EventKind.PASSWORD_CHANGED,
        actor=person,
        subject=person,
        after={"person": person.printed, **facts},
    )


def _end_links(person: User) -> None:
    links: list[AccountToken] = list(open_links(person, now()))
    for link in links:
        link.used_at = now()


def _forget_attempts(person: User) -> None:
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.account == person.email))
