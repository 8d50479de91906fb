"""Accounts: the person of a session, of an address, of a single-use link; attempts to sign in; demo accounts."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.domain import passwords
from app.domain.accounts import RESET_WINDOW, THROTTLE_WINDOW, fold_email
from app.extensions import db
from app.models import AccountToken, GroupRole, SignInAttempt, User
from app.policies.verdicts import NotFound

# The person of a role is the one just read.
_IN_A_SESSION = (selectinload(User.roles).lazyload(GroupRole.user),)


def user_of_session(identity: str) -> User | None:
    """The active person of a session identity; None once it ended everywhere or the account was closed (A2)."""
    user_id, _, serial = identity.partition(":")
    if not (user_id.isdigit() and serial.isdigit()):
        return None
    user = db.session.get(User, int(user_id), options=_IN_A_SESSION)
    return user if user and user.active and user.session_serial == int(serial) else None


def user_by_email(email: str) -> User | None:
    """The person of a mail address, in any width and case."""
    return db.session.scalars(select(User).where(User.email == fold_email(email))).one_or_none()


def user_with_password(email: str, password: str) -> User | None:
    """The active person whom address and password name; an unknown address takes as long as a wrong password."""
    user = user_by_email(email)
    right = passwords.matches(user.password_hash if user else None, password)
    return user if user and right and user.active else None


def password_matches(person: User, password: str) -> bool:
    """Whether this is the person's password, asked again before a signature (S7) or a change."""
    return passwords.matches(person.password_hash, password)


def link_of_token(token: str) -> AccountToken:
    """The single-use link of a token, used or not; NotFound where there never was one."""
    wanted = AccountToken.token_hash == token_hash(token)
    link = db.session.scalars(select(AccountToken).where(wanted)).one_or_none()
    if link is None:
        raise NotFound
    return link


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def recent_links(person: User, at: datetime) -> Sequence[AccountToken]:
    """The single-use links made for a person in the window that bounds asking for them."""
    made = select(AccountToken).where(
        AccountToken.user_id == person.id, AccountToken.created_at > at - RESET_WINDOW
    )
    return db.session.scalars(made).all()


def open_links(person: User, at: datetime) -> Sequence[AccountToken]:
    """The single-use links of a person that still open."""
    unused = select(AccountToken).where(
        AccountToken.user_id == person.id, AccountToken.used_at.is_(None), AccountToken.expires_at > at
    )
    return db.session.scalars(unused.order_by(AccountToken.id)).all()


def failures_of_account(email: str, at: datetime) -> Sequence[datetime]:
    """When attempts with this address failed in the window, newest first."""
    return db.session.scalars(_failures(at).where(SignInAttempt.account == fold_email(email))).all()


def failures_from(address: str, at: datetime) -> Sequence[datetime]:
    """When attempts from this network address failed in the window, newest first."""
    return db.session.scalars(_failures(at).where(SignInAttempt.address == address)).all()


def _failures(at: datetime) -> Select[datetime]:
    within = SignInAttempt.at > at - THROTTLE_WINDOW
    return select(SignInAttempt.at).where(within).order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())


def roles_held(person: User, at: datetime) -> Sequence[GroupRole]:
    """The roles a person holds at an instant, with their groups, in the order of the groups."""
    roles = select(GroupRole).where(GroupRole.user_id == person.id).options(joinedload(GroupRole.group))
    held = [role for role in db.session.scalars(roles).unique() if role.held_at(at)]
    return sorted(held, key=lambda role: (role.group.position, role.id))
