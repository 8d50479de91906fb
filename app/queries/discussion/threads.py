"""Threads as pages show them: the comment, its last replies, what it is about, how a concern was settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, selectinload

from app.domain.discussion import CommentKind
from app.domain.events import EventKind
from app.extensions import db
from app.models import Comment, Difference, Event, User
from app.policies.discussion import may_comment, may_mark, may_reopen_concern, may_resolve
from app.policies.redaction import may_redact_comment, may_redact_file
from app.policies.verdicts import Verdict
from app.queries.differences import difference_named
from app.queries.discussion.one import comment_seen, whole_comments
from app.queries.discussion.places import Place, places_of
from app.queries.paging import Page, page_of

REPLIES_SHOWN = 3
REPLIES_A_PAGE = 50
SETTLING = (EventKind.CONCERN_RESOLVED, EventKind.CONCERN_REOPENED)


@dataclass(frozen=True)
class ThreadFilter:
    """What a discussion is narrowed to; open means concerns that nobody has settled."""

    kind: CommentKind | None = None
    open: bool = False
    proposal: int | None = None
    anchor: str | None = None


@dataclass(frozen=True)
class ThreadView:
    """A thread with its last replies, of which there are reply_count in all."""

    comment: Comment
    replies: Sequence[Comment]
    reply_count: int
    place: Place | None
    history: Sequence[Event]
    may_resolve: Verdict
    may_reopen: Verdict

    @property
    def open_concern(self) -> bool:
        """Whether it is a concern that still waits for an answer."""
        return self.comment.kind is CommentKind.CONCERN and self.comment.resolved_at is None


@dataclass(frozen=True)
class DiscussionPage:
    """One page of a difference's threads, newest first."""

    difference: Difference
    threads: Sequence[ThreadView]
    page: Page[Comment]
    open_concerns: int
    may_comment: Verdict
    may_mark: Verdict


@dataclass(frozen=True)
class Redactable:
    """The ids of what the viewer may redact (A5)."""

    comments: frozenset[int]
    files: frozenset[int]


@dataclass(frozen=True)
class ThreadPage:
    """One thread with a page of its replies, oldest first."""

    difference: Difference
    thread: ThreadView
    replies: Page[Comment]
    may_comment: Verdict
    may_mark: Verdict
    redactable: Redactable


def discussion_page(
    number: str, viewer: User, chosen: ThreadFilter, page: int, at: datetime
) -> DiscussionPage:
    """The threads of a difference that meet every filter; NotFound where the viewer may not know of it."""
    difference = difference_named(number, viewer)
    statement = threads_of(difference).where(*_conditions(chosen)).order_by(Comment.id.desc())
    found = page_of(statement, page)
    return DiscussionPage(
        difference,
        thread_views(found.items, viewer, at),
        found,
        open_concerns_of(difference),
        may_comment(viewer, difference, at),
        may_mark(viewer, difference, at),
    )


def thread_page(comment_id: int, viewer: User, page: int, at: datetime) -> ThreadPage:
    """The thread that a comment begins; NotFound where the viewer may not know of it."""
    comment = comment_seen(comment_id, viewer)
    replies = whole_comments().where(Comment.parent_id == comment.id).options(selectinload(Comment.files))
    found = page_of(replies.order_by(Comment.id), page, REPLIES_A_PAGE)
    difference = comment.difference
    return ThreadPage(
        difference,
        _view(comment, found.items, found.total, places_of([comment]), _history([comment]), viewer, at),
        found,
        may_comment(viewer, difference, at),
        may_mark(viewer, difference, at),
        _redactable([comment, *found.items], viewer),
    )


def _redactable(comments: Sequence[Comment], viewer: User) -> Redactable:
    files = [file for comment in comments for file in comment.files]
    return Redactable(
        frozenset(comment.id for comment in comments if may_redact_comment(viewer, comment)),
        frozenset(file.id for file in files if may_redact_file(viewer, file)),
    )


