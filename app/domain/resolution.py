"""The comment resolution table (意見対応表): what was said on a difference, and how far it was answered."""

from enum import StrEnum


class Remark(StrEnum):
    """What stands in a row of the table beside the comments of the discussion."""

    AMENDMENT = "amendment"
    APPROVAL = "approval"


class Handling(StrEnum):
    """How far a comment, question, concern or approval with comments was answered."""

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"
