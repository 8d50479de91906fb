"""Emptying PostgreSQL between tests: faster by far than TRUNCATE, which rewrites every table, empty or not."""

from sqlalchemy import Connection, text

from app.models import Base

_TABLES = [table.name for table in Base.metadata.sorted_tables]
_FILLED = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in _TABLES)
_SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


def empty_postgresql(connection: Connection) -> None:
    """Delete every row over a connection that commits by itself; triggers and foreign keys look away.

    VACUUM gives the tables back as they were when new, so that rows come in the order in which they were written.
    """
    filled = list(connection.scalars(text(_FILLED)))
    if not filled:
        return
    connection.execute(text("SET session_replication_role = replica"))
    for name in filled:
        connection.execute(text(f'DELETE FROM "{name}"'))
    connection.execute(text("SET session_replication_role = DEFAULT"))
    for name in connection.scalars(text(_SEQUENCES)).all():
        connection.execute(text(f'ALTER SEQUENCE "{name}" RESTART'))
    connection.execute(text("VACUUM " + ", ".join(f'"{name}"' for name in filled)))
