"""Passwords as they are kept: argon2 hashes, compared in a time that tells nothing."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.domain.accounts import fold_password

# The second set of OWASP's password storage advice: 19 MiB, two passes, one lane; a sign-in costs some 20 ms.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """The argon2id hash of a password, salted; full-width letters count as half-width."""
    return _hasher.hash(fold_password(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept; where none is kept the answer takes as long."""
    try:
        return _hasher.verify(kept or _nobodys(), fold_password(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@lru_cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody")
