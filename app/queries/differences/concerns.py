"""The open concerns of a difference, as far as its own acts ask for them."""

from sqlalchemy import func, select

from app.domain.discussion import CommentKind
from app.extensions import db
from app.models import Comment, Difference


def open_concerns(difference: Difference) -> int:
    """How many concerns on a difference nobody has resolved yet."""
    counting = select(func.count()).where(
        Comment.difference_id == difference.id,
        Comment.kind == CommentKind.CONCERN,
        Comment.resolved_at.is_(None),
    )
    return db.session.scalar(counting) or 0
