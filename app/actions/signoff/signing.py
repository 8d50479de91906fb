"""Signing: a manager approves, sends back or refuses, after giving the password again (S7)."""

from dataclasses import dataclass
from datetime import date

from app.actions.decisions import decide
from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.signoff.escalating import ask_managers
from app.actions.workflow import move
from app.clock import now
from app.domain import passwords
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.roles import StepRule
from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Act
from app.extensions import db
from app.models import CityRoute, Escalation, Signature, SignoffStep, User
from app.policies.signoff import may_record_reference, may_sign
from app.policies.verdicts import Invalid, ensure
from app.queries.roles import people_of_group
from app.queries.signoff import lock_city_route, lock_step

_STATE = {
    Meaning.APPROVE: SignoffState.APPROVED,
    Meaning.SEND_BACK: SignoffState.SENT_BACK,
    Meaning.REFUSE: SignoffState.REFUSED,
}
_EVENT = {
    Meaning.APPROVE: EventKind.STEP_APPROVED,
    Meaning.SEND_BACK: EventKind.STEP_SENT_BACK,
    Meaning.REFUSE: EventKind.STEP_REFUSED,
}
_ACT = {Meaning.SEND_BACK: Act.SEND_BACK, Meaning.REFUSE: Act.REFUSE}
_NOTICE = {Meaning.SEND_BACK: NoticeKind.SENT_BACK, Meaning.REFUSE: NoticeKind.REFUSED}


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

    The last approval of a route signs for the city; the last city decides (S11). Sending back and refusing end the
    escalation at once and leave the other cities' signatures as they are (S3, S4).
    """
    step = lock_step(step_id)
    if not claim_key(key, actor):
        return None
    at = now()
    ensure(may_sign(actor, step, post_id, identity.user_id, text_hash, meaning, at))
    if meaning is not Meaning.APPROVE and not is_reason(reason):
        raise Invalid("reason", "reason_required")
    signature = _signature(step, actor, post_id, meaning, reason.strip())
    _record(signature, step, actor)
    if meaning is Meaning.APPROVE:
        _approved(step, actor)
    else:
        _ended(step, actor, meaning, signature.reason)
    return signature


def _signature(step: SignoffStep, actor: User, post_id: int, meaning: Meaning, reason: str) -> Signature:
    holder = next(holder for holder in step.holders if holder.post_id == post_id)
    signature = Signature(
        post_id=post_id,
        city_id=step.city_route.city_id,
        user_id=actor.id,
        printed_name=actor.printed,
        post_name=holder.post_name,
        meaning=meaning,
        reason=reason,
        text_hash=step.city_route.escalation.text_hash,
        at=now(),
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
            "city": step.city_route.city.name_ja,
            "step": step.position,
            "post": signature.post_name,
            "printed_name": signature.printed_name,
            "reason": signature.reason,
            "text_hash": signature.text_hash,
        },
    )


def _approved(step: SignoffStep, actor: User) -> None:
    signed = {s.post_id for s in step.signatures if s.dismissed_at is None and s.meaning is Meaning.APPROVE}
    if step.rule is StepRule.ALL and signed < {holder.post_id for holder in step.holders}:
        return
    step.state = SignoffState.APPROVED
    city_route = step.city_route
    following = next((s for s in city_route.steps if s.state is SignoffState.WAITING), None)
    if following is not None:
        following.state = SignoffState.RUNNING
        ask_managers(city_route)
        return
    city_route.state, city_route.ended_at = SignoffState.APPROVED, now()
    escalation = city_route.escalation
    record(
        EventKind.CITY_SIGNED,
        actor=actor,
        subject=city_route,
        difference=escalation.difference,
        after={"city": city_route.city.name_ja, "text_hash": escalation.text_hash},
    )
    if all(city.state is SignoffState.APPROVED for city in escalation.cities):
        _complete(escalation, actor)


def _complete(escalation: Escalation, actor: User) -> None:
    escalation.state, escalation.ended_at = SignoffState.APPROVED, now()
    decide(
        escalation.difference, escalation.version, round=escalation.round, escalation=escalation, actor=actor
    )


def _ended(step: SignoffStep, actor: User, meaning: Meaning, reason: str) -> None:
    """End the escalation: the matter returns to the group with the reason (S3, S4)."""
    at = now()
    city_route = step.city_route
    escalation = city_route.escalation
    step.state = city_route.state = escalation.state = _STATE[meaning]
    city_route.ended_at = escalation.ended_at = at
    escalation.end_reason = reason
    difference = escalation.difference
    move(
        difference,
        _ACT[meaning],
        actor,
        EventKind.SIGNOFF_ENDED,
        after={"city": city_route.city.name_ja, "meaning": meaning.value, "reason": reason},
    )
    notify(
        people_of_group(difference.group, at), _NOTICE[meaning], subject=escalation, difference=difference,
        key=at.isoformat(),
    )  # fmt: skip


def record_reference(city_route_id: int, actor: User, *, number: str, on: date | None) -> CityRoute:
    """Keep a city's own 決裁番号 and paper date; they sort and gate nothing (S9)."""
    city_route = lock_city_route(city_route_id)
    ensure(may_record_reference(actor, city_route, now()))
    before = {"number": city_route.reference_number, "on": _day(city_route.reference_on)}
    after = {"number": number.strip(), "on": _day(on)}
    if before != after:
        city_route.reference_number, city_route.reference_on = number.strip(), on
        record(
            EventKind.REFERENCE_RECORDED,
            actor=actor,
            subject=city_route,
            difference=city_route.escalation.difference,
            before=before,
            after={**after, "city": city_route.city.name_ja},
        )
    return city_route


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
