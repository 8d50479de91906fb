"""Two who turn to an item of the agenda at the same instant: one does, the other is told."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.meetings import give_floor
from app.domain.events import EventKind
from app.extensions import db
from app.models import Event, User
from app.policies.verdicts import Refused
from tests.builders.console import Running, a_floor, a_running_meeting
from tests.builders.council import a_secretary
from tests.builders.proposals import a_difference_on_the_table
from tests.conftest import Installation
from tests.support.races import race

pytestmark = pytest.mark.race


@pytest.mark.parametrize("begun", [False, True])
def test_of_two_who_turn_to_different_items_at_once_one_does_and_the_other_is_told(
    begun: bool, installation: Installation, session: Session
) -> None:
    running = a_running_meeting([a_difference_on_the_table()])
    people = [running.chair.id, a_secretary().id]
    places: list[int | None] = [item.id for item in running.items]
    seen = 0
    if begun:
        a_floor(running.items[0], running.chair)
        places, seen = [places[1], None], 1
    answers = race(
        installation.database,
        [_turning(running, person, item, seen) for person, item in zip(people, places, strict=True)],
    )
    session.rollback()

    told = [answer for answer in answers if isinstance(answer, Refused)]
    assert [refused.verdict.code for refused in told] == ["floor_given_meanwhile"]
    given = select(func.count()).select_from(Event).where(Event.kind == EventKind.FLOOR_GIVEN)
    assert session.scalar(given) == seen + 1


def _turning(running: Running, person_id: int, item_id: int | None, seen: int) -> Callable[[], None]:
    meeting_id = running.meeting.id

    def turn() -> None:
        give_floor(meeting_id, db.session.get_one(User, person_id), item_id=item_id, seen=seen)

    return turn
