"""Escalation and sign-off: what the group cannot settle alone goes to each city's managers (S1–S12)."""

from app.actions.signoff.absences import end_absence, register_absence
from app.actions.signoff.board import record_board
from app.actions.signoff.dismissing import dismiss_signoffs
from app.actions.signoff.ending import settle
from app.actions.signoff.escalating import begin_signoff, escalate
from app.actions.signoff.passing import pass_over
from app.actions.signoff.readings import record_reading
from app.actions.signoff.references import record_reference
from app.actions.signoff.routes import lay_route
from app.actions.signoff.signing import ConfirmedIdentity, confirm_identity, sign

__all__ = [
    "ConfirmedIdentity",
    "begin_signoff",
    "confirm_identity",
    "dismiss_signoffs",
    "end_absence",
    "escalate",
    "lay_route",
    "pass_over",
    "record_board",
    "record_reading",
    "record_reference",
    "register_absence",
    "settle",
    "sign",
]
