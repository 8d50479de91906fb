"""The timeline of a difference: everything that happened, as far as the viewer may see it."""

import pytest
from sqlalchemy.orm import Session

from app.actions.differences import withdraw
from app.domain.events import EventKind
from app.domain.workflow import Stage
from app.models import Difference, User
from app.queries.timeline import stage_before_end, timeline_of, was_escalated
from app.transaction import transaction
from tests.builders.ballots import a_ballot, cast_letters, run_out
from tests.builders.council import a_partner, a_representative, a_secretary
from tests.builders.differences import a_difference, a_practice, a_proposing_difference
from tests.builders.discussion import a_caucus_entry
from tests.builders.signoff import an_escalation


def _kinds(difference: Difference, viewer: User, page: int = 1) -> list[EventKind]:
    return [event.kind for event in timeline_of(difference, viewer, page).items]


def test_events_stand_newest_first(session: Session) -> None:
    difference = a_proposing_difference()

    assert _kinds(difference, a_secretary()) == [
        EventKind.SURVEY_CLOSED,
        *[EventKind.PRACTICE_STATED] * 3,
        EventKind.SURVEY_OPENED,
        EventKind.DIFFERENCE_RAISED,
    ]


def test_a_long_timeline_comes_in_pages(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()
    city = difference.group.cities[0].city
    for number in range(26):
        a_practice(difference, city, f"第{number}の方法", author=secretary, instruction="電話")

    assert len(_kinds(difference, secretary)) == 25
    assert _kinds(difference, secretary, 2) == [EventKind.PRACTICE_STATED, EventKind.DIFFERENCE_RAISED]


def test_a1_a_caucus_appears_in_the_timeline_of_its_own_city_only(session: Session) -> None:
    difference = a_proposing_difference()
    group = difference.group
    home, neighbour = group.cities[0].city, group.cities[1].city
    author = a_representative(group, home)
    a_caucus_entry(difference, author)

    assert EventKind.CAUCUS_ENTRY_ADDED in _kinds(difference, author)
    for outsider in (a_representative(group, neighbour), a_secretary(), a_partner(group)):
        timeline = timeline_of(difference, outsider, 1)
        assert EventKind.CAUCUS_ENTRY_ADDED not in [event.kind for event in timeline.items]
        assert timeline.total == 6, "nor is it counted"


@pytest.mark.parametrize("letters", ["a..", "ox."])
def test_b40_a_sealed_ballot_shows_each_city_its_own_acts_until_it_closes(
    session: Session, letters: str
) -> None:
    ballot = a_ballot(sealed=True)
    difference, secretary = ballot.difference, a_secretary()
    before = timeline_of(difference, secretary, 1).total

    cast_letters(ballot, letters)

    assert timeline_of(difference, secretary, 1).total == before
    assert EventKind.POSITION_CAST in _kinds(difference, ballot.voice(0))
    assert EventKind.POSITION_CAST not in _kinds(difference, ballot.voice(2))
    run_out(ballot.round)
    assert EventKind.POSITION_CAST in _kinds(difference, secretary)


def test_an_open_ballot_that_is_not_sealed_shows_every_act(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "ao.")

    assert _kinds(ballot.difference, a_secretary()).count(EventKind.POSITION_CAST) == 2


def test_an_end_tells_how_far_the_difference_came(session: Session) -> None:
    difference, secretary = a_proposing_difference(), a_secretary()
    assert stage_before_end(difference) is None

    with transaction():
        withdraw(difference.number, secretary, reason="不要になったため")

    assert stage_before_end(difference) is Stage.PROPOSING


def test_an_escalation_is_known(session: Session) -> None:
    signing = an_escalation()

    assert was_escalated(signing.difference)
    assert not was_escalated(a_difference(signing.group))
