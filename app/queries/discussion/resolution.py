"""The comment resolution table of a difference: every remark, who made it, what became of it, what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from app.domain.discussion import CommentKind
from app.domain.positions import PositionKind
from app.domain.resolution import Handling, Remark
from app.domain.rounds import RoundState
from app.extensions import db
from app.models import (
    Amendment,
    City,
    Comment,
    Difference,
    Disposition,
    Position,
    Proposal,
    ProposalVersion,
    Round,
    User,
)
from app.queries.differences import difference_named
from app.queries.discussion.one import whole_comments
from app.queries.discussion.threads import last_replies
from app.queries.paging import Page, page_of_list

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class ResolutionRow:
    """One remark: id is that of the comment, or the number of the amendment or round it belongs to.

    versions are those that changed the text between the remark and its answer: the version an amendment made, or
    those saved between a comment and what settled or answered it.
    """

    kind: StrEnum
    id: int
    at: datetime
    city: City | None
    by: str
    said: str
    proposal: Proposal | None
    state: StrEnum
    disposition: str = ""
    disposed_by: str = ""
    versions: tuple[ProposalVersion, ...] = ()


@dataclass(frozen=True)
class ResolutionTable:
    """All rows of a difference in the order in which things were said, and one page of them."""

    difference: Difference
    rows: Sequence[ResolutionRow]
    page: Page[ResolutionRow]

    @property
    def open(self) -> int:
        """How many remarks nobody has answered yet."""
        return sum(row.state.value == Handling.OPEN.value for row in self.rows)


def resolution_table(number: str, viewer: User, page: int = 1) -> ResolutionTable:
    """The table of a difference by a bounded number of queries; NotFound where the viewer may not know of it."""
    difference = difference_named(number, viewer)
    found = [*_comments(difference), *_amendments(difference), *_approvals(difference)]
    rows = sorted(found, key=lambda row: (row.at, row.kind.value, row.id))
    return ResolutionTable(difference, rows, page_of_list(rows, page, ROWS_A_PAGE))


def _comments(difference: Difference) -> Iterator[ResolutionRow]:
    """What was said in the discussion; a concern is settled with words, anything else answered by a reply."""
    statement = whole_comments().where(Comment.difference_id == difference.id, Comment.parent_id.is_(None))
    comments = db.session.scalars(statement).unique().all()
    replies, versions = last_replies(comments)[0], _versions(difference)
    for comment in comments:
        last = next(reversed(replies.get(comment.id, ())), None)
        state, answer, by, until = _answer(comment, last)
        yield ResolutionRow(
            comment.kind,
            comment.id,
            comment.created_at,
            comment.city,
            comment.author_printed,
            comment.body,
            comment.proposal,
            state,
            answer,
            by,
            tuple(v for v in versions if _changed_between(v, comment, until)),
        )


def _answer(comment: Comment, reply: Comment | None) -> tuple[StrEnum, str, str, datetime | None]:
    if comment.resolved_at is not None:
        return Handling.SETTLED, comment.resolution, comment.resolved_by_printed, comment.resolved_at
    if reply is None or comment.kind is CommentKind.CONCERN:
        return Handling.OPEN, "", "", None
    return Handling.ANSWERED, reply.body, reply.author_printed, reply.created_at


def _versions(difference: Difference) -> Sequence[ProposalVersion]:
    """Every later version of the difference's proposals, without its text."""
    statement = (
        select(ProposalVersion)
        .join(ProposalVersion.proposal)
        .where(Proposal.difference_id == difference.id, ProposalVersion.number > 1)
        .options(
            load_only(ProposalVersion.number, ProposalVersion.proposal_id, ProposalVersion.created_at),
            contains_eager(ProposalVersion.proposal).lazyload(Proposal.author),
        )
        .order_by(ProposalVersion.id)
    )
    return db.session.scalars(statement).unique().all()


def _changed_between(version: ProposalVersion, comment: Comment, until: datetime | None) -> bool:
    about = comment.proposal_id in (None, version.proposal_id)
    return until is not None and about and comment.created_at < version.created_at <= until


def _amendments(difference: Difference) -> Iterator[ResolutionRow]:
    statement = (
        select(Amendment)
        .join(Amendment.proposal)
        .where(Proposal.difference_id == difference.id)
        .options(
            contains_eager(Amendment.proposal).lazyload(Proposal.author),
            joinedload(Amendment.result).joinedload(ProposalVersion.proposal).lazyload(Proposal.author),
        )
    )
    for amendment in db.session.scalars(statement).unique():
        yield ResolutionRow(
            Remark.AMENDMENT,
            amendment.number,
            amendment.created_at,
            amendment.city,
            amendment.author_printed,
            amendment.reason,
            amendment.proposal,
            amendment.state,
            amendment.answer,
            amendment.ended_by_printed,
            (amendment.result,) if amendment.result else (),
        )


def _approvals(difference: Difference) -> Iterator[ResolutionRow]:
    """Approvals with comments in closed rounds, with what became of each (B22); an open round tells nothing (B40)."""
    statement = (
        select(Position, Disposition)
        .join(Position.round)
        .outerjoin(
            Disposition,
            and_(Disposition.round_id == Position.round_id, Disposition.city_id == Position.city_id),
        )
        .where(
            Round.difference_id == difference.id,
            Round.state == RoundState.CLOSED,
            Position.kind == PositionKind.APPROVE_WITH_COMMENTS,
        )
        .options(contains_eager(Position.round))
    )
    for position, disposition in db.session.execute(statement).unique():
        yield ResolutionRow(
            Remark.APPROVAL,
            position.round_id,
            position.at,
            position.city,
            position.user_printed,
            position.reason,
            None,
            Handling.ANSWERED if disposition else Handling.OPEN,
            disposition.body if disposition else "",
            disposition.recorded_by_printed if disposition else "",
        )
