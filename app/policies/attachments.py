"""Who may open a file, and who may add one to a text that a ballot has frozen."""

from datetime import datetime

from app.models import Group, ProposalVersion, User
from app.policies.standing import may_lead, reads
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now


def may_open(viewer: User, group: Group, at: datetime) -> bool:
    """A file of the group's open matters: whoever reads the group, as long as the account is active (A2)."""
    return viewer.active and reads(viewer, group, at)


def may_add_later(actor: User, version: ProposalVersion, frozen: bool, at: datetime) -> Verdict:
    """The chair and the secretariat, once a round has frozen the version; before, a revision takes files (T7)."""
    difference = version.proposal.difference
    return first_refusal(
        may_lead(actor, difference.group, at),
        not_now("held") if difference.held else ALLOWED,
        ALLOWED if frozen else not_now("version_not_frozen"),
    )
