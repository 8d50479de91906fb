"""Who may sign in, when to wait, and what a single-use link still opens."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.accounts import (
    FAILURES_PER_ACCOUNT,
    FAILURES_PER_ADDRESS,
    RESET_WINDOW,
    RESETS_PER_WINDOW,
    TokenPurpose,
    retry_at,
)
from app.models import AccountToken, User
from app.policies.verdicts import ALLOWED, Verdict, not_now, not_this_person


def may_try(of_account: Sequence[datetime], of_address: Sequence[datetime]) -> Verdict:
    """Whether a password may be tried now, after the failures of the window by account and by address."""
    waits = (retry_at(of_account, FAILURES_PER_ACCOUNT), retry_at(of_address, FAILURES_PER_ADDRESS))
    until = max((wait for wait in waits if wait), default=None)
    return not_now("too_many_attempts", until=until) if until else ALLOWED


def may_use_account(person: User) -> Verdict:
    """Whether an account is open (A2)."""
    return ALLOWED if person.active else not_this_person("account_closed")


def may_use_link(link: AccountToken, at: datetime) -> Verdict:
    """Whether a single-use link still opens: unused, in time, of an open account."""
    if link.used_at or at >= link.expires_at or not link.user.active:
        return not_now("link_gone")
    return ALLOWED


def may_ask_for_link(person: User, sent: Sequence[AccountToken]) -> Verdict:
    """Whether a person gets another link by asking alone: an open account, not too many in the window."""
    asked = [link.created_at for link in sent if link.purpose is TokenPurpose.RESET]
    if len(asked) >= RESETS_PER_WINDOW:
        return not_now("too_many_attempts", until=min(asked) + RESET_WINDOW)
    return may_use_account(person)
