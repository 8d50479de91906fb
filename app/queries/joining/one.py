"""One joining: as it is read, locked for a change, and the tasks that acts are about."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import City, Decision, GroupRole, Joining, PositionTask, User
from app.policies.joining import VOICES, may_see_joining
from app.policies.verdicts import NotFound, ensure
from app.queries.council import city_named


def joining_of(city_id: int) -> Joining | None:
    """The joining of a city; None for one that was there from the beginning."""
    return db.session.scalars(select(Joining).where(Joining.city_id == city_id)).one_or_none()


def joining_seen(code: str, viewer: User) -> Joining:
    """The joining of a city, for whoever may see it; NotFound where there is none."""
    city: City = city_named(code)
    ensure(may_see_joining(viewer, city))
    joining = joining_of(city.id)
    if joining is None:
        raise NotFound
    return joining


def lock_joining(city_id: int) -> Joining:
    """The joining of a city, locked for a change of its tasks; NotFound where there is none."""
    statement = (
        select(Joining)
        .where(Joining.city_id == city_id)
        .with_for_update(of=Joining)
        .execution_options(populate_existing=True)
    )
    joining = db.session.scalars(statement).one_or_none()
    if joining is None:
        raise NotFound
    return joining


def tasks_of_ids(city_id: int, ids: Collection[int]) -> Sequence[PositionTask]:
    """The tasks of a city with these ids, with their decisions; NotFound where one is not its own."""
    found = _tasks(_whole().where(PositionTask.city_id == city_id, PositionTask.id.in_(ids)))
    if len(found) != len(set(ids)):
        raise NotFound
    return found


def open_tasks_of_group(city_id: int, group_id: int) -> Sequence[PositionTask]:
    """The tasks of a city in a group that are neither confirmed nor closed."""
    return _tasks(
        _whole().where(
            PositionTask.city_id == city_id,
            *is_open(),
            Decision.group_id == group_id,
        )
    )


def open_tasks(city_id: int) -> Sequence[PositionTask]:
    """The tasks of a city that are neither confirmed nor closed."""
    return _tasks(_whole().where(PositionTask.city_id == city_id, *is_open()))


def anything_open(city_id: int) -> bool:
    """Whether something waits for the city's answer or confirmation."""
    wanted = exists().where(PositionTask.city_id == city_id, *is_open())
    return bool(db.session.scalar(select(wanted)))


def voices_asked(city_id: int, at: datetime) -> Sequence[User]:
    """The city's representatives and deputies in the groups in which something is open for it."""
    asked = (
        select(Decision.group_id)
        .join(PositionTask, PositionTask.decision_id == Decision.id)
        .where(PositionTask.city_id == city_id, *is_open())
    )
    statement = (
        select(User)
        .join(GroupRole, GroupRole.user_id == User.id)
        .where(
            User.city_id == city_id,
            User.active,
            GroupRole.kind.in_(VOICES),
            GroupRole.group_id.in_(asked),
            GroupRole.since <= at,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
        )
        .order_by(User.id)
    )
    return db.session.scalars(statement).unique().all()


def is_open() -> tuple[ColumnElement[bool], ...]:
    """On PositionTask: neither confirmed nor closed."""
    return PositionTask.confirmed_at.is_(None), PositionTask.closed_at.is_(None)


def _whole() -> Select[PositionTask]:
    return (
        select(PositionTask)
        .join(PositionTask.decision)
        .options(
            joinedload(PositionTask.decision).joinedload(Decision.difference),
            joinedload(PositionTask.decision).joinedload(Decision.group),
        )
        .order_by(PositionTask.id)
        .execution_options(populate_existing=True)
    )


def _tasks(statement: Select[PositionTask]) -> Sequence[PositionTask]:
    return db.session.scalars(statement).unique().all()
