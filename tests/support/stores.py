"""A test's database as a whole: emptied, put aside, and put back as it was."""

import shutil
import sqlite3
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, text

from app.extensions import Database
from tests.support.migrated import migrate

# A table that VACUUM left without rows has no pages: asking the tables themselves takes longer.
_FILLED = """
    SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = 'public' AND relkind = 'r' AND relname <> 'alembic_version' AND pg_relation_size(pg_class.oid) > 0
"""
_SEQUENCES = (
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
)
SMALL_PAGES = 1024  # most tables of a test have a few rows: the file is a third of what it would be


class Store(Protocol):
    """All rows of a database. seconds is what putting them back costs, about."""

    seconds: float

    def empty(self) -> None:
        """Leave no row."""

    def save(self) -> Any:
        """What put_back takes; nobody reads or writes meanwhile."""

    def put_back(self, saved: Any) -> None:
        """Leave the rows that were saved and no other."""


class SqliteStore:
    """A file, copied."""

    seconds = 0.005

    def __init__(self, database: Database, folder: Path) -> None:
        """Migrate once; the database's own file is a copy."""
        self._database, self._folder = database, folder
        self._file = Path(str(database.engine.url.database))
        self._names = (folder / f"{number}.sqlite3" for number in count(1))
        self._clean = next(self._names)
        migrate(f"sqlite:///{self._clean}")
        with sqlite3.connect(self._clean) as connection:
            for statement in ("PRAGMA journal_mode=DELETE", f"PRAGMA page_size={SMALL_PAGES}", "VACUUM"):
                connection.execute(statement)
        connection.close()

    def empty(self) -> None:
        self.put_back(self._clean)

    def save(self) -> Path:
        self._database.dispose()  # the last connection brings the write-ahead log home
        return Path(shutil.copyfile(self._file, next(self._names)))

    def put_back(self, saved: Path) -> None:
        self._database.dispose()
        for leftover in self._file.parent.glob(f"{self._file.name}*"):
            leftover.unlink()
        shutil.copyfile(saved, self._file)


@dataclass(frozen=True)
class _Rows:
    """The lines of every filled table, and the last value of every sequence in use."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


class PostgresStore:
    """The rows of every table, deleted and copied in: faster by far than TRUNCATE or a database made anew."""

    seconds = 0.02

    def __init__(self, database: Database) -> None:
        """Speak to a migrated database."""
        self._database = database

    def empty(self) -> None:
        self.put_back(_Rows({}, {}))

    def save(self) -> _Rows:
        with self._connection() as connection:
            tables = {name: _copied(connection, name) for name in connection.scalars(text(_FILLED)).all()}
            return _Rows(tables, dict(connection.execute(text(_SEQUENCES)).all()))

    def put_back(self, saved: _Rows) -> None:
        """Triggers and foreign keys look away.

        VACUUM gives the tables back as they were when new, so that rows come in the order in which they were written.
        """
        with self._connection() as connection:
            filled = [f'"{name}"' for name in connection.scalars(text(_FILLED))]
            run = connection.connection.cursor().execute
            run("SET session_replication_role = replica")
            if filled:
                run("; ".join(f"DELETE FROM {name}" for name in filled))
                run("VACUUM " + ", ".join(filled))
            for name, lines in saved.tables.items():
                with connection.connection.cursor().copy(f'COPY "{name}" FROM STDIN') as copy:
                    copy.write(lines)
            _go_on_after(saved.sequences, connection)
            run("SET session_replication_role = DEFAULT")

    def _connection(self) -> Connection:
        return self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _copied(connection: Connection, name: str) -> bytes:
    with connection.connection.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
        return b"".join(copy)


def _go_on_after(values: dict[str, int], connection: Connection) -> None:
    """Give every sequence its value; one that has none begins anew."""
    used = dict(connection.execute(text(_SEQUENCES)).all())
    calls = [f"setval('{name}', {value})" for name, value in values.items()]
    calls += [f"setval('{name}', 1, false)" for name in used.keys() - values.keys()]
    if calls:
        connection.execute(text("SELECT " + ", ".join(calls)))
