"""The meetings of one group as a series: how far the minutes of each are, what is still open, which city came when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.domain.meetings import MeetingState
from app.extensions import db
from app.models import Attendance, City, Group, Meeting, Minutes, User
from app.policies.meetings import may_read_minutes
from app.queries.groups import group_named
from app.queries.paging import Page, page_of
from app.queries.take_home import ItemFilter, ItemsPage, items_page

MOST_HELD = 12


@dataclass(frozen=True)
class Turnout:
    """How many people of a city are on the list of a meeting, and how many of them were there."""

    present: int
    listed: int


@dataclass(frozen=True)
class AttendanceRow:
    """One meeting with the turnout of each city, in the order of the cities; None where nobody of it is listed."""

    meeting: Meeting
    turnouts: Sequence[Turnout | None]


@dataclass(frozen=True)
class CityTurnout:
    """In how many of the meetings that had people of a city on the list somebody of it was there."""

    city: City
    came: int
    held: int


@dataclass(frozen=True)
class SeriesPage:
    """The meetings of a group, the last first; its open take-home items; the attendance of the last meetings."""

    group: Group
    meetings: Page[Meeting]
    readable: frozenset[int]
    items: ItemsPage
    cities: Sequence[City]
    attendance: Sequence[AttendanceRow]
    totals: Sequence[CityTurnout]


def series_page(code: str, viewer: User, at: datetime, page: int = 1) -> SeriesPage:
    """The series of a group by a bounded number of queries; NotFound where the viewer may not know of the group."""
    group = group_named(code, viewer, at)
    meetings = page_of(
        select(Meeting)
        .where(Meeting.group_id == group.id)
        .options(selectinload(Meeting.minutes).selectinload(Minutes.numbered))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc()),
        page,
    )
    cities = group.cities_at(at)
    rows = _attendance(group, cities)
    return SeriesPage(
        group,
        meetings,
        frozenset(
            each.id for each in meetings.items if each.minutes and may_read_minutes(viewer, each.minutes, at)
        ),
        items_page(ItemFilter(group=group.code), viewer, 1, at),
        cities,
        rows,
        [_total(city, [row.turnouts[place] for row in rows]) for place, city in enumerate(cities)],
    )


def _attendance(group: Group, cities: Sequence[City]) -> list[AttendanceRow]:
    """The last meetings that were held, the latest first."""
    held = (
        select(Meeting)
        .where(Meeting.group_id == group.id, Meeting.state == MeetingState.HELD)
        .order_by(Meeting.starts_at.desc())
        .limit(MOST_HELD)
    )
    meetings = db.session.scalars(held).unique().all()
    counted = _turnouts([meeting.id for meeting in meetings])
    return [
        AttendanceRow(meeting, [counted.get((meeting.id, city.id)) for city in cities])
        for meeting in meetings
    ]


def _turnouts(ids: Sequence[int]) -> Mapping[tuple[int, int], Turnout]:
    statement = (
        select(
            Attendance.meeting_id,
            Attendance.city_id,
            func.count().filter(Attendance.present),
            func.count(),
        )
        .where(Attendance.meeting_id.in_(ids), Attendance.city_id.is_not(None))
        .group_by(Attendance.meeting_id, Attendance.city_id)
    )
    return {(row[0], row[1] or 0): Turnout(row[2], row[3]) for row in db.session.execute(statement)}


def _total(city: City, turnouts: Sequence[Turnout | None]) -> CityTurnout:
    listed = [each for each in turnouts if each is not None]
    return CityTurnout(city, sum(each.present > 0 for each in listed), len(listed))
