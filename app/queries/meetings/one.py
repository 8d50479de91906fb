"""One meeting or its minutes: found for a reader, or locked for an act."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.clock import now
from app.extensions import db
from app.models import AgendaItem, Difference, Group, Meeting, Minutes, MinutesVersion, User
from app.policies.meetings import may_read_minutes
from app.policies.standing import reads
from app.policies.verdicts import NotFound, ensure

LARGEST = 2**31


def meeting_named(meeting_id: int, viewer: User) -> Meeting:
    """A meeting with its agenda and minutes; NotFound where the viewer may not know of it."""
    found = db.session.scalars(_whole().where(Meeting.id == _counted(meeting_id))).unique().one_or_none()
    if found is None or not reads(viewer, found.group, now()):
        raise NotFound
    return found


def minutes_named(meeting_id: int, viewer: User) -> Minutes:
    """The minutes of a meeting; NotFound where there are none yet, Refused while they are not for the viewer."""
    minutes = meeting_named(meeting_id, viewer).minutes
    if minutes is None:
        raise NotFound
    ensure(may_read_minutes(viewer, minutes, now()))
    return minutes


def lock_meeting(meeting_id: int) -> Meeting:
    """The meeting as committed now, with agenda and minutes, locked until the transaction ends."""
    locking = _whole().where(Meeting.id == meeting_id).with_for_update(of=Meeting)
    found = db.session.scalars(locking.execution_options(populate_existing=True)).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_item(item_id: int) -> AgendaItem:
    """An item of an agenda, its meeting locked."""
    meeting_id = db.session.scalar(select(AgendaItem.meeting_id).where(AgendaItem.id == item_id))
    if meeting_id is None:
        raise NotFound
    found = next((item for item in lock_meeting(meeting_id).agenda if item.id == item_id), None)
    if found is None:
        raise NotFound
    return found


def lock_minutes(minutes_id: int) -> Minutes:
    """The minutes with their present version, their meeting locked."""
    meeting_id = db.session.scalar(select(Minutes.meeting_id).where(Minutes.id == minutes_id))
    minutes = lock_meeting(meeting_id).minutes if meeting_id is not None else None
    if minutes is None:
        raise NotFound
    return minutes


def version_of(minutes: Minutes, number: int) -> MinutesVersion:
    """One version of the minutes; NotFound where there is none of this number."""
    statement = (
        select(MinutesVersion)
        .where(MinutesVersion.minutes_id == minutes.id, MinutesVersion.number == _counted(number))
        .options(selectinload(MinutesVersion.confirmations))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def last_planned_by(group: Group, actor: User) -> Meeting:
    """What a person planned last in a group: the answer to a form that was sent twice (B15)."""
    statement = select(Meeting).where(Meeting.group_id == group.id, Meeting.planned_by_id == actor.id)
    found = db.session.scalars(statement.order_by(Meeting.number.desc()).limit(1)).first()
    if found is None:
        raise NotFound
    return found


def _whole() -> Select[Meeting]:
    versions = selectinload(Meeting.minutes).selectinload(Minutes.current)
    return select(Meeting).options(
        joinedload(Meeting.group).selectinload(Group.cities),
        selectinload(Meeting.agenda).joinedload(AgendaItem.difference).joinedload(Difference.group),
        versions.selectinload(MinutesVersion.confirmations),
    )


def _counted(number: int) -> int:
    """A number as it may stand in an address; NotFound for one that no column holds."""
    if not 0 < number < LARGEST:
        raise NotFound
    return number
