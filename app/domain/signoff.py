"""Escalation and sign-off: what state it is in, what a manager can say, and what the signatures come to."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from enum import StrEnum

from app.domain.roles import StepRule


class SignoffState(StrEnum):
    """The state of an escalation, of a city's route in it, or of a step of a route."""

    WAITING = "waiting"
    RUNNING = "running"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    DROPPED = "dropped"
    DISMISSED = "dismissed"


class Meaning(StrEnum):
    """What a manager's signature says. DROP (廃案) takes effect only where every city's managers say it (S4)."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    DROP = "drop"


class Baseline(StrEnum):
    """Which earlier text a reader compares the present one with."""

    SIGNED = "signed"
    BALLOT = "ballot"
    DECISION = "decision"


def step_is_approved(rule: StepRule, holders: AbstractSet[int], approved: AbstractSet[int]) -> bool:
    """Whether the posts that approved are enough for a step: all of its holders, or any one of them (S2)."""
    return approved >= holders if rule is StepRule.ALL else bool(approved & holders)


def outcome_of(cities: Iterable[SignoffState]) -> SignoffState:
    """What the cities' routes come to together, in whatever order they ended (S2, S4, S11).

    All must approve to decide, all must drop to drop. Sending back and refusing end it at once, and so does one city
    that approves what another would drop: it returns to the group as refused.
    """
    states = set(cities)
    for ends_at_once in (SignoffState.SENT_BACK, SignoffState.REFUSED):
        if ends_at_once in states:
            return ends_at_once
    if SignoffState.DROPPED in states and SignoffState.APPROVED in states:
        return SignoffState.REFUSED
    return states.pop() if len(states) == 1 else SignoffState.RUNNING
