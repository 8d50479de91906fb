"""Escalations and sign-off: the ones an act locks, routes, and what the pages show."""

from app.queries.signoff.one import (
    escalation_seen,
    last_escalation,
    last_round_on,
    lock_city_route,
    lock_reading,
    lock_step,
    route_for,
    signers_of,
)

__all__ = [
    "escalation_seen",
    "last_escalation",
    "last_round_on",
    "lock_city_route",
    "lock_reading",
    "lock_step",
    "route_for",
    "signers_of",
]
