"""A database as the migrations make it."""

from alembic import command

from app.cli import alembic_config


def migrate(url: str) -> None:
    """Bring an empty database to the newest migration."""
    command.upgrade(alembic_config(url), "head")
