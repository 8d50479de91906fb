"""Signing: a manager approves, sends back, refuses or drops, after giving the password again (S7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.signoff.advancing import advance
from app.actions.signoff.ending import settle
from app.actions.signoff.readings import owe_reading
from app.clock import now
from app.domain import passwords
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.signoff import Meaning
from app.domain.texts import normalise
from app.extensions import db
from app.models import Absence, Signature, SignoffStep, User
from app.policies.absences import standing_in
from app.policies.signoff import holds, may_sign
from app.policies.verdicts import Invalid, ensure
from app.queries.signoff import lock_step
from app.queries.signoff.absences import running_absences

_EVENT = {
    Meaning.APPROVE: EventKind.STEP_APPROVED,
    Meaning.SEND_BACK: EventKind.STEP_SENT_BACK,
    Meaning.REFUSE: EventKind.STEP_REFUSED,
    Meaning.DROP: EventKind.STEP_DROPPED,
}


@dataclass(frozen=True)
class ConfirmedIdentity:
    """Proof that a person has just given the password again; only confirm_identity makes one (S7)."""

    user_id: int


def confirm_identity(person: User, password: str) -> ConfirmedIdentity:
    """Check the password again, before any lock is held; raise Invalid where it is wrong."""
    if not passwords.matches(person.password_hash, password):
        raise Invalid("password", "wrong_password")
    return ConfirmedIdentity(person.id)


def sign(
    step_id: int,
    actor: User,
    *,
    post_id: int,
    meaning: Meaning,
    identity: ConfirmedIdentity,
    text_hash: str,
    reason: str = "",
    key: str = "",
) -> Signature | None:
    """Sign a running step for a post, on the very text one saw; None if this form was acted on before.

    The last approval of a route signs for the city; the last city decides (S11). Anything but an approval needs a
    reason, and leaves the other cities' signatures as they are (S3, S4). A deputy signs in the place of the absent
    holder, who reads it afterwards (S5).
    """
    step = lock_step(step_id)
    at = now()
    if not claim_key(key, actor):
        return None
    absences = running_absences([step.city_route.city_id], at)
    ensure(may_sign(actor, step, post_id, identity.user_id, text_hash, meaning, at, absences))
    if meaning is not Meaning.APPROVE and not is_reason(reason):
        raise Invalid("reason", "reason_required")
    absence = None if holds(actor, post_id, at) else _stood_in_for(actor, step, post_id, absences, at)
    signature = _signature(step, actor, post_id, meaning, normalise(reason), at, absence)
    _record(signature, step, actor)
    if absence is not None:
        owe_reading(step, absence, at, signature)
    advance(step, actor, at)
    settle(step.city_route.escalation, actor, at)
    return signature


def _stood_in_for(
    actor: User, step: SignoffStep, post_id: int, absences: Sequence[Absence], at: datetime
) -> Absence | None:
    post = next(holder.post for holder in step.holders if holder.post_id == post_id)
    return standing_in(actor, post, absences, at)[0]


def _signature(
    step: SignoffStep,
    actor: User,
    post_id: int,
    meaning: Meaning,
    reason: str,
    at: datetime,
    absence: Absence | None,
) -> Signature:
    """The signature as it is kept for ever: post as on the frozen route (S7), marked where a deputy's (S5)."""
    holder = next(holder for holder in step.holders if holder.post_id == post_id)
    signature = Signature(
        post_id=post_id,
        city=step.city_route.city,
        user=actor,
        printed_name=actor.printed,
        principal_id=absence.user_id if absence else None,
        principal_printed=absence.user.printed if absence else "",
        post_name=holder.post_name,
        meaning=meaning,
        reason=reason,
        text_hash=step.city_route.escalation.text_hash,
        at=at,
    )
    step.signatures.append(signature)
    db.session.flush()
    return signature


def _record(signature: Signature, step: SignoffStep, actor: User) -> None:
    record(
        _EVENT[signature.meaning],
        actor=actor,
        subject=signature,
        difference=step.city_route.escalation.difference,
        after={
            "escalation": step.city_route.escalation_id,
            "city_name": step.city_route.city.names,
            "step": step.position,
            "post": signature.post_name,
            "printed_name": signature.printed_name,
            "principal": signature.principal_printed,
            "meaning": signature.meaning.value,
            "reason": signature.reason,
            "text_hash": signature.text_hash,
        },
    )
