"""Proposals: one found for a reader or locked for an act, its versions, and what pages show of them."""

from app.queries.proposals.one import (
    last_proposal_of,
    lock_proposal,
    on_the_table,
    people_to_tell,
    proposal_named,
    proposals_of,
    version_numbered,
)

__all__ = [
    "last_proposal_of",
    "lock_proposal",
    "on_the_table",
    "people_to_tell",
    "proposal_named",
    "proposals_of",
    "version_numbered",
]
