"""Those who confirm minutes at the same instant: one word a city, and confirmed when the last two are (M5)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.meetings import circulate_minutes, confirm_minutes
from app.domain.meetings import MinutesState
from app.extensions import db
from app.models import MinutesConfirmation, MinutesNumber, User
from app.policies.verdicts import Refused
from tests.builders.council import a_deputy, a_group
from tests.builders.meetings import Sitting, confirmed, some_minutes
from tests.conftest import Installation
from tests.support.races import race

pytestmark = pytest.mark.race


def test_m5_two_people_of_one_city_who_confirm_at_once_leave_one_confirmation(
    installation: Installation, session: Session
) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    deputy = a_deputy(sitting.meeting.group, sitting.cities[0])
    answers = race(
        installation.database,
        [_confirming(sitting, person.id) for person in (sitting.voices[0], deputy)],
    )
    session.rollback()

    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert len(session.scalars(select(MinutesConfirmation)).all()) == 1


def test_m5_the_last_two_cities_that_confirm_at_once_leave_confirmed_minutes(
    installation: Installation, session: Session
) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    confirmed(sitting, sitting.voices[:1])
    answers = race(installation.database, [_confirming(sitting, person.id) for person in sitting.voices[1:]])
    session.rollback()

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert sitting.minutes.state is MinutesState.CONFIRMED


def test_m8_minutes_sent_round_at_the_same_instant_have_numbers_without_gap(
    installation: Installation, session: Session
) -> None:
    group = a_group()
    sittings = [some_minutes(group) for _ in range(3)]
    answers = race(
        installation.database, [_circulating(each.minutes.id, each.secretary.id) for each in sittings]
    )
    session.rollback()

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert sorted(session.scalars(select(MinutesNumber.serial))) == [1, 2, 3]


def _circulating(minutes_id: int, person_id: int) -> Callable[[], None]:
    def circulate() -> None:
        circulate_minutes(minutes_id, db.session.get_one(User, person_id))

    return circulate


def _confirming(sitting: Sitting, person_id: int) -> Callable[[], None]:
    minutes_id, version = sitting.minutes.id, sitting.minutes.last_version

    def confirm() -> None:
        confirm_minutes(minutes_id, db.session.get_one(User, person_id), version=version)

    return confirm
