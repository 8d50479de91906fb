"""New words for a column that holds one of a list: its CHECK is made anew with them, whatever words it held before."""

import re

from alembic import op
from sqlalchemy import Connection, inspect


def allow(table: str, column: str, *words: str) -> None:
    """Let a column hold these words too; ck_<table>_<column> is the CHECK that lists them."""
    connection, name = op.get_bind(), f"ck_{table}_{column}"
    checks = {check["name"]: check["sqltext"] for check in inspect(connection).get_check_constraints(table)}
    held = re.findall(r"'([^']*)'", checks[name])
    listed = ", ".join(f"'{word}'" for word in dict.fromkeys([*held, *words]))
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, f"{column} IN ({listed})")
    else:
        _rebuild(connection, table, name, f"CONSTRAINT {name} CHECK ({column} IN ({listed}))")


def _rebuild(connection: Connection, table: str, name: str, check: str) -> None:
    """SQLite changes no CHECK of a table: a new one takes its rows, its name, its indexes and its triggers."""
    if _is_referred_to(connection, table):
        raise ValueError(f"other tables refer to {table}: it cannot be made anew without losing their rows")
    made, beside = _made_by(connection, table)
    changed, times = re.subn(rf"CONSTRAINT {name} CHECK \(\w+ IN \([^)]*\)\)", lambda _: check, made)
    if times != 1:
        raise ValueError(f"{name} is not found in {table}")
    renamed = re.sub(rf'^CREATE TABLE "?{table}"?', lambda _: f"CREATE TABLE {table}_new", changed)
    connection.exec_driver_sql(renamed)
    connection.exec_driver_sql(f"INSERT INTO {table}_new SELECT * FROM {table}")  # noqa: S608 - names of ours
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    for statement in beside:
        connection.exec_driver_sql(statement)


def _made_by(connection: Connection, table: str) -> tuple[str, list[str]]:
    """The statement that made a table, and those that made what hangs on it."""
    rows = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)
    ).all()
    made = next(sql for kind, sql in rows if kind == "table")
    return made, [sql for kind, sql in rows if kind != "table"]


def _is_referred_to(connection: Connection, table: str) -> bool:
    found = inspect(connection)
    others = [name for name in found.get_table_names() if name != table]
    return any(key["referred_table"] == table for name in others for key in found.get_foreign_keys(name))
