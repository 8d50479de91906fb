"""Signing: a manager approves, sends back, refuses or drops, after giving the password again (S7)."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.signoff.ending import settle
from app.actions.signoff.routes import ask_managers, start_step
from app.clock import now
from app.domain import passwords
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.signoff import Meaning, SignoffState, step_is_approved
from app.domain.texts import normalise
from app.extensions import db
from app.models import CityRoute, Signature, SignoffStep, User
from app.policies.signoff import approved_posts, holder_ids, may_sign
from app.policies.verdicts import Invalid, ensure
from app.queries.signoff import lock_step

_STATE = {
    Meaning.SEND_BACK: SignoffState.SENT_BACK,
    Meaning.REFUSE: SignoffState.REFUSED,
    Meaning.DROP: SignoffState.DROPPED,
}
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
    """Sign a running step for a post one holds, on the very text one saw; None if this form was acted on before.

    The last approval of a route signs for the city; the last city decides (S11). Anything but an approval needs a
    reason, ends the city's route at once and leaves the other cities' signatures as they are (S3, S4).
    """
    step = lock_step(step_id)
    at = now()
    if not claim_key(key, actor):
        return None
    ensure(may_sign(actor, step, post_id, identity.user_id, text_hash, meaning, at))
    if meaning is not Meaning.APPROVE and not is_reason(reason):
        raise Invalid("reason", "reason_required")
    signature = _signature(step, actor, post_id, meaning, normalise(reason), at)
    _record(signature, step, actor)
    if meaning is Meaning.APPROVE:
        _approve(step, actor, at)
    else:
        step.state = step.city_route.state = _STATE[meaning]
        step.city_route.ended_at = at
    settle(step.city_route.escalation, actor, at)
    return signature


def _signature(
    step: SignoffStep, actor: User, post_id: int, meaning: Meaning, reason: str, at: datetime
) -> Signature:
    """The signature as it is kept for ever, with the post's name on the frozen route (S7)."""
    holder = next(holder for holder in step.holders if holder.post_id == post_id)
    signature = Signature(
        post_id=post_id,
        city=step.city_route.city,
        user=actor,
        printed_name=actor.printed,
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
            "meaning": signature.meaning.value,
            "reason": signature.reason,
            "text_hash": signature.text_hash,
        },
    )


def _approve(step: SignoffStep, actor: User, at: datetime) -> None:
    """Pass the step where enough of its posts approved, and go on to the next one (S1, S2)."""
    if not step_is_approved(step.rule, holder_ids(step), approved_posts(step)):
        return
    step.state = SignoffState.APPROVED
    city_route = step.city_route
    following = next((s for s in city_route.steps if s.state is SignoffState.WAITING), None)
    if following is None:
        _sign_for_city(city_route, actor, at)
    else:
        start_step(following, at)
        ask_managers(city_route, at)


def _sign_for_city(city_route: CityRoute, actor: User, at: datetime) -> None:
    city_route.state, city_route.ended_at = SignoffState.APPROVED, at
    escalation = city_route.escalation
    record(
        EventKind.CITY_SIGNED,
        actor=actor,
        subject=city_route,
        difference=escalation.difference,
        after={
            "escalation": escalation.id,
            "city_name": city_route.city.names,
            "text_hash": escalation.text_hash,
        },
    )
