"""The migrated database is the one the models describe, constraint by constraint, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, create_engine, inspect

from app.models import Base
from tests.support.postgres import PostgresServer


def _named(engine: Engine) -> set[tuple[str, str]]:
    inspector = inspect(engine)
    found = set()
    for table in inspector.get_table_names():
        constraints = inspector.get_check_constraints(table) + inspector.get_unique_constraints(table)
        constraints += inspector.get_foreign_keys(table) + inspector.get_indexes(table)
        found |= {(table, str(c["name"])) for c in constraints if c["name"]}
    return found - {("alembic_version", "alembic_version_pkc")}


def _is_compared(name: str | None, kind: str, _parents: object) -> bool:
    """What Alembic can compare: the index of grams is made by hand on each database."""
    return not (name or "").startswith(("search_grams", "ix_search_documents_grams"))


def _differences(engine: Engine, created: Engine) -> tuple[list[object], set[tuple[str, str]]]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _is_compared}
        )
        changes = compare_metadata(context, Base.metadata)
    metadata: MetaData = Base.metadata
    metadata.create_all(created)
    return list(changes), _named(engine) ^ _named(created)


@pytest.mark.filterwarnings("ignore:.*reflection.*:sqlalchemy.exc.SAWarning")
def test_sqlite_is_migrated_to_the_models(on_sqlite) -> None:  # type: ignore[no-untyped-def]
    on_sqlite.empty()
    assert _differences(on_sqlite.database.engine, create_engine("sqlite://")) == ([], set())


def test_postgresql_is_migrated_to_the_models(
    on_postgresql, postgres: PostgresServer, worker_id: str
) -> None:  # type: ignore[no-untyped-def]
    created = create_engine(postgres.create_database(f"created_{worker_id}"))
    assert _differences(on_postgresql.database.engine, created) == ([], set())
    created.dispose()
