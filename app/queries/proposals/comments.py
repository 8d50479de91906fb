"""How much is said about each heading of a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from app.domain.discussion import CommentKind
from app.extensions import db
from app.models import Comment, Proposal

WHOLE = ""
"""The place of comments on a proposal as a whole."""


@dataclass(frozen=True)
class Said:
    """The threads at one place of a proposal, and how many of them are concerns that nobody has settled."""

    threads: int = 0
    open_concerns: int = 0


def said_about(proposal: Proposal) -> Mapping[str, Said]:
    """What is said about a proposal, by the anchors of its headings and WHOLE; one query."""
    is_open = (Comment.kind == CommentKind.CONCERN) & Comment.resolved_at.is_(None)
    statement = (
        select(Comment.anchor, func.count(), func.sum(case((is_open, 1), else_=0)))
        .where(Comment.proposal_id == proposal.id, Comment.parent_id.is_(None))
        .group_by(Comment.anchor)
    )
    return {
        anchor or WHOLE: Said(threads, int(concerns))
        for anchor, threads, concerns in db.session.execute(statement)
    }
