"""Which minutes are filed together: what the policy says of each, and what was asked for (M10)."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.meetings import MinutesState
from app.models import Minutes
from app.policies.meetings import may_read_minutes
from app.policies.standing import reads
from app.queries.meetings.filing import MinutesChoice, filed_minutes, minutes_to_file
from tests.builders.council import (
    a_chair,
    a_city,
    a_domain,
    a_group,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    three_cities,
)
from tests.builders.meetings import some_minutes


def test_m10_the_minutes_that_are_filed_are_those_that_the_policy_lets_each_person_read(
    session: Session,
) -> None:
    cities = three_cities()
    group, other = a_group(cities), a_group(cities, code="TAX-01", domain=a_domain("TAX", "税"))
    for each in (group, other):
        for state in (MinutesState.DRAFT, MinutesState.CIRCULATED, MinutesState.FINAL):
            some_minutes(each, until=state)
    people = (
        a_chair(group, cities[0]),
        a_representative(group, cities[1]),
        a_partner(group),
        a_person(a_city("小金井市")),
        a_secretary(),
    )
    every = session.scalars(select(Minutes)).all()

    for person in people:
        filed = set(minutes_to_file(MinutesChoice(), person, now()))
        readable = {
            minutes.meeting_id
            for minutes in every
            if reads(person, minutes.meeting.group, now()) and may_read_minutes(person, minutes, now())
        }
        assert filed == readable, person.printed
    assert {len(minutes_to_file(MinutesChoice(), person, now())) for person in people} == {5, 4, 2, 6}


def test_minutes_are_chosen_by_group_and_by_the_days_of_the_meetings(session: Session) -> None:
    first = some_minutes(until=MinutesState.FINAL)
    clock.travel(timedelta(days=3))
    second = some_minutes(first.meeting.group, until=MinutesState.FINAL)
    day = tokyo_date(second.meeting.starts_at)
    secretary = first.secretary

    def chosen(choice: MinutesChoice) -> list[int]:
        return list(minutes_to_file(choice, secretary, now()))

    assert chosen(MinutesChoice(first.meeting.group.code)) == [first.meeting.id, second.meeting.id]
    assert chosen(MinutesChoice("TAX-99")) == []
    assert chosen(MinutesChoice(since=day)) == [second.meeting.id]
    assert chosen(MinutesChoice(until=day)) == [first.meeting.id, second.meeting.id]
    assert chosen(MinutesChoice(until=day - timedelta(days=1))) == [first.meeting.id]
    (filed,) = filed_minutes([second.meeting.id], secretary, now())
    assert filed.sheet.short_name == "EDU-02 第2回"
