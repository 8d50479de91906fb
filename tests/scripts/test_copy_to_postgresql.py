"""Moving an installation from SQLite to PostgreSQL keeps every row, and new rows go on counting."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.extensions import Database
from app.models import City, Membership, Round
from scripts.copy_to_postgresql import TABLES, Refusal, copy
from tests.builders.ballots import a_closed_round
from tests.builders.council import CITIES, a_city, a_council, a_group
from tests.conftest import MONDAY, Installation
from tests.support.migrated import migrate
from tests.support.postgres import PostgresServer


@pytest.fixture
def source(on_sqlite: Installation) -> Database:
    """An installation on SQLite with a few rows."""
    on_sqlite.empty()
    with clock.freeze(MONDAY), on_sqlite.database.scope():
        for name in list(CITIES)[:2]:
            a_city(name)
    return on_sqlite.database


@pytest.fixture
def target(postgres: PostgresServer, worker_id: str) -> Iterator[Database]:
    """An empty migrated PostgreSQL."""
    name = f"target_{worker_id}"
    migrate(postgres.create_database(name))
    database = Database(postgres.url(name))
    yield database
    database.dispose()
    postgres.drop_database(name)


def test_every_row_arrives_as_it_was(source: Database, target: Database) -> None:
    copied = copy(source, target)
    assert copied["cities"] == copied["memberships"] == 2
    with source.engine.connect() as old, target.engine.connect() as new:
        for table in TABLES:
            ordered = select(table).order_by(*table.primary_key.columns)
            assert new.execute(ordered).all() == old.execute(ordered).all(), table.name


def test_new_rows_go_on_counting(source: Database, target: Database) -> None:
    copy(source, target)
    with clock.freeze(MONDAY), target.scope() as session:
        a_city("日野市")
        assert session.scalars(select(City.id).order_by(City.id)).all() == [1, 2, 3]
        assert session.scalars(select(Membership.city_id).order_by(Membership.id)).all() == [1, 2, 3]


def test_a_database_with_rows_is_left_alone(source: Database, target: Database) -> None:
    copy(source, target)
    with pytest.raises(Refusal, match="cities"):
        copy(source, target)


def test_only_postgresql_is_copied_into(source: Database) -> None:
    with pytest.raises(Refusal):
        copy(source, source)


def test_b42_a_closed_round_arrives_and_stays_closed_there(source: Database, target: Database) -> None:
    with clock.freeze(MONDAY), source.scope() as session:
        a_council()
        a_closed_round("ac", group=a_group(list(session.scalars(select(City)))))
    assert copy(source, target)["positions"] == 2
    with target.engine.connect() as new, pytest.raises(IntegrityError, match="rounds_closed_stay"):
        new.execute(update(Round).values(end_reason="x"))
