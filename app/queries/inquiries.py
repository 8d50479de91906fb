"""Inquiries: the list, one with what was answered, and how many there are at each paragraph of a chapter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.domain.inquiries import InquiryState
from app.extensions import db
from app.models import Edition, EditionParagraph, Group, Inquiry, InquiryReply, User
from app.policies.differences import may_raise
from app.policies.inquiries import may_close, may_reply
from app.policies.standing import reads
from app.policies.verdicts import NotFound, Verdict
from app.queries.differences.access import group_readable_by
from app.queries.paging import Page, page_of
from app.queries.roles import BY_NAME

NOT_CLOSED = Inquiry.closed_at.is_(None)
STATES: dict[InquiryState, tuple[ColumnElement[bool], ...]] = {
    InquiryState.OPEN: (NOT_CLOSED, Inquiry.answered_at.is_(None)),
    InquiryState.ANSWERED: (NOT_CLOSED, Inquiry.answered_at.is_not(None)),
    InquiryState.CLOSED: (Inquiry.closed_at.is_not(None),),
}


@dataclass(frozen=True)
class InquiryFilter:
    """What the list is narrowed to; state None is every state, paragraph an anchor."""

    state: InquiryState | None = None
    group: str = ""
    paragraph: str = ""
    mine: bool = False


@dataclass(frozen=True)
class InquiryPage:
    """An inquiry with one page of its replies, and what the viewer may do."""

    inquiry: Inquiry
    replies: Page[InquiryReply]
    may_reply: Verdict
    may_close: Verdict
    may_raise: Verdict
    asks: bool


@dataclass(frozen=True)
class InquiryCount:
    """The inquiries at a paragraph: how many there are, and how many of them wait for an answer."""

    anchor: str
    total: int
    waiting: int


def inquiries_page(chosen: InquiryFilter, viewer: User, page: int, at: datetime) -> Page[Inquiry]:
    """The inquiries that the viewer may read, the newest first."""
    statement = (
        _whole()
        .where(group_readable_by(viewer, at), *_conditions(chosen, viewer))
        .order_by(Inquiry.id.desc())
    )
    return page_of(statement, page)


def inquiry_page(inquiry_id: int, viewer: User, page: int, at: datetime) -> InquiryPage:
    """One inquiry; NotFound where the viewer may not know of it."""
    inquiry = inquiry_seen(inquiry_id, viewer, at)
    replies = select(InquiryReply).where(InquiryReply.inquiry_id == inquiry.id).order_by(InquiryReply.id)
    return InquiryPage(
        inquiry,
        page_of(replies, page),
        may_reply(viewer, inquiry, at),
        may_close(viewer, inquiry, at),
        may_raise(viewer, inquiry.group, at),
        inquiry.asker_id == viewer.id,
    )


def inquiry_seen(inquiry_id: int, viewer: User, at: datetime) -> Inquiry:
    """An inquiry by its number; NotFound where the viewer may not know of it."""
    inquiry = db.session.scalars(_whole().where(Inquiry.id == inquiry_id)).unique().one_or_none()
    if inquiry is None or not reads(viewer, inquiry.group, at):
        raise NotFound
    return inquiry


def inquiry_counts(group_id: int) -> dict[str, InquiryCount]:
    """How many inquiries there are at each paragraph of a group's chapter, by anchor."""
    waits = case((NOT_CLOSED & Inquiry.answered_at.is_(None), 1), else_=0)
    statement = (
        select(Inquiry.anchor, func.count(), func.sum(waits))
        .where(Inquiry.group_id == group_id)
        .group_by(Inquiry.anchor)
    )
    return {row[0]: InquiryCount(row[0], row[1], row[2]) for row in db.session.execute(statement)}


def lock_inquiry(inquiry_id: int) -> Inquiry:
    """An inquiry as committed now, locked; NotFound where there is none."""
    inquiry = db.session.get(Inquiry, inquiry_id, with_for_update={"of": Inquiry}, populate_existing=True)
    if inquiry is None:
        raise NotFound
    return inquiry


def last_inquiry_of(group: Group, asker: User) -> Inquiry:
    """What a person asked a group last: the answer to a form that was sent twice (B15)."""
    theirs = select(Inquiry).where(Inquiry.group_id == group.id, Inquiry.asker_id == asker.id)
    found = db.session.scalars(theirs.order_by(Inquiry.id.desc()).limit(1)).one_or_none()
    if found is None:
        raise NotFound
    return found


def people_of_inquiry(inquiry: Inquiry, *, further: bool) -> Sequence[User]:
    """The asker; or, where it is asked further, whoever answered before."""
    answered = select(InquiryReply.author_id).where(InquiryReply.inquiry_id == inquiry.id)
    wanted = User.id.in_(answered) if further else User.id == inquiry.asker_id
    return db.session.scalars(select(User).where(wanted, User.active).options(*BY_NAME)).unique().all()


def _conditions(chosen: InquiryFilter, viewer: User) -> list[ColumnElement[bool]]:
    conditions = list(STATES[chosen.state]) if chosen.state else []
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.paragraph:
        conditions.append(Inquiry.anchor == chosen.paragraph)
    if chosen.mine:
        conditions.append(Inquiry.asker_id == viewer.id)
    return conditions


def _whole() -> Select[Inquiry]:
    """Inquiries with their group and the paragraph in its edition."""
    paragraph = joinedload(Inquiry.paragraph).joinedload(EditionParagraph.edition).load_only(Edition.number)
    return select(Inquiry).join(Inquiry.group).options(contains_eager(Inquiry.group), paragraph)
