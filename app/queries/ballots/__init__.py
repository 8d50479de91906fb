"""Ballots: which rounds are due, one round locked for an act, what its page and the lists show."""

from app.queries.ballots.counting import early_closing, tally_of
from app.queries.ballots.due import any_round_due, due_round_ids
from app.queries.ballots.one import (
    dispositions_of,
    last_round_of,
    lock_round,
    round_seen,
    rounds_of,
    undisposed,
    undisposed_comments,
)
from app.queries.ballots.readiness import readiness_of

__all__ = [
    "any_round_due",
    "dispositions_of",
    "due_round_ids",
    "early_closing",
    "last_round_of",
    "lock_round",
    "readiness_of",
    "round_seen",
    "rounds_of",
    "tally_of",
    "undisposed",
    "undisposed_comments",
]
