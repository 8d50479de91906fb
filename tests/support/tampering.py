"""What somebody with the database in hand could do, past the guards that refuse it."""

from sqlalchemy import text

from app.extensions import Database


def against_the_guards(database: Database, statement: str) -> None:
    """Run one statement with every trigger switched off, and switch them on again."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement))
            return
        guards = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _ in guards:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
        for _, created in guards:
            connection.exec_driver_sql(created)
