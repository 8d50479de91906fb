"""The files of proposals: a file stays with the version it came with, and later versions name it by its hash."""

from collections.abc import Mapping

from sqlalchemy import select

from app.extensions import db
from app.models import Attachment, Difference, Proposal, ProposalVersion

Files = Mapping[int, Mapping[str, Attachment]]


def files_of(difference: Difference) -> Files:
    """Every file that came with a version of a difference's proposals: by proposal id, then by hash."""
    statement = (
        select(ProposalVersion.proposal_id, Attachment)
        .join(ProposalVersion, ProposalVersion.id == Attachment.proposal_version_id)
        .join(Proposal, Proposal.id == ProposalVersion.proposal_id)
        .where(Proposal.difference_id == difference.id)
        .order_by(Attachment.id)
    )
    found: dict[int, dict[str, Attachment]] = {}
    for proposal_id, attachment in db.session.execute(statement):
        found.setdefault(proposal_id, {}).setdefault(attachment.sha256, attachment)
    return found


def bound_files(version: ProposalVersion, files: Files) -> tuple[Attachment, ...]:
    """The files that a version binds by its hash (T2), each once."""
    known = files.get(version.proposal_id, {})
    bound = (known[digest] for digest in version.attachment_hashes if digest in known)
    return tuple(sorted(bound, key=lambda file: file.id))
