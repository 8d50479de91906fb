"""What is open for a city that leaves, and what goes on without it (D10)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.domain.meetings import MinutesState
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import (
    CityRoute,
    Difference,
    Escalation,
    GroupCity,
    Meeting,
    Membership,
    Minutes,
    TakeHomeItem,
)


def ended_memberships(at: datetime) -> list[tuple[int, int]]:
    """The ids of the memberships, and of their cities, whose end has come and was not carried out yet."""
    statement = (
        select(Membership.id, Membership.city_id)
        .where(Membership.until <= at, Membership.settled_at.is_(None))
        .order_by(Membership.city_id, Membership.until)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def open_items_of(city_id: int) -> Sequence[int]:
    """The ids of what a city took home and has not done."""
    statement = select(TakeHomeItem.id).where(
        TakeHomeItem.city_id == city_id, TakeHomeItem.done_at.is_(None), TakeHomeItem.left_at.is_(None)
    )
    return db.session.scalars(statement.order_by(TakeHomeItem.difference_id, TakeHomeItem.id)).all()


def running_routes_of(city_id: int) -> Sequence[int]:
    """The ids of a city's routes on which its managers are asked."""
    statement = (
        select(CityRoute.id)
        .join(CityRoute.escalation)
        .where(
            CityRoute.city_id == city_id,
            CityRoute.state == SignoffState.RUNNING,
            Escalation.state == SignoffState.RUNNING,
        )
    )
    return db.session.scalars(statement.order_by(Escalation.difference_id)).all()


def circulated_minutes_with(city_id: int) -> Sequence[int]:
    """The ids of minutes that are being confirmed in groups in which a city took part."""
    statement = (
        select(Minutes.id)
        .join(Minutes.meeting)
        .where(Minutes.state == MinutesState.CIRCULATED, Meeting.group_id.in_(_groups_with(city_id)))
    )
    return db.session.scalars(statement.order_by(Minutes.id)).all()


def published_differences_with(city_id: int) -> Sequence[int]:
    """The ids of published differences of groups in which a city took part."""
    statement = select(Difference.id).where(
        Difference.stage == Stage.PUBLISHED, Difference.group_id.in_(_groups_with(city_id))
    )
    return db.session.scalars(statement.order_by(Difference.id)).all()


def _groups_with(city_id: int) -> Sequence[int]:
    return db.session.scalars(select(GroupCity.group_id).where(GroupCity.city_id == city_id).distinct()).all()
