"""What people do in the open discussion: comment and reply, settle concerns, mark for the minutes."""

from app.actions.discussion.comments import add_comment
from app.actions.discussion.concerns import reopen_concern, resolve_concern
from app.actions.discussion.marks import mark_for_minutes

__all__ = ["add_comment", "mark_for_minutes", "reopen_concern", "resolve_concern"]
