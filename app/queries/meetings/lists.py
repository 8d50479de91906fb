"""Lists of meetings: filtered by what stands in the address, one page at a time; those of a group or a difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, selectinload

from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo
from app.domain.meetings import MeetingState
from app.extensions import db
from app.models import AgendaItem, Difference, Group, Meeting, User
from app.queries.differences.access import group_readable_by
from app.queries.paging import Page, page_of

COMING, PAST = "coming", "past"
MOST_ABOUT = 20


@dataclass(frozen=True)
class MeetingFilter:
    """What the list is narrowed to; when is coming (the next first), past (the last first) or empty for all."""

    when: str = COMING
    group: str = ""
    state: MeetingState | None = None
    since: date | None = None
    until: date | None = None
    mine: bool = False


@dataclass(frozen=True)
class MeetingsPage:
    """One page of meetings, and how many items each has on its agenda."""

    page: Page[Meeting]
    items: Mapping[int, int]


def meetings_page(chosen: MeetingFilter, viewer: User, page: int, at: datetime) -> MeetingsPage:
    """One page of the meetings that the viewer may read and that meet every filter."""
    order = Meeting.starts_at.asc() if chosen.when == COMING else Meeting.starts_at.desc()
    statement = (
        select(Meeting)
        .join(Meeting.group)
        .where(group_readable_by(viewer, at), *_conditions(chosen, viewer, at))
        .options(selectinload(Meeting.minutes))
        .order_by(order, Meeting.id)
    )
    found = page_of(statement, page)
    return MeetingsPage(found, _items([meeting.id for meeting in found.items]))


def meetings_of_group(group: Group, limit: int, at: datetime) -> list[Meeting]:
    """The meetings of a group, those to come first and then the latest; none that was called off."""
    statement = (
        select(Meeting)
        .where(Meeting.group_id == group.id, Meeting.state != MeetingState.CANCELLED)
        .options(selectinload(Meeting.minutes))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )
    found = list(db.session.scalars(statement.limit(limit)).unique())
    return sorted(found, key=lambda each: (each.ends_at <= at, abs(each.starts_at - at)))


def meetings_panel(difference: Difference, _viewer: User, _at: datetime) -> list[AgendaItem]:
    """Where a difference was or will be talked about: its items in meetings, the latest first."""
    statement = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.difference_id == difference.id, Meeting.state != MeetingState.CANCELLED)
        .options(contains_eager(AgendaItem.meeting).selectinload(Meeting.minutes))
        .order_by(Meeting.starts_at.desc(), AgendaItem.position)
    )
    return list(db.session.scalars(statement.limit(MOST_ABOUT)))


def _conditions(chosen: MeetingFilter, viewer: User, at: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.when == COMING:
        conditions.append(Meeting.ends_at > at)
    if chosen.when == PAST:
        conditions.append(Meeting.ends_at <= at)
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.state is not None:
        conditions.append(Meeting.state == chosen.state)
    if chosen.since is not None:
        conditions.append(Meeting.starts_at >= start_of_day_tokyo(chosen.since))
    if chosen.until is not None:
        conditions.append(Meeting.starts_at < end_of_day_tokyo(chosen.until))
    if chosen.mine:
        own = {role.group_id for role in viewer.roles if role.held_at(at)}
        conditions.append(Meeting.group_id.in_(own))
    return conditions


def _items(ids: Sequence[int]) -> dict[int, int]:
    counting = select(AgendaItem.meeting_id, func.count()).where(AgendaItem.meeting_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(counting.group_by(AgendaItem.meeting_id))}
