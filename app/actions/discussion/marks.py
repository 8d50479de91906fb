"""Marking comments for the minutes of the next meeting (M9)."""

from app.actions.events import record
from app.clock import now
from app.domain.events import EventKind
from app.models import Comment, User
from app.policies.discussion import may_mark
from app.policies.verdicts import ensure
from app.queries.discussion.one import lock_comment


def mark_for_minutes(comment_id: int, actor: User, *, marked: bool = True) -> Comment:
    """Take a comment into the minutes, or take it out again; no change leaves no trace (L7)."""
    comment = lock_comment(comment_id)
    ensure(may_mark(actor, comment.difference, now()))
    if comment.for_minutes is not marked:
        comment.for_minutes = marked
        record(
            EventKind.COMMENT_MARKED,
            actor=actor,
            subject=comment,
            difference=comment.difference,
            before={"for_minutes": not marked},
            after={"for_minutes": marked},
        )
    return comment
