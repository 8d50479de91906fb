"""One comment: found for a reader, locked for an act, or the last of an author; and what it can be about."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.clock import now
from app.extensions import db
from app.models import Comment, Difference, Proposal, User
from app.policies.standing import reads
from app.policies.verdicts import NotFound
from app.queries.differences import lock_difference_by_id


def comment_seen(comment_id: int, viewer: User) -> Comment:
    """A comment by its number; NotFound where the viewer may not know of it."""
    found = db.session.scalars(whole_comments().where(Comment.id == comment_id)).unique().one_or_none()
    if found is None or not reads(viewer, found.difference.group, now()):
        raise NotFound
    return found


def lock_comment(comment_id: int) -> Comment:
    """A comment as committed now, its difference locked first, so that acts on one difference queue up."""
    difference_id = db.session.scalar(select(Comment.difference_id).where(Comment.id == comment_id))
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    statement = whole_comments().where(Comment.id == comment_id).execution_options(populate_existing=True)
    return db.session.scalars(statement).unique().one()


def comment_of(difference: Difference, comment_id: int) -> Comment:
    """A comment on this very difference, to reply to."""
    statement = whole_comments().where(Comment.id == comment_id, Comment.difference_id == difference.id)
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def last_comment_of(difference: Difference, author: User) -> Comment:
    """What an author said last on a difference: the answer to a form that was sent twice (B15)."""
    theirs = whole_comments().where(Comment.difference_id == difference.id, Comment.author_id == author.id)
    found = db.session.scalars(theirs.order_by(Comment.id.desc()).limit(1)).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def proposal_of(difference: Difference, proposal_id: int) -> Proposal:
    """A proposal of this very difference with its present version."""
    statement = (
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.difference_id == difference.id)
        .options(joinedload(Proposal.current))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def whole_comments() -> Select[Comment]:
    """Comments with what their policies ask: the difference and the author's side."""
    author = joinedload(Comment.author).lazyload(User.city)
    return select(Comment).options(joinedload(Comment.difference), author, joinedload(Comment.proposal))
