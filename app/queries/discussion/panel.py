"""The discussion on the page of a difference: open concerns first, then the newest threads, and the take-home items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from app.domain.discussion import CommentKind
from app.extensions import db
from app.models import Comment, Difference, User
from app.policies.discussion import may_comment, may_mark
from app.policies.verdicts import Verdict
from app.queries.discussion.threads import ThreadView, open_concerns_of, thread_views, threads_of
from app.queries.take_home import ItemView, items_of, may_add_any

THREADS_SHOWN = 10


@dataclass(frozen=True)
class DiscussionPanel:
    """The threads that matter most of thread_count in all, and what cities took home."""

    difference: Difference
    threads: Sequence[ThreadView]
    thread_count: int
    open_concerns: int
    items: Sequence[ItemView]
    may_comment: Verdict
    may_mark: Verdict
    may_add_item: Verdict


def discussion_panel(difference: Difference, viewer: User, at: datetime) -> DiscussionPanel:
    """What the page of a difference shows of its discussion, by a bounded number of queries."""
    is_open = and_(Comment.kind == CommentKind.CONCERN, Comment.resolved_at.is_(None))
    first = case((is_open, 0), else_=1)
    shown = threads_of(difference).order_by(first, Comment.id.desc()).limit(THREADS_SHOWN)
    comments = list(db.session.scalars(shown).unique())
    counting = select(func.count()).where(Comment.difference_id == difference.id, Comment.parent_id.is_(None))
    return DiscussionPanel(
        difference,
        thread_views(comments, viewer, at),
        db.session.scalar(counting) or 0,
        open_concerns_of(difference),
        items_of(difference, viewer, at),
        may_comment(viewer, difference, at),
        may_mark(viewer, difference, at),
        may_add_any(difference, viewer, at),
    )
