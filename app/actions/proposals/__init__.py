"""Proposals: drafting and revising their texts, amending them, putting one on the table, withdrawing one."""

from app.actions.proposals.amending import (
    AmendmentConflict,
    accept_amendment,
    decline_amendment,
    suggest_amendment,
    withdraw_amendment,
)
from app.actions.proposals.drafting import EditConflict, draft_proposal, revise_proposal
from app.actions.proposals.estimating import TypedLine, TypedPrice, estimate_saving
from app.actions.proposals.fields import ProposalFields, fields_of
from app.actions.proposals.tabling import put_forward, withdraw_proposal

__all__ = [
    "AmendmentConflict",
    "EditConflict",
    "ProposalFields",
    "TypedLine",
    "TypedPrice",
    "accept_amendment",
    "decline_amendment",
    "draft_proposal",
    "estimate_saving",
    "fields_of",
    "put_forward",
    "revise_proposal",
    "suggest_amendment",
    "withdraw_amendment",
    "withdraw_proposal",
]