def page_of_reply(reply: Comment) -> int:
    """On which page of its thread a reply stands."""
    before = select(func.count()).where(Comment.parent_id == reply.parent_id, Comment.id < reply.id)
    return (db.session.scalar(before) or 0) // REPLIES_A_PAGE + 1


def threads_of(difference: Difference) -> Select[Comment]:
    """The comments that begin the threads of a difference."""
    return (
        whole_comments()
        .where(Comment.difference_id == difference.id, Comment.parent_id.is_(None))
        .options(selectinload(Comment.files))
    )


def open_concerns_of(difference: Difference) -> int:
    """How many concerns of a difference wait for an answer."""
    counting = select(func.count()).where(Comment.difference_id == difference.id, *_open())
    return db.session.scalar(counting) or 0


def thread_views(comments: Sequence[Comment], viewer: User, at: datetime) -> tuple[ThreadView, ...]:
    """Threads with their last replies, by a number of queries that does not depend on theirs."""
    replies, counts = last_replies(comments)
    places, history = places_of(comments), _history(comments)
    return tuple(
        _view(comment, replies.get(comment.id, ()), counts.get(comment.id, 0), places, history, viewer, at)
        for comment in comments
    )


def _view(
    comment: Comment,
    replies: Sequence[Comment],
    count: int,
    places: Mapping[tuple[int, str], Place],
    history: Mapping[int, Sequence[Event]],
    viewer: User,
    at: datetime,
) -> ThreadView:
    return ThreadView(
        comment,
        replies,
        count,
        places.get((comment.proposal_id or 0, comment.anchor or "")),
        history.get(comment.id, ()),
        may_resolve(viewer, comment, at),
        may_reopen_concern(viewer, comment, at),
    )


def last_replies(threads: Sequence[Comment]) -> tuple[dict[int, list[Comment]], dict[int, int]]:
    """The last replies of each thread, oldest first, and how many each has."""
    ids = [thread.id for thread in threads]
    if not ids:
        return {}, {}
    counting = (
        select(Comment.parent_id, func.count()).where(Comment.parent_id.in_(ids)).group_by(Comment.parent_id)
    )
    counts = {parent or 0: count for parent, count in db.session.execute(counting)}
    if not counts:
        return {}, {}
    place = func.row_number().over(partition_by=Comment.parent_id, order_by=Comment.id.desc())
    ranked = select(Comment.id, place.label("place")).where(Comment.parent_id.in_(ids)).subquery()
    last = aliased(ranked)
    statement = (
        whole_comments()
        .join(last, last.c.id == Comment.id)
        .where(last.c.place <= REPLIES_SHOWN)
        .options(selectinload(Comment.files))
        .order_by(Comment.id)
    )
    found: dict[int, list[Comment]] = {}
    for reply in db.session.scalars(statement).unique():
        found.setdefault(reply.parent_id or 0, []).append(reply)
    return found, counts


def _history(comments: Sequence[Comment]) -> dict[int, list[Event]]:
    """How the concerns among comments were settled and opened again, oldest first."""
    concerns = [comment.id for comment in comments if comment.kind is CommentKind.CONCERN]
    if not concerns:
        return {}
    statement = select(Event).where(
        Event.subject_type == Comment.__tablename__, Event.subject_id.in_(concerns), Event.kind.in_(SETTLING)
    )
    found: dict[int, list[Event]] = {}
    for event in db.session.scalars(statement.order_by(Event.id)):
        found.setdefault(event.subject_id, []).append(event)
    return found


def _conditions(chosen: ThreadFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.kind is not None:
        conditions.append(Comment.kind == chosen.kind)
    if chosen.open:
        conditions += _open()
    if chosen.proposal is not None:
        conditions.append(Comment.proposal.has(number=chosen.proposal))
    if chosen.anchor is not None:
        conditions.append(Comment.anchor == chosen.anchor)
    return conditions


def _open() -> list[ColumnElement[bool]]:
    return [Comment.kind == CommentKind.CONCERN, Comment.resolved_at.is_(None)]
