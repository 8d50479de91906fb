"""Words of a difference: its kind; and when two cities do the same."""

import unicodedata
from enum import StrEnum

from app.domain.texts import normalise


class DifferenceKind(StrEnum):
    """What sort of thing the cities do differently."""

    POLICY = "policy"
    OPERATION = "operation"
    FORM = "form"
    NOTICE = "notice"
    SYSTEM = "system"


def likeness(practice: str) -> str:
    """What two practices are compared by: the same text in any width of character and of space is the same."""
    return " ".join(unicodedata.normalize("NFKC", normalise(practice)).split())
