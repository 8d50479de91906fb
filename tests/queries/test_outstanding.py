"""Who has not answered, by city."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.actions.differences import hold
from app.clock import now, travel
from app.domain.calendar import tokyo_date
from app.domain.meetings import MinutesState
from app.domain.roles import MembershipKind
from app.queries.confirmations import unconfirmed
from app.queries.outstanding import CityOutstanding, outstanding_by_city
from app.transaction import transaction
from tests.builders.ballots import a_ballot, cast_letters
from tests.builders.council import a_city, a_group, a_secretary, three_cities
from tests.builders.differences import a_practice, a_surveying_difference
from tests.builders.meetings import confirmed, some_minutes
from tests.builders.signoff import an_escalation, sign_city


def _rows() -> dict[str, CityOutstanding]:
    return {row.city.name_ja: row for row in outstanding_by_city(now(), unconfirmed(now()))}


def test_every_member_city_has_its_row_and_an_associate_has_none(session: Session) -> None:
    a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])

    assert [(name, row.total) for name, row in _rows().items()] == [
        ("立川市", 0),
        ("三鷹市", 0),
        ("日野市", 0),
    ]


def test_missing_practices_are_counted_and_the_overdue_ones_apart(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    home = group.cities[0].city
    for _ in range(2):
        a_surveying_difference(group)
    a_practice(a_surveying_difference(group), home)
    held = a_surveying_difference(group)
    with transaction():
        hold(held.number, secretary, reason="国の通知待ち", review_on=tokyo_date(now()))

    rows = _rows()
    assert (rows["立川市"].practices.count, rows["立川市"].practices.overdue) == (2, 0)
    assert rows["三鷹市"].practices.count == 3
    travel(timedelta(days=30))
    assert _rows()["立川市"].practices.overdue == 2


def test_missing_positions_are_counted(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "a..")

    assert [row.positions.count for row in _rows().values()] == [0, 1, 1]


@pytest.mark.parametrize("letters", ["...", "a..", "aox"])
def test_b40_a_sealed_ballot_counts_for_every_city_alike(session: Session, letters: str) -> None:
    ballot = a_ballot(sealed=True)
    cast_letters(ballot, letters)

    assert [row.positions.count for row in _rows().values()] == [1, 1, 1]


def test_missing_signatures_are_counted_by_city(session: Session) -> None:
    signing = an_escalation()
    sign_city(signing, 1)

    rows = _rows()
    assert [rows[city.name_ja].signatures.count for city in signing.cities] == [1, 0, 1]


def test_missing_confirmations_are_counted_and_named(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    confirmed(sitting, sitting.voices[:1])

    rows = _rows()
    assert [rows[city.name_ja].confirmations.count for city in sitting.cities] == [0, 1, 1]
    (waiting,) = unconfirmed(now())
    assert (waiting.meeting, list(waiting.cities)) == (sitting.meeting, sitting.cities[1:])
    assert rows[sitting.cities[1].name_ja].total == 1


def test_confirmed_minutes_wait_for_nobody(session: Session) -> None:
    sitting = some_minutes(until=MinutesState.FINAL)

    assert unconfirmed(now(), [sitting.meeting.group_id]) == []
