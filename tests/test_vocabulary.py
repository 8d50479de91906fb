"""A column of listed words takes new ones by a migration, and keeps its rows, its guards and the words it had."""

import sqlite3
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from migrations.vocabulary import allow
from tests.support.postgres import PostgresServer

SCHEMA = (
    (
        "CREATE TABLE kept (id INTEGER PRIMARY KEY, kind VARCHAR NOT NULL,"
        " CONSTRAINT ck_kept_kind CHECK (kind IN ('first', 'second')))"
    ),
    "CREATE INDEX ix_kept_kind ON kept (kind)",
    "INSERT INTO kept VALUES (1, 'first')",
)


def _allow(connection: Connection, *words: str) -> None:
    with Operations.context(MigrationContext.configure(connection)):
        allow("kept", "kind", *words)


def _made(connection: Connection) -> Connection:
    for statement in SCHEMA:
        connection.execute(text(statement))
    return connection


def _holds_the_words(connection: Connection) -> None:
    _allow(connection, "third")
    _allow(connection, "third", "fourth")
    for number, word in enumerate(("second", "third", "fourth"), 2):
        connection.execute(text("INSERT INTO kept VALUES (:number, :word)"), {"number": number, "word": word})

    assert connection.scalars(text("SELECT kind FROM kept ORDER BY id")).all() == [
        "first", "second", "third", "fourth",
    ]  # fmt: skip
    assert [index["name"] for index in inspect(connection).get_indexes("kept")] == ["ix_kept_kind"]
    with pytest.raises(IntegrityError, match="ck_kept_kind"), connection.begin_nested():
        connection.execute(text("INSERT INTO kept VALUES (9, 'fifth')"))


def test_sqlite_takes_new_words(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'words.sqlite3'}")
    with engine.begin() as connection:
        _holds_the_words(_made(connection))
    engine.dispose()


def test_postgresql_takes_new_words(postgres: PostgresServer, worker_id: str) -> None:
    engine = create_engine(postgres.create_database(f"words_{worker_id}"))
    with engine.begin() as connection:
        _holds_the_words(_made(connection))
    engine.dispose()


def test_sqlite_keeps_the_guards_of_the_table(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'guards.sqlite3'}")
    with engine.begin() as connection:
        _made(connection)
        connection.execute(
            text(
                "CREATE TRIGGER kept_stays BEFORE DELETE ON kept BEGIN SELECT RAISE(ABORT, 'kept_stays'); END"
            )
        )
        _allow(connection, "third")
        with pytest.raises((IntegrityError, sqlite3.IntegrityError), match="kept_stays"):
            connection.execute(text("DELETE FROM kept"))
    engine.dispose()


def test_sqlite_refuses_where_rows_of_others_would_be_lost(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'parents.sqlite3'}")
    with engine.begin() as connection:
        _made(connection)
        connection.execute(text("CREATE TABLE child (kept_id INTEGER REFERENCES kept (id))"))
        with pytest.raises(ValueError, match="refer to kept"):
            _allow(connection, "third")
    engine.dispose()
