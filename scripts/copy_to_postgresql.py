"""Copies everything into an empty PostgreSQL database: the move away from the embedded one."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.schema import AddConstraint, DropConstraint

from app.extensions import Database
from app.models import Base

ROWS_AT_ONCE = 500
TABLES = tuple(Base.metadata.tables.values())


class Refusal(Exception):
    """Why nothing was copied."""


def main(arguments: list[str]) -> int:
    """Copy from the first address to the second and say how much was copied."""
    if len(arguments) != 2:
        print("usage: copy_to_postgresql.py FROM_URL TO_URL    (TO_URL migrated and empty)", file=sys.stderr)
        return 2
    source, target = (
        Database(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)) for url in arguments
    )
    try:
        copied = copy(source, target)
    except Refusal as refusal:
        print(f"Nothing was copied: {refusal}", file=sys.stderr)
        return 1
    print(f"Copied {sum(copied.values())} rows of {len(copied)} tables.")
    return 0


def copy(source: Database, target: Database) -> dict[str, int]:
    """Copy every row in one transaction; return the number of rows by table. Raises Refusal."""
    if target.engine.dialect.name != "postgresql":
        raise Refusal("the second address is not that of a PostgreSQL database")
    with source.engine.connect() as reading, target.engine.begin() as writing:
        filled = [table.name for table in TABLES if _count(writing, table)]
        if filled:
            raise Refusal(f"there are rows already in {', '.join(filled)}")
        with _without_guards(writing), _without_foreign_keys(writing):
            for table in TABLES:
                _copy_table(reading, writing, table)
        return {table.name: _count(writing, table) for table in TABLES}


@contextmanager
def _without_guards(writing: Connection) -> Iterator[None]:
    # Triggers let nothing be added to closed rounds; a copy adds what happened before they closed.
    for table in TABLES:
        writing.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
    yield
    for table in TABLES:
        writing.execute(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))


@contextmanager
def _without_foreign_keys(writing: Connection) -> Iterator[None]:
    # Tables refer to each other in circles. Putting the keys back checks every row.
    # The models keep theirs: isolated from its table, a key would be missing from every table created later.
    keys = [key for table in TABLES for key in table.foreign_key_constraints]
    for key in keys:
        writing.execute(DropConstraint(key))
    yield
    for key in keys:
        writing.execute(AddConstraint(key, isolate_from_table=False))


def _copy_table(reading: Connection, writing: Connection, table: Table) -> None:
    rows = reading.execution_options(stream_results=True).execute(select(table)).mappings()
    for part in rows.partitions(ROWS_AT_ONCE):
        writing.execute(insert(table), [dict(row) for row in part])
    key = table.autoincrement_column
    if key is not None:
        serial = func.pg_get_serial_sequence(table.name, key.name)
        writing.execute(select(func.setval(serial, func.max(key))).where(serial.is_not(None)))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
