"""How far the cities are for a meeting, and that nobody learns of another city's caucus from it (A1)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.domain.preparation import Lack, Light
from app.models import City, User
from app.queries.meetings.preparation import lacks_by_number, preparation_of
from tests.builders.council import a_chair, a_representative, a_secretary
from tests.builders.discussion import a_concern, a_draft_position, a_take_home_item
from tests.builders.meetings import a_meeting, an_item
from tests.builders.proposals import a_difference_on_the_table


def test_each_city_shows_what_it_lacks_for_each_item(session: Session) -> None:
    difference = a_difference_on_the_table()
    group = difference.group
    meeting = a_meeting(group, starts_at=clock.now() + timedelta(days=3))
    an_item(meeting, difference)
    an_item(meeting)
    voices = [a_representative(group, city) for city in group.voting_cities_at(clock.now())[:2]]
    first, second, third = group.voting_cities_at(clock.now())
    a_concern(difference, voices[0])
    a_take_home_item(difference, first)
    found = preparation_of(meeting, None, clock.now())

    assert [each.item.difference for each in found.items] == [difference]
    assert lacks_by_number(found, first) == {difference.number: (Lack.CONCERN_OPEN, Lack.TAKE_HOME_OPEN)}
    assert lacks_by_number(found, second) == {}
    assert lacks_by_number(found, third) == {difference.number: (Lack.NOBODY_VOTES,)}
    assert found.totals == ((first, Light.ATTENTION), (second, Light.READY), (third, Light.NOT_READY))


def test_a1_only_a_city_itself_sees_whether_it_has_drafted_its_position(session: Session) -> None:
    difference = a_difference_on_the_table()
    group = difference.group
    meeting = a_meeting(group)
    an_item(meeting, difference)
    own, other = group.voting_cities_at(clock.now())[:2]
    voice, neighbour = a_representative(group, own), a_representative(group, other)
    outsiders = (neighbour, a_secretary(), a_chair(group, other), None)

    def shown_to(viewer: User | None, city: City = own) -> tuple[Lack, ...]:
        found = preparation_of(meeting, viewer, clock.now())
        return next(each.lacks for each in found.items[0].cities if each.city is city)

    assert shown_to(voice) == (Lack.NO_DRAFT_POSITION,)
    assert shown_to(voice, other) == ()
    before = [shown_to(viewer) for viewer in outsiders]
    a_draft_position(difference, voice)

    assert shown_to(voice) == ()
    assert [shown_to(viewer) for viewer in outsiders] == before == [()] * 4
