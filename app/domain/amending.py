"""Amendments: the states of a suggested change, and what becomes of it when the text moves on (T8)."""

from enum import StrEnum

from app.domain.merging import Conflict, Merged, merge


class AmendmentState(StrEnum):
    """Where a suggested change to a version stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OUTDATED = "outdated"
    WITHDRAWN = "withdrawn"


def carried(base: str, suggested: str, present: str) -> Merged | Conflict:
    """The present text with the suggestion in it, or a Conflict where others touched the same lines (T8)."""
    return merge(base, mine=suggested, theirs=present)


def fits(base: str, suggested: str, present: str) -> bool:
    """Whether the suggestion can be carried onto the present text and changes something there."""
    result = carried(base, suggested, present)
    return isinstance(result, Merged) and result.text != present


def overtaken(base: str, suggested: str, before: str, after: str) -> bool:
    """Whether a suggestion that fitted the text before has lost its place in the text after (T8)."""
    return fits(base, suggested, before) and not fits(base, suggested, after)
