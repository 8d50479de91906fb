"""The decisions on one difference: the latest, the one in force on a day, and what was not chosen."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.decisions import Force, force_on
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


def forces_of(decisions: Sequence[Decision], day: date) -> dict[int, Force]:
    """Whether each of the decisions is in force on a day, by their ids (D3)."""
    ids = {decision.difference_id for decision in decisions}
    chains: defaultdict[int, list[tuple[int, date]]] = defaultdict(list)
    statement = select(Decision.difference_id, Decision.cycle, Decision.effective_on)
    for difference_id, cycle, effective_on in db.session.execute(
        statement.where(Decision.difference_id.in_(ids))
    ):
        chains[difference_id].append((cycle, effective_on))
    return {
        decision.id: force_on(
            day,
            decision.effective_on,
            [taking_over for cycle, taking_over in chains[decision.difference_id] if cycle > decision.cycle],
        )
        for decision in decisions
    }


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
