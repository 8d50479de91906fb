"""The meetings of a group as a series: minutes, open take-home items, attendance by city (M8)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.actions.take_home import add_take_home
from app.domain.calendar import tokyo_date
from app.domain.meetings import MinutesState
from app.queries.meetings.series import AttendanceRow, series_page
from tests.builders.council import a_group
from tests.builders.meetings import done, some_minutes
from tests.builders.proposals import a_difference_on_the_table
from tests.conftest import Installation
from tests.support.queries import counted


def test_a_series_says_how_far_minutes_are_what_is_overdue_and_who_came(session: Session) -> None:
    difference = a_difference_on_the_table(a_group())
    first = some_minutes(difference.group, [difference], until=MinutesState.CIRCULATED)
    second = some_minutes(difference.group)
    add = {"task": "規則を確かめる", "due_on": tokyo_date(clock.now()), "meeting_id": first.meeting.id}
    done(add_take_home, difference.number, first.secretary, city_id=first.cities[1].id, **add)
    clock.travel(timedelta(days=2))
    page = series_page(difference.group.code, first.voices[0], clock.now())

    assert [each.id for each in page.meetings.items] == [second.meeting.id, first.meeting.id]
    assert page.readable == {first.meeting.id}, "a draft is for those who write it"
    assert [(view.item.city, view.overdue) for view in page.items.items] == [(first.cities[1], True)]
    assert [_shown(row) for row in page.attendance] == [["1/1", "1/1", "0/1"]] * 2
    assert [(total.came, total.held) for total in page.totals] == [(2, 2), (2, 2), (0, 2)]


def test_a_series_takes_as_many_statements_whatever_its_length(
    session: Session, installation: Installation
) -> None:
    group = a_group()
    reader = some_minutes(group).secretary
    counts = []
    for more in (1, 4):
        for _ in range(more):
            some_minutes(group, until=MinutesState.CIRCULATED)
        session.expire_all()
        with counted(installation.database) as seen:
            series_page(group.code, reader, clock.now())
        counts.append(len(seen))

    assert counts[0] == counts[1]


def _shown(row: AttendanceRow) -> list[str]:
    return [f"{each.present}/{each.listed}" if each else "" for each in row.turnouts]
