"""Meetings as they are called: a consent list before its ballots, a written resolution before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.actions.meetings import list_for_consent, plan_written
from app.models import AgendaItem, Meeting, User
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.meetings import a_meeting, an_item, done
from tests.builders.proposals import a_difference_on_the_table
from tests.support.worlds import kept

# The clock stands on Monday 2026-11-23, a holiday; the council asks for five working days.
LAST_DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Listed:
    """A meeting of today with items on its consent list, and the voices of its cities."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    voices: Sequence[User]
    secretary: User


@kept
def a_consent_list(*, silent: bool = False, starts_in: timedelta = timedelta(hours=1)) -> Listed:
    """Two items on the list; silent leaves the last city without anybody to be told."""
    group, secretary = a_group(), a_secretary()
    cities = group.voting_cities_at(clock.now())
    voices = [a_representative(group, city) for city in cities[: 2 if silent else 3]]
    differences = [a_difference_on_the_table(group, secretary) for _ in range(2)]
    meeting = a_meeting(group, secretary, starts_at=clock.now() + starts_in)
    items = [an_item(meeting, difference, secretary) for difference in differences]
    for item in items:
        done(list_for_consent, item.id, secretary)
    return Listed(meeting, items, voices, secretary)


@dataclass(frozen=True)
class Written:
    """A written resolution about two differences, the voices of its cities, and who leads."""

    meeting: Meeting
    voices: Sequence[User]
    secretary: User


@kept
def a_written_resolution() -> Written:
    """A written resolution that ends on LAST_DAY and has not been sent."""
    group, secretary = a_group(), a_secretary()
    voices = [a_representative(group, city) for city in group.voting_cities_at(clock.now())]
    meeting = done(plan_written, group.id, secretary, title="書面決議", closes_on=LAST_DAY)
    for _ in range(2):
        an_item(meeting, a_difference_on_the_table(group, secretary), secretary)
    return Written(meeting, voices, secretary)
