"""Which rounds the clock has closed and nothing keeps from being recorded: unsettled_departures as SQL (B4, B25)."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select

from app.domain.roles import MembershipKind
from app.domain.rounds import RoundState
from app.extensions import db
from app.models import Difference, GroupCity, Membership, Round, RoundCity


def any_round_due(at: datetime) -> bool:
    """Whether a round waits to be closed; one that waits for the secretariat does not count (B4, B25)."""
    return db.session.scalar(_due().limit(1), {"at": at}) is not None


def due_round_ids(at: datetime) -> list[int]:
    """The rounds to close, in the order in which every closer locks their differences (B26)."""
    return list(db.session.scalars(_due().order_by(Round.difference_id), {"at": at}))


@cache
def _due() -> Select[int]:
    """Made once: every page asks it."""
    return select(Round.id).where(
        Round.state == RoundState.OPEN, Round.closes_at <= bindparam("at"), ~_waits_for_secretariat()
    )


def _waits_for_secretariat() -> ColumnElement[bool]:
    """Whether a city of a due round left before it closed, and nothing is recorded about that."""
    takes_part = exists().where(
        Difference.id == Round.difference_id,
        GroupCity.group_id == Difference.group_id,
        GroupCity.city_id == RoundCity.city_id,
        _held_to_the_end(GroupCity),
    )
    is_member = exists().where(
        Membership.city_id == RoundCity.city_id,
        Membership.kind == MembershipKind.MEMBER,
        _held_to_the_end(Membership),
    )
    return exists().where(
        RoundCity.round_id == Round.id, RoundCity.departure.is_(None), ~and_(takes_part, is_member)
    )


def _held_to_the_end(span: type[GroupCity] | type[Membership]) -> ColumnElement[bool]:
    return and_(span.since < Round.closes_at, or_(span.until.is_(None), span.until >= Round.closes_at))
