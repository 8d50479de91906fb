"""The decisions on one difference: the latest, the one in force on a day, and what was not chosen."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Decision, Difference, Proposal, ProposalVersion


def latest_decision(difference: Difference) -> Decision | None:
    """The last decision on a difference, which a new one supersedes (D3)."""
    statement = select(Decision).where(Decision.difference_id == difference.id)
    return db.session.scalars(statement.order_by(Decision.cycle.desc()).limit(1)).first()


def decision_in_force(difference: Difference, day: date) -> Decision | None:
    """The one decision in force on a day: the latest that has taken effect by then (D3)."""
    statement = (
        select(Decision)
        .where(Decision.difference_id == difference.id, Decision.effective_on <= day)
        .order_by(Decision.cycle.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def others_considered(difference: Difference, chosen: ProposalVersion) -> list[Proposal]:
    """The proposals that were not chosen, by number; one that an earlier decision was made of is none of them (D2)."""
    decided = (
        select(ProposalVersion.proposal_id)
        .join(Decision, Decision.version_id == ProposalVersion.id)
        .where(Decision.difference_id == difference.id)
    )
    statement = (
        select(Proposal)
        .where(
            Proposal.difference_id == difference.id,
            Proposal.id != chosen.proposal_id,
            Proposal.id.not_in(decided),
        )
        .options(joinedload(Proposal.current))
        .order_by(Proposal.number)
    )
    return list(db.session.scalars(statement).unique())
