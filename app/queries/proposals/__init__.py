"""Proposals: one found for a reader or locked for an act, its versions, and what pages show of them."""

from app.queries.proposals.one import (
    group_but,
    last_proposal_of,
    lock_proposal,
    on_the_table,
    proposal_named,
    proposals_of,
    version_numbered,
)

__all__ = [
    "group_but",
    "last_proposal_of",
    "lock_proposal",
    "on_the_table",
    "proposal_named",
    "proposals_of",
    "version_numbered",
]
