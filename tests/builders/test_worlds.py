"""A world that was kept is the one that was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models import Base, City, User
from app.transaction import transaction
from tests.builders.ballots import Ballot, a_ballot, cast_letters, run_out
from tests.builders.council import a_city, a_council, a_group
from tests.support import worlds
from tests.support.stores import PostgresStore, SqliteStore
from tests.support.times import MONDAY
from tests.support.worlds import kept

if TYPE_CHECKING:
    from tests.conftest import Installation


def test_what_is_put_back_is_what_was_built(installation: Installation) -> None:
    seen = []
    for _ in range(4):  # built twice, then kept
        installation.empty()
        with clock.freeze(MONDAY), installation.database.scope():
            a_council()
            ballot = a_ballot()
            cast_letters(ballot, "aao")
            run_out(ballot.round)
            seen.append((clock.now(), ballot.round.id, list(ballot.voices), _rows()))

    assert seen[1:] == [seen[0]] * 3


def test_what_was_built_twice_is_not_built_again(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for store in (SqliteStore, PostgresStore):
        monkeypatch.setattr(store, "seconds", 0)  # whether keeping pays off is not the question here
    built = []

    @kept
    def a_slow_ballot() -> Ballot:
        built.append(True)
        return a_ballot()

    for _ in range(4):
        installation.empty()
        with clock.freeze(MONDAY), installation.database.scope():
            a_council()
            ballot = a_slow_ballot()
            assert ballot.round.difference.group.voting_cities_at(clock.now()) == ballot.cities

    assert len(built) == (4 if worlds.OFF else 2)


def test_a_write_of_the_test_itself_stays(installation: Installation) -> None:
    for renamed in ("一", "二", "三", "四"):
        installation.empty()
        with clock.freeze(MONDAY), installation.database.scope():
            a_council()
            city = a_city()
            with transaction():
                db.session.get_one(City, city.id).name_ja = renamed
            a_group([city])
            assert city.name_ja == renamed


def test_what_a_builder_is_given_makes_another_world(session: Session) -> None:
    group = a_group()
    first, second = (place.city for place in group.cities[:2])
    of_first, of_second = a_ballot(group=group).voice(0), a_ballot(group=group).voice(1)

    assert (of_first.city, of_second.city) == (first, second)
    assert len(set(session.scalars(select(User.email)))) == session.query(User).count()


def _rows() -> dict[str, list[tuple[object, ...]]]:
    """All rows, in the order in which the database gives them."""
    return {
        t.name: [tuple(row) for row in db.session.execute(select(t))] for t in Base.metadata.sorted_tables
    }
