"""What a person's own calendar reads: the addresses made for it, and the meetings that each opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import CalendarLink, Event, Group, Meeting, User
from app.policies.calendar import may_read_calendar
from app.policies.standing import is_secretariat, reads
from app.policies.verdicts import NotFound
from app.queries.accounts import token_hash
from app.queries.differences.access import group_readable_by

BACK, AHEAD = timedelta(days=90), timedelta(days=400)


@dataclass(frozen=True)
class Feed:
    """Meetings for a calendar of one group or of all of a person, and when each was changed last."""

    group: Group | None
    meetings: Sequence[Meeting]
    changed: Mapping[int, datetime]


def links_of(person: User) -> Sequence[CalendarLink]:
    """A person's addresses that were not revoked, the latest first."""
    standing = (CalendarLink.user_id == person.id, CalendarLink.revoked_at.is_(None))
    return db.session.scalars(select(CalendarLink).where(*standing).order_by(CalendarLink.id.desc())).all()


def own_link(link_id: int, person: User) -> CalendarLink:
    """An address of a person that was not revoked; NotFound for any other."""
    found = next((link for link in links_of(person) if link.id == link_id), None)
    if found is None:
        raise NotFound
    return found


def calendar_link_of_token(token: str) -> CalendarLink:
    """The address of a token while it opens; NotFound once it was revoked or the account was closed (A2)."""
    wanted = CalendarLink.token_hash == token_hash(token)
    found = db.session.scalars(
        select(CalendarLink).where(wanted).options(joinedload(CalendarLink.user))
    ).one_or_none()
    if found is None or not may_read_calendar(found):
        raise NotFound
    return found


def feed_of(link: CalendarLink, at: datetime) -> Feed:
    """What the person of an address may read at this instant, from some months back to a year ahead (A2)."""
    if link.group is not None and not reads(link.user, link.group, at):
        raise NotFound
    window = (Meeting.starts_at >= at - BACK, Meeting.starts_at < at + AHEAD)
    statement = (
        select(Meeting)
        .join(Meeting.group)
        .where(group_readable_by(link.user, at), _subscribed(link, at), _told(), *window)
        .options(selectinload(Meeting.agenda))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    meetings = db.session.scalars(statement).unique().all()
    return Feed(link.group, meetings, changed_at(meetings))


def changed_at(meetings: Sequence[Meeting]) -> Mapping[int, datetime]:
    """When each of some meetings was planned, changed or called off last."""
    about = (
        Event.subject_type == Meeting.__tablename__,
        Event.subject_id.in_([meeting.id for meeting in meetings]),
    )
    latest = select(Event.subject_id, func.max(Event.at)).where(*about).group_by(Event.subject_id)
    return {row[0]: row[1] for row in db.session.execute(latest)}


def _told() -> ColumnElement[bool]:
    """A written resolution stands in no calendar before it is sent."""
    return or_(Meeting.written.is_(False), Meeting.calls.any())


def _subscribed(link: CalendarLink, at: datetime) -> ColumnElement[bool]:
    if link.group_id is not None:
        return Meeting.group_id == link.group_id
    if is_secretariat(link.user):
        return true()
    return Meeting.group_id.in_([role.group_id for role in link.user.roles if role.held_at(at)])
