"""Alembic's environment: one database URL, the models' metadata, no batch mode (it can delete child rows)."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from app.extensions import Database
from app.models import Base
from app.models.base import Json, UtcDateTime


def render(kind: str, thing: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """Spell our own column types as the plain types below them: migrations import nothing of the application."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and thing is Json:
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def is_compared(name: str | None, _kind: str, _parents: object) -> bool:
    """What Alembic compares: the index of grams is made by hand on each database."""
    return not (name or "").startswith(("search_grams", "ix_search_documents_grams"))


database = Database(context.config.attributes["url"])
with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        include_name=is_compared,
        render_as_batch=False,
        render_item=render,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows without their parent after migrating: {broken[:5]}")
database.dispose()
