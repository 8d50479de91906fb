"""Words of the discussion: kinds of comment."""

from enum import StrEnum


class CommentKind(StrEnum):
    """What a comment asks of the others; a concern must be answered before a ballot."""

    COMMENT = "comment"
    QUESTION = "question"
    CONCERN = "concern"
