"""Who may ask for an exception to a decision, answer one and end one, and when (D4)."""

from datetime import datetime

from app.domain.calendar import tokyo_date
from app.domain.decisions import Force
from app.domain.exceptions import ExceptionPhase
from app.domain.roles import RoleKind
from app.models import DecisionException, Group, User
from app.policies.standing import city_role_in, is_of_associate, is_secretariat, may_lead
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person


def may_ask_exception(
    actor: User, group: Group, force: Force, asked: bool, at: datetime, *, joins: bool = False
) -> Verdict:
    """A representative or deputy asks for the own city, one request at a time, while the decision binds or will.

    A city that joins asks ahead of its first day as a member (D7).
    """
    if force is Force.SUPERSEDED:
        late = not_now("no_exception_to_superseded")
    else:
        late = not_now("exception_asked_already") if asked else ALLOWED
    speaks = has_voice_in(actor, group, at) if joins else speaks_for_city(actor, group, at)
    return first_refusal(speaks, late)


def may_answer_exception(actor: User, exception: DecisionException, at: datetime) -> Verdict:
    """The chair or the secretariat grants or refuses; a chair of the very city leaves it to the secretariat."""
    led = may_lead(actor, exception.decision.group, at)
    if led and actor.city_id == exception.city_id and not is_secretariat(actor):
        led = not_this_person("exception_of_own_city")
    return first_refusal(led, ALLOWED if exception.granted is None else not_now("exception_answered"))


def may_end_exception(actor: User, exception: DecisionException, at: datetime) -> Verdict:
    """The city itself, the chair or the secretariat ends a granted exception that is not over, once."""
    group = exception.decision.group
    if not may_lead(actor, group, at) and not (
        speaks_for_city(actor, group, at) and actor.city_id == exception.city_id
    ):
        return not_this_person("exception_enders_only")
    if exception.phase_on(tokyo_date(at)) is not ExceptionPhase.GRANTED:
        return not_now("exception_not_granted")
    return not_now("exception_ends_already") if exception.ended_at else ALLOWED


def speaks_for_city(actor: User, group: Group, at: datetime) -> Verdict:
    """Whether a person is the representative or a deputy of a member city in a group."""
    return (
        not_this_person("representative_only")
        if is_of_associate(actor, at)
        else has_voice_in(actor, group, at)
    )


def has_voice_in(actor: User, group: Group, at: datetime) -> Verdict:
    """Whether a person is the representative or a deputy of a city in a group."""
    role = city_role_in(actor, group, at)
    if role is None or role.kind is RoleKind.MEMBER:
        return not_this_person("representative_only")
    return ALLOWED
