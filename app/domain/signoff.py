"""Escalation and sign-off: what state it is in, what a manager can say, and what the signatures come to."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from app.domain.roles import StepRule


class SignoffState(StrEnum):
    """The state of an escalation, of a city's route in it, or of a step of a route. Only a step is passed over (S6)."""

    WAITING = "waiting"
    RUNNING = "running"
    APPROVED = "approved"
    PASSED_OVER = "passed_over"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    DROPPED = "dropped"
    DISMISSED = "dismissed"
    LEFT = "left"


class Meaning(StrEnum):
    """What a manager's signature says. DROP (廃案) takes effect only where every city's managers say it (S4)."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    REFUSE = "refuse"
    DROP = "drop"


class BoardResult(StrEnum):
    """What the board (役員会) said on a matter that every city has signed (S12)."""

    APPROVED = "approved"
    RETURNED = "returned"


class Baseline(StrEnum):
    """Which earlier text a reader compares the present one with."""

    SIGNED = "signed"
    BALLOT = "ballot"
    DECISION = "decision"


_GRAVEST_FIRST = (
    (Meaning.SEND_BACK, SignoffState.SENT_BACK),
    (Meaning.REFUSE, SignoffState.REFUSED),
    (Meaning.DROP, SignoffState.DROPPED),
)


def step_outcome(
    rule: StepRule,
    holders: AbstractSet[int],
    said: Mapping[int, Meaning],
    passed_over: AbstractSet[int] = frozenset(),
) -> SignoffState:
    """What the posts of a step come to, whoever acted first (S2); a post passed over is not asked any more (S6).

    Of ALL, every post asked must approve and one that does not ends it; of ANY, one approval is enough, and only
    where every post asked said something else has the step failed. RUNNING while it can still go either way.
    """
    asked = holders - passed_over
    if not asked:
        return SignoffState.PASSED_OVER
    answers = {post: said[post] for post in asked if post in said}
    approved = {post for post, meaning in answers.items() if meaning is Meaning.APPROVE}
    against = set(answers.values()) - {Meaning.APPROVE}
    everybody = rule is StepRule.ALL
    if approved == asked or (approved and not everybody):
        return SignoffState.APPROVED
    if against and (everybody or len(answers) == len(asked)):
        return next(state for meaning, state in _GRAVEST_FIRST if meaning in against)
    return SignoffState.RUNNING


def outcome_of(cities: Iterable[SignoffState]) -> SignoffState:
    """What the cities' routes come to together, in whatever order they ended (S2, S4, S11).

    All must approve to decide, all must drop to drop. Sending back and refusing end it at once, and so does one city
    that approves what another would drop: it returns to the group as refused. A city that left is not waited for (D10).
    """
    states = set(cities) - {SignoffState.LEFT}
    for ends_at_once in (SignoffState.SENT_BACK, SignoffState.REFUSED):
        if ends_at_once in states:
            return ends_at_once
    if SignoffState.DROPPED in states and SignoffState.APPROVED in states:
        return SignoffState.REFUSED
    return states.pop() if len(states) == 1 else SignoffState.RUNNING
