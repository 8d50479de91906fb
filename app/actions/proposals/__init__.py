"""Proposals: drafting and revising their texts, putting one on the table, withdrawing one."""

from app.actions.proposals.drafting import EditConflict, draft_proposal, revise_proposal
from app.actions.proposals.fields import ProposalFields
from app.actions.proposals.tabling import put_forward, withdraw_proposal

__all__ = [
    "EditConflict",
    "ProposalFields",
    "draft_proposal",
    "put_forward",
    "revise_proposal",
    "withdraw_proposal",
]
