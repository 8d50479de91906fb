"""Escalation and sign-off: what the group cannot settle alone goes to each city's managers (S1–S12)."""

from app.actions.signoff.escalating import begin_signoff, dismiss_signoffs, escalate, lay_route
from app.actions.signoff.signing import ConfirmedIdentity, confirm_identity, record_reference, sign

__all__ = [
    "ConfirmedIdentity",
    "begin_signoff",
    "confirm_identity",
    "dismiss_signoffs",
    "escalate",
    "lay_route",
    "record_reference",
    "sign",
]
