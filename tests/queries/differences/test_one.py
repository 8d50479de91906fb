"""One difference by its number, and who may know of it."""

import pytest
from sqlalchemy.orm import Session

from app.policies.verdicts import NotFound
from app.queries.differences import difference_named, lock_difference, lock_pair
from app.transaction import transaction
from tests.builders.council import a_group, a_partner, a_person, a_secretary
from tests.builders.differences import a_difference


@pytest.mark.parametrize(
    "typed", ["EDU-02-001", "edu-02-001", "ＥＤＵ－０２－００１", "EDU‐02‐1", " edu-02-0001 "]
)
def test_a_number_is_found_in_any_width_and_case(session: Session, typed: str) -> None:
    difference, secretary = a_difference(), a_secretary()

    assert difference_named(typed, secretary) == difference
    with transaction():
        assert lock_difference(typed) == difference


@pytest.mark.parametrize("typed", ["EDU-02-002", "EDU-02", "", "就学", "EDU-02-001x"])
def test_what_is_no_number_of_a_difference_is_not_found(session: Session, typed: str) -> None:
    number, secretary = a_difference().number, a_secretary()

    with pytest.raises(NotFound):
        difference_named(typed, secretary)
    with pytest.raises(NotFound), transaction():
        lock_difference(typed)
    with pytest.raises(NotFound), transaction():
        lock_pair(number, typed)


def test_city_people_read_every_group_and_partners_their_own(session: Session) -> None:
    group = a_group()
    difference = a_difference(group)
    elsewhere = a_group([], code="TAX-01")

    for reader in (a_person(group.cities[0].city), a_partner(group), a_person(administrator=True)):
        assert difference_named(difference.number, reader) == difference
    with pytest.raises(NotFound):
        difference_named(difference.number, a_partner(elsewhere))
