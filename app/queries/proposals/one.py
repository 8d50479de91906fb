"""One proposal: found for a reader by its number, or locked with its difference for an act; its versions."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Difference, Proposal, ProposalVersion, User
from app.policies.verdicts import NotFound
from app.queries.differences import difference_named, lock_difference_by_id
from app.queries.roles import people_of_group

LARGEST = 2**31


def proposal_named(number: str, proposal: int, viewer: User) -> Proposal:
    """A proposal by both numbers, with its current version; NotFound where the viewer may not know of it."""
    difference = difference_named(number, viewer)
    statement = (
        select(Proposal)
        .where(Proposal.difference_id == difference.id, Proposal.number == counted(proposal))
        .options(joinedload(Proposal.current))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def proposals_of(difference: Difference) -> list[Proposal]:
    """The proposals of a difference by number, each with its current version."""
    statement = (
        select(Proposal)
        .where(Proposal.difference_id == difference.id)
        .options(selectinload(Proposal.current))
        .order_by(Proposal.number)
    )
    return list(db.session.scalars(statement).unique())


def on_the_table(difference: Difference) -> Proposal | None:
    """The one proposal that is discussed and voted on, with its current version."""
    statement = (
        select(Proposal)
        .where(Proposal.difference_id == difference.id, Proposal.on_table)
        .options(joinedload(Proposal.current))
    )
    return db.session.scalars(statement).unique().one_or_none()


def lock_proposal(proposal_id: int) -> Proposal:
    """A proposal as committed now, its difference locked first, so that acts on one difference queue up (L2)."""
    difference_id = db.session.scalar(select(Proposal.difference_id).where(Proposal.id == proposal_id))
    if difference_id is None:
        raise NotFound
    lock_difference_by_id(difference_id)
    statement = (
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .options(joinedload(Proposal.current))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).unique().one()


def version_numbered(proposal: Proposal, number: int) -> ProposalVersion:
    """One version of a proposal; NotFound where it has none of this number."""
    statement = select(ProposalVersion).where(
        ProposalVersion.proposal_id == proposal.id, ProposalVersion.number == counted(number)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def last_proposal_of(difference: Difference, author: User) -> Proposal:
    """What the author drafted last on a difference: the answer to a form that was sent twice (B15)."""
    statement = (
        select(Proposal)
        .where(Proposal.difference_id == difference.id, Proposal.author_id == author.id)
        .order_by(Proposal.number.desc())
        .limit(1)
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def group_but(actor: User, difference: Difference, at: datetime) -> list[User]:
    """Everybody with a role in the difference's group, except the one who acts."""
    return [person for person in people_of_group(difference.group, at) if person.id != actor.id]


def counted(number: int) -> int:
    """A number as it may stand in an address; NotFound for one that no column holds."""
    if not 0 < number < LARGEST:
        raise NotFound
    return number
