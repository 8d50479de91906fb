"""What lies before the cities on the items of a meeting: the version on the table and the files that it binds."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Attachment, Proposal, ProposalVersion
from app.queries.proposals.files import bound_files


@dataclass(frozen=True)
class ItemPaper:
    """The version on the table of a difference, and its files."""

    version: ProposalVersion
    files: tuple[Attachment, ...]


def papers_on(ids: Sequence[int]) -> dict[int, ItemPaper]:
    """The versions on the table by the differences' ids, by two queries."""
    statement = select(Proposal).where(Proposal.difference_id.in_(ids), Proposal.on_table)
    proposals = db.session.scalars(statement.options(joinedload(Proposal.current))).unique().all()
    files = _files([proposal.id for proposal in proposals])
    return {
        proposal.difference_id: ItemPaper(proposal.current, bound_files(proposal.current, files))
        for proposal in proposals
    }


def _files(proposals: Sequence[int]) -> dict[int, dict[str, Attachment]]:
    statement = (
        select(ProposalVersion.proposal_id, Attachment)
        .join(ProposalVersion, ProposalVersion.id == Attachment.proposal_version_id)
        .where(ProposalVersion.proposal_id.in_(proposals))
        .order_by(Attachment.id)
    )
    found: dict[int, dict[str, Attachment]] = {}
    for proposal_id, attachment in db.session.execute(statement):
        found.setdefault(proposal_id, {}).setdefault(attachment.sha256, attachment)
    return found
