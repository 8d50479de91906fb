"""Single-use links to set a password: made for a person, told by mail and once to whoever made them."""

import secrets
from collections.abc import Callable

from app.actions.events import record
from app.actions.mail import Letter, queue_mail
from app.clock import now
from app.domain.accounts import LINK_LIFETIME, TokenPurpose
from app.domain.events import EventKind
from app.extensions import db
from app.i18n import DEFAULT_LOCALE, current_locale, locale_scope
from app.models import AccountToken, User
from app.policies.accounts import may_ask_for_link, may_use_account
from app.policies.standing import may_administer
from app.policies.verdicts import ensure
from app.queries.accounts import open_links, recent_links, token_hash, user_by_email
from app.queries.council import the_council
from app.queries.people import lock_person
from app.wording.accounts import link_mail

AddressOf = Callable[[str], str]


def invite(user_id: int, actor: User, address_of: AddressOf) -> str:
    """Make a person a link to set a password, an invitation or a reset, and return its address to be shown once.

    address_of turns a token into the address of its page. Earlier links of the person end.
    """
    ensure(may_administer(actor))
    person = lock_person(user_id)
    ensure(may_use_account(person))
    purpose = TokenPurpose.RESET if person.password_hash else TokenPurpose.INVITATION
    for earlier in open_links(person, now()):
        earlier.used_at = now()
    address = _send(person, purpose, address_of)
    record(
        EventKind.PERSON_INVITED,
        actor=actor,
        subject=person,
        after={"person": person.printed, "purpose": purpose.value},
    )
    return address


def request_reset(email: str, address_of: AddressOf) -> None:
    """Mail a person a link to set a new password; who asks learns nothing about whether there is an account.

    Earlier links stay: whoever knows an address must not be able to end an invitation.
    """
    found = user_by_email(email)
    if found is None:
        return
    person = lock_person(found.id)
    if not may_ask_for_link(person, recent_links(person, now())):
        return
    ensure(may_use_account(person))
    _send(person, TokenPurpose.RESET, address_of)
    record(
        EventKind.PERSON_INVITED,
        actor=None,
        subject=person,
        after={"person": person.printed, "purpose": TokenPurpose.RESET.value},
    )


def _send(person: User, purpose: TokenPurpose, address_of: AddressOf) -> str:
    at = now()
    token = secrets.token_urlsafe(32)
    address, expires = address_of(token), at + LINK_LIFETIME[purpose]
    link = AccountToken(
        user_id=person.id, purpose=purpose, token_hash=token_hash(token), created_at=at, expires_at=expires
    )
    db.session.add(link)
    with locale_scope(person.locale or DEFAULT_LOCALE):
        subject, body = link_mail(the_council().name(current_locale()), purpose, address, expires)
    queue_mail(f"account_link:{link.token_hash}", person, Letter(subject, body))
    return address
