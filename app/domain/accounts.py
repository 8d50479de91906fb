"""Accounts: addresses, what a good password is, what a single-use link is for, how often sign-in may fail."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum


class TokenPurpose(StrEnum):
    """What a single-use link is for."""

    INVITATION = "invitation"
    RESET = "reset"


LINK_LIFETIME = {TokenPurpose.INVITATION: timedelta(days=14), TokenPurpose.RESET: timedelta(hours=2)}
MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 200
MIN_PASSWORD_LETTERS = 4
THROTTLE_WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 5
FAILURES_PER_ADDRESS = 50
# What a demo's own accounts sign with; its sign-in page shows it, and no other installation has these accounts.
DEMO_PASSWORD = "suriawase-demo"  # noqa: S105 - known to everybody on purpose
RESET_WINDOW = timedelta(hours=1)
RESETS_PER_WINDOW = 3

_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+")


def fold_email(text: str) -> str:
    """An address as it is kept and compared: narrow forms, small letters, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_email(text: str) -> bool:
    """Whether a folded text has the shape of a mail address; offices use domains that no registry knows."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def masked_email(email: str) -> str:
    """An address as the event log keeps it for ever: first letter, domain, and a mark that tells two apart."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain} #{hashlib.sha256(email.encode()).hexdigest()[:8]}"


def password_fault(password: str, email: str) -> str | None:
    """Why a password will not do, as the code of a sentence; None for a good one."""
    folded = fold_password(password)
    if len(folded) < MIN_PASSWORD_LENGTH:
        return "password_too_short"
    if len(folded) > MAX_PASSWORD_LENGTH:
        return "password_too_long"
    if fold_email(password) in (email, email.partition("@")[0]):
        return "password_is_email"
    return "password_too_plain" if len(set(folded)) < MIN_PASSWORD_LETTERS else None


def fold_password(password: str) -> str:
    """A password as it is hashed: full-width and half-width letters are the same (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def retry_at(failures: Sequence[datetime], limit: int) -> datetime | None:
    """When the next attempt is possible after these failures, newest first; None at once."""
    return failures[limit - 1] + THROTTLE_WINDOW if len(failures) >= limit else None


def anonymous_email(user_id: int) -> str:
    """What stands in the place of an anonymised person's address; no mail can go there (RFC 2606)."""
    return f"anonymised-{user_id}@invalid"
