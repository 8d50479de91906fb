"""Fingerprints: one canonical JSON form and one digest with its algorithm's id, for texts, files and events."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum

ALGORITHM = "sha256-v1"
"""What stands before the colon of every digest. A new way of hashing gets a new id; old digests keep theirs."""


def canonical_json(value: object) -> bytes:
    """One spelling of a value as UTF-8 JSON: keys sorted, no spaces, non-ASCII as is, sets as sorted lists.

    Raises TypeError for a float or any other value with more than one spelling.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def digest(data: bytes) -> str:
    """The digest of the data with the algorithm's id: "sha256-v1:" and 64 hexadecimal digits (T2)."""
    return f"{ALGORITHM}:{hashlib.sha256(data).hexdigest()}"


def digest_of_chunks(chunks: Iterable[bytes]) -> str:
    """The same digest as digest(), for a file that is read piece by piece."""
    hasher = hashlib.sha256()
    for chunk in chunks:
        hasher.update(chunk)
    return f"{ALGORITHM}:{hasher.hexdigest()}"


def matches(data: bytes, expected: str) -> bool:
    """Whether the data has this digest. Raises ValueError for an algorithm this program does not know."""
    algorithm, separator, _ = expected.partition(":")
    if not separator or algorithm != ALGORITHM:
        raise ValueError(f"unknown digest algorithm: {algorithm!r}")
    return digest(data) == expected


def _plain(value: object) -> object:
    """The value in JSON's own types, or TypeError."""
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, datetime):
        raise TypeError("write an instant as text first: its zone has more than one spelling")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(str(_plain(item)) for item in value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _key(key: object) -> str:
    plain = _plain(key)
    if not isinstance(plain, str):
        raise TypeError("keys of a canonical form are texts")
    return plain
