"""The meetings of one month, by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo, tokyo_date
from app.domain.months import Month
from app.extensions import db
from app.models import Domain, Group, GroupCity, Meeting, User
from app.queries.differences.access import group_readable_by


@dataclass(frozen=True)
class CalendarFilter:
    """What the calendar is narrowed to, by codes; what is empty narrows nothing."""

    group: str = ""
    domain: str = ""
    city_id: int | None = None


def meetings_of_month(
    month: Month, chosen: CalendarFilter, viewer: User, at: datetime
) -> Mapping[date, list[Meeting]]:
    """The meetings that begin in a month, those called off among them, as far as the viewer may read the groups."""
    statement = (
        select(Meeting)
        .join(Meeting.group)
        .join(Group.domain)
        .where(
            group_readable_by(viewer, at),
            Meeting.starts_at >= start_of_day_tokyo(month.first),
            Meeting.starts_at < end_of_day_tokyo(month.last),
            *_conditions(chosen),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    by_day: dict[date, list[Meeting]] = {}
    for meeting in db.session.scalars(statement).unique():
        by_day.setdefault(tokyo_date(meeting.starts_at), []).append(meeting)
    return by_day


def _conditions(chosen: CalendarFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.domain:
        conditions.append(Domain.code == chosen.domain)
    if chosen.city_id is not None:
        conditions.append(_takes_part(chosen.city_id))
    return conditions


def _takes_part(city_id: int) -> ColumnElement[bool]:
    """Whether a city takes part in the group when the meeting begins."""
    span = (
        GroupCity.since <= Meeting.starts_at,
        or_(GroupCity.until.is_(None), GroupCity.until > Meeting.starts_at),
    )
    return (
        select(GroupCity.id)
        .where(GroupCity.group_id == Meeting.group_id, GroupCity.city_id == city_id, *span)
        .exists()
    )
