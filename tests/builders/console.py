"""Meetings that sit, as a test needs them: begun, with an item that has the floor."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.actions.meetings import give_floor
from app.models import AgendaItem, City, Difference, Group, Meeting, User
from app.transaction import transaction
from tests.builders.council import a_chair, a_group, a_representative
from tests.builders.meetings import a_meeting, an_item
from tests.support.worlds import kept


@dataclass(frozen=True)
class Running:
    """A meeting that sits: its chair comes from the first city, and every city has a representative."""

    meeting: Meeting
    chair: User
    cities: list[City]
    voices: list[User]

    @property
    def items(self) -> list[AgendaItem]:
        """The agenda."""
        return self.meeting.agenda


@kept
def a_floor(item: AgendaItem, leader: User) -> AgendaItem:
    """The item has the floor of its meeting."""
    with transaction():
        give_floor(item.meeting_id, leader, item_id=item.id)
    return item


@kept
def a_running_meeting(differences: Sequence[Difference] = (), group: Group | None = None) -> Running:
    """A meeting of this hour about some differences and the date of the next one; nobody has the floor yet."""
    group = group or (differences[0].group if differences else a_group())
    cities = group.voting_cities_at(clock.now())
    voices = [a_representative(group, city) for city in cities]
    chair = a_chair(group, cities[0])
    meeting = a_meeting(group, chair, starts_at=clock.now())
    for difference in differences:
        an_item(meeting, difference, chair)
    an_item(meeting, leader=chair, title="次回の日程")
    return Running(meeting, chair, cities, voices)
