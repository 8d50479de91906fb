"""Words of a difference: its kind."""

from enum import StrEnum


class DifferenceKind(StrEnum):
    """What sort of thing the cities do differently."""

    POLICY = "policy"
    OPERATION = "operation"
    FORM = "form"
    NOTICE = "notice"
    SYSTEM = "system"
