"""The database that migrations make is the database the models describe, with every constraint under its name."""

import ast
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Inspector, create_engine, inspect

from app.models import Base
from tests.architecture.source import files, name, tree
from tests.support.migrated import migrate
from tests.support.postgres import PostgresServer

NewDatabase = Callable[[str], str]
VERSIONS = "migrations/versions"
_WORD = r"'[^']*'(?:::[a-z]+(?: [a-z]+)*)?"
LISTED = re.compile(f"{_WORD}(?:, {_WORD})+")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> NewDatabase:
    """Makes an empty database by name and returns its address."""
    if request.param == "sqlite":
        return lambda called: f"sqlite:///{tmp_path / called}.sqlite3"
    server: PostgresServer = request.getfixturevalue("postgres")
    return lambda called: server.create_database(f"{called}_{worker_id}")


def test_migrations_make_what_the_models_describe(new_database: NewDatabase) -> None:
    migrated, described = new_database("migrated"), new_database("described")
    migrate(migrated)
    _create(described)
    found, wanted = _schema(migrated), _schema(described)
    assert sorted(found) == sorted(wanted)
    for table, parts in wanted.items():
        for part, definitions in parts.items():
            assert found[table][part] == definitions, f"{part} of {table}: run make migration"


def test_every_constraint_has_a_name() -> None:
    tables = Base.metadata.tables.values()
    assert [(table.name, repr(part)) for table in tables for part in table.constraints if not part.name] == []


def test_names_fit_into_both_databases() -> None:
    tables = Base.metadata.tables.values()
    names = [str(part.name) for table in tables for part in table.constraints]
    names += [str(index.name) for table in tables for index in table.indexes]
    assert [long for long in names if len(long.encode()) > 63] == []
    assert len(names) == len(set(names)), "two constraints share a name"


def test_migrations_are_numbered_one_after_the_other() -> None:
    numbers = [path.name[:4] for path in files(VERSIONS)]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert [
        path.name for path in files(VERSIONS) if not re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name)
    ] == []


def test_migrations_import_nothing_of_the_product() -> None:
    # A migration must do next year what it does today.
    imports = [
        (name(path), module)
        for path in files(VERSIONS)
        for node in ast.walk(tree(path))
        for module in _imported(node)
        if module.split(".")[0] in ("app", "seed", "tests")
    ]
    assert imports == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _create(url: str) -> None:
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def _schema(url: str) -> dict[str, dict[str, Any]]:
    engine = create_engine(url)
    inspector = inspect(engine)
    # The index of grams is a virtual table: its columns have no types.
    tables = [
        table
        for table in inspector.get_table_names()
        if table != "alembic_version" and not table.startswith("search_grams")
    ]
    schema = {table: _table(engine, inspector, table) for table in tables}
    engine.dispose()
    return schema


def _table(engine: Engine, inspector: Inspector, table: str) -> dict[str, Any]:
    key = inspector.get_pk_constraint(table)
    return {
        "columns": {
            column["name"]: (
                column["type"].compile(engine.dialect),
                column["nullable"],
                # Whether a key counts itself up is left open: nobody leaves it out where the product gives the number.
                None if column["name"] in key["constrained_columns"] else column.get("default"),
            )
            for column in inspector.get_columns(table)
        },
        "primary key": {str(key["name"]): key["constrained_columns"]},
        "checks": _by_name(inspector.get_check_constraints(table)),
        "unique constraints": _by_name(inspector.get_unique_constraints(table)),
        "foreign keys": _by_name(inspector.get_foreign_keys(table)),
        "indexes": _by_name(inspector.get_indexes(table)),
    }


def _by_name(definitions: Sequence[Any]) -> dict[str, dict[str, str]]:
    return {each["name"]: {key: _spelled(value) for key, value in each.items()} for each in definitions}


def _spelled(value: Any) -> str:
    if isinstance(value, dict):
        return str({key: _spelled(part) for key, part in sorted(value.items())})
    return LISTED.sub(_in_order, re.sub(r"\s+", " ", str(value)).strip())


def _in_order(words: re.Match[str]) -> str:
    """The words of a list in one order: which was allowed first says nothing."""
    return ", ".join(sorted(words[0].split(", ")))
