"""Which steps wait for a person: as holder of a post, or standing in for one at the last step (S1, S5)."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, or_, select
from sqlalchemy.orm import aliased

from app.domain.signoff import SignoffState
from app.domain.texts import Flag
from app.models import (
    CityRoute,
    Escalation,
    LaterReading,
    PostHolding,
    ProposalVersion,
    Signature,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.queries.signoff.absences import posts_stood_in

RUNNING = SignoffState.RUNNING


def waits_for(person: User, at: datetime) -> ColumnElement[bool]:
    """Whether a step waits for a person's signature: may_sign_now as SQL, over step, route and escalation."""
    asked = _asks(_posts(person, at))
    stood_in = posts_stood_in(person, at)
    if stood_in:
        asked = or_(asked, and_(_asks(stood_in), _is_last(), ~has_flag(Flag.BASIC_POLICY)))
    return and_(asked, SignoffStep.state == RUNNING, CityRoute.state == RUNNING, Escalation.state == RUNNING)


def has_flag(flag: Flag) -> ColumnElement[bool]:
    """Whether the text of an escalation carries a flag."""
    return exists().where(
        ProposalVersion.id == Escalation.version_id,
        cast(ProposalVersion.flags, String).contains(f'"{flag.value}"', autoescape=True),
    )


def held_at(at: datetime) -> ColumnElement[bool]:
    """Whether a holding of a post runs at an instant."""
    return and_(PostHolding.since <= at, or_(PostHolding.until.is_(None), PostHolding.until > at))


def _posts(person: User, at: datetime) -> Select[int]:
    return select(PostHolding.post_id).where(PostHolding.user_id == person.id, held_at(at))


def _asks(posts: Select[int] | frozenset[int]) -> ColumnElement[bool]:
    """Whether a step asks one of some posts, which neither signed nor was passed over."""
    signed = exists().where(
        Signature.step_id == SignoffHolder.step_id,
        Signature.post_id == SignoffHolder.post_id,
        Signature.dismissed_at.is_(None),
    )
    passed = exists().where(
        LaterReading.step_id == SignoffHolder.step_id,
        LaterReading.post_id == SignoffHolder.post_id,
        LaterReading.signature_id.is_(None),
        LaterReading.dismissed_at.is_(None),
    )
    return exists().where(
        SignoffHolder.step_id == SignoffStep.id, SignoffHolder.post_id.in_(posts), ~signed, ~passed
    )


def _is_last() -> ColumnElement[bool]:
    later = aliased(SignoffStep)
    return ~exists().where(
        later.city_route_id == SignoffStep.city_route_id, later.position > SignoffStep.position
    )
