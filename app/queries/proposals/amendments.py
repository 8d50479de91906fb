"""Amendments: one found for a reader or locked for an act, those of a proposal, and what their pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.domain.amending import AmendmentState, carried
from app.domain.merging import Merged
from app.extensions import db
from app.models import Amendment, Proposal, ProposalVersion, User
from app.policies.amendments import may_settle_amendment, may_suggest, may_withdraw_amendment
from app.policies.verdicts import NotFound, Verdict
from app.queries.paging import Page, page_of
from app.queries.proposals.comparisons import PartCompared, compare_bodies
from app.queries.proposals.one import counted, lock_proposal, proposal_named, version_numbered

SHOWN = 5
"""Open amendments shown with their changes on the page of a proposal; the list has all."""


@dataclass(frozen=True)
class AmendmentCard:
    """An amendment beside the version it was made on."""

    amendment: Amendment
    change: PartCompared


@dataclass(frozen=True)
class AmendmentsPanel:
    """What the page of a proposal shows of its amendments: the first open ones, and how many there are."""

    cards: tuple[AmendmentCard, ...]
    open: int
    total: int


@dataclass(frozen=True)
class AmendmentPage:
    """One amendment, and what it would make of the present text.

    onto is None where others touched its lines since, or where the text says it already (T8).
    """

    card: AmendmentCard
    present: ProposalVersion
    onto: PartCompared | None
    since: PartCompared
    may_settle: Verdict
    may_withdraw: Verdict

    @property
    def moved_on(self) -> bool:
        """Whether the text has changed since the version that the amendment was made on."""
        return self.present.id != self.card.amendment.base_id


@dataclass(frozen=True)
class AmendmentList:
    """The amendments of a proposal, newest first."""

    proposal: Proposal
    amendments: Page[Amendment]
    may_suggest: Verdict


def amendment_named(number: str, proposal: int, amendment: int, viewer: User) -> Amendment:
    """An amendment by its three numbers; NotFound where the viewer may not know of it."""
    found_in = proposal_named(number, proposal, viewer)
    statement = _whole().where(Amendment.proposal_id == found_in.id, Amendment.number == counted(amendment))
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_amendment(amendment_id: int) -> Amendment:
    """An amendment as committed now, its difference locked first, so that acts on one difference queue up (L2)."""
    proposal_id = db.session.scalar(select(Amendment.proposal_id).where(Amendment.id == amendment_id))
    if proposal_id is None:
        raise NotFound
    lock_proposal(proposal_id)
    statement = _whole().where(Amendment.id == amendment_id).execution_options(populate_existing=True)
    return db.session.scalars(statement).unique().one()


def last_amendment_of(proposal: Proposal, author: User) -> Amendment:
    """What the author suggested last on a proposal: the answer to a form that was sent twice (B15)."""
    theirs = _whole().where(Amendment.proposal_id == proposal.id, Amendment.author_id == author.id)
    found = db.session.scalars(theirs.order_by(Amendment.number.desc()).limit(1)).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def open_amendments(proposal: Proposal, limit: int | None = None) -> Sequence[Amendment]:
    """The amendments of a proposal about which nothing is said yet, in the order in which they came."""
    statement = (
        _whole()
        .where(Amendment.proposal_id == proposal.id, Amendment.state == AmendmentState.OPEN)
        .order_by(Amendment.number)
        .limit(limit)
    )
    return db.session.scalars(statement).unique().all()


def amendments_panel(proposal: Proposal) -> AmendmentsPanel:
    """What the page of a proposal shows of its amendments; a bounded number of queries."""
    is_open = select(func.count(Amendment.id)).where(
        Amendment.proposal_id == proposal.id, Amendment.state == AmendmentState.OPEN
    )
    return AmendmentsPanel(
        tuple(_card(amendment) for amendment in open_amendments(proposal, SHOWN)),
        db.session.scalar(is_open) or 0,
        proposal.last_amendment,
    )


def amendment_page(number: str, proposal: int, amendment: int, viewer: User, at: datetime) -> AmendmentPage:
    """What the page of one amendment shows; NotFound where the viewer may not know of it."""
    found = amendment_named(number, proposal, amendment, viewer)
    present = found.proposal.current
    result = carried(found.base.body, found.body, present.body)
    onto = compare_bodies(present.body, result.text) if isinstance(result, Merged) else None
    return AmendmentPage(
        _card(found),
        present,
        onto if onto is not None and onto.changed else None,
        compare_bodies(found.base.body, present.body),
        may_settle_amendment(viewer, found, at),
        may_withdraw_amendment(viewer, found, at),
    )


def amendment_list(number: str, proposal: int, viewer: User, at: datetime, page: int = 1) -> AmendmentList:
    """All amendments of a proposal, newest first; NotFound where the viewer may not know of it."""
    found = proposal_named(number, proposal, viewer)
    statement = _whole().where(Amendment.proposal_id == found.id).order_by(Amendment.number.desc())
    return AmendmentList(found, page_of(statement, page), may_suggest(viewer, found, at))


def amended_version(proposal: Proposal, base: int | None) -> ProposalVersion:
    """The version that a suggestion begins from: the present one unless another is asked for."""
    return proposal.current if base is None else version_numbered(proposal, base)


def _card(amendment: Amendment) -> AmendmentCard:
    return AmendmentCard(amendment, compare_bodies(amendment.base.body, amendment.body))


def _whole() -> Select[Amendment]:
    """Amendments with what their policies and pages ask."""
    author = joinedload(Amendment.author).lazyload(User.city)
    return select(Amendment).options(
        author,
        joinedload(Amendment.base),
        joinedload(Amendment.result),
        joinedload(Amendment.outdated_by).lazyload(Amendment.city),
        joinedload(Amendment.proposal).joinedload(Proposal.current),
    )
