"""How an escalation ends: decided, back to the group with its reasons, or dropped by all (S3, S4, S11)."""

from datetime import datetime
from typing import Any

from app.actions.decisions import decide
from app.actions.notices import notify
from app.actions.workflow import move
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.signoff import Meaning, SignoffState, outcome_of
from app.domain.workflow import Act
from app.models import BoardFinding, Escalation, Signature, User
from app.policies.board import awaits_board
from app.queries.roles import people_of_group, secretaries
from app.queries.signoff import signers_of

_ENDINGS = {
    SignoffState.SENT_BACK: (Act.SEND_BACK, NoticeKind.SENT_BACK),
    SignoffState.REFUSED: (Act.REFUSE, NoticeKind.REFUSED),
    SignoffState.DROPPED: (Act.REJECT, NoticeKind.DROPPED),
}


def settle(escalation: Escalation, actor: User | None, at: datetime) -> None:
    """End a locked escalation if its cities' routes have come to something together, and the board too (S12)."""
    outcome = outcome_of(city_route.state for city_route in escalation.cities)
    if outcome is SignoffState.RUNNING:
        return
    if awaits_board(escalation):
        ask_board(escalation, at)
        return
    escalation.state, escalation.ended_at = outcome, at
    if outcome is SignoffState.APPROVED:
        decide(
            escalation.difference,
            escalation.version,
            round=escalation.round,
            escalation=escalation,
            actor=actor,
        )
    else:
        _return(escalation, outcome, actor, at)


def ask_board(escalation: Escalation, at: datetime) -> None:
    """Tell the secretariat that every city signed and the board comes next (S12)."""
    if awaits_board(escalation):
        notify(
            secretaries(),
            NoticeKind.BOARD_WANTED,
            subject=escalation,
            difference=escalation.difference,
            key=at.isoformat(),
        )


def return_from_board(escalation: Escalation, finding: BoardFinding, actor: User, at: datetime) -> None:
    """Give the matter back to the group with the board's reason; every city's signatures stand (S3, S12)."""
    escalation.state, escalation.ended_at = SignoffState.SENT_BACK, at
    escalation.end_reason = finding.reason
    _give_back(escalation, SignoffState.SENT_BACK, [], actor, at)


def _return(escalation: Escalation, outcome: SignoffState, actor: User | None, at: datetime) -> None:
    """Give the matter back to the group with every reason, or end it where all cities would drop it (S4)."""
    stopping = _stopping(escalation)
    escalation.end_reason = "\n\n".join(signature.reason for signature in stopping)
    if outcome is SignoffState.DROPPED:
        escalation.difference.end_reason = escalation.end_reason
    _give_back(escalation, outcome, [_facts(signature) for signature in stopping], actor, at)


def _give_back(
    escalation: Escalation,
    outcome: SignoffState,
    reasons: list[dict[str, Any]],
    actor: User | None,
    at: datetime,
) -> None:
    act, told = _ENDINGS[outcome]
    difference = escalation.difference
    move(
        difference,
        act,
        actor,
        EventKind.SIGNOFF_ENDED,
        after={"escalation": escalation.id, "outcome": outcome.value, "reasons": reasons},
    )
    people = [*people_of_group(difference.group, at), *signers_of(escalation)]
    notify(people, told, subject=escalation, difference=difference, key=at.isoformat())


def _stopping(escalation: Escalation) -> list[Signature]:
    """The standing signatures that are no approvals, by city; not those beside which an approval was enough (S2)."""
    return [
        signature
        for city_route in escalation.cities
        for step in city_route.steps
        if step.state in _ENDINGS
        for signature in step.signatures
        if signature.dismissed_at is None and signature.meaning is not Meaning.APPROVE
    ]


def _facts(signature: Signature) -> dict[str, Any]:
    return {
        "city_name": signature.city.names,
        "post": signature.post_name,
        "meaning": signature.meaning.value,
        "reason": signature.reason,
    }
