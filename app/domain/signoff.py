"""Words of escalation and sign-off: what state it is in, and what a manager can say."""

from enum import StrEnum


class SignoffState(StrEnum):
    """The state of an escalation, of a city's route in it, or of a step of a route."""

    WAITING = "waiting"
    RUNNING = "running"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    DROPPED = "dropped"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class Meaning(StrEnum):
    """What a manager's signature says. DROP (廃案) takes effect only where every city's managers say it (S4)."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    DROP = "drop"
