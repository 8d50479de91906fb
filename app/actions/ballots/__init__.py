"""Ballots: opening and ending rounds, and what cities do in them."""

from app.actions.ballots.departures import settle_departure
from app.actions.ballots.dispositions import record_disposition
from app.actions.ballots.ending import cancel_round, close_round_early, extend_round
from app.actions.ballots.findings import record_finding
from app.actions.ballots.notes import annotate_round
from app.actions.ballots.opening import open_round
from app.actions.ballots.positions import PositionConflict, cast_position, withdraw_position
from app.actions.ballots.votes import give_casting_vote

__all__ = [
    "PositionConflict",
    "annotate_round",
    "cancel_round",
    "cast_position",
    "close_round_early",
    "extend_round",
    "give_casting_vote",
    "open_round",
    "record_disposition",
    "record_finding",
    "settle_departure",
    "withdraw_position",
]
