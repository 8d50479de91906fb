"""flask …: the same actions, without the web."""

import click
from alembic import command
from alembic.config import Config
from flask import Flask, current_app

from app.config import ROOT
from app.extensions import Database


def register(app: Flask) -> None:
    """Hang the commands on the application."""
    for each in (migrate, migration):
        app.cli.add_command(each)


def alembic_config(url: str) -> Config:
    """Alembic for the migrations folder and a database URL."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = url
    return config


def _database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


@click.command("migrate")
def migrate() -> None:
    """Bring the database to the newest migration."""
    command.upgrade(alembic_config(_url()), "head")
    click.echo("The database is up to date.")


@click.command("migration")
@click.argument("message")
def migration(message: str) -> None:
    """Write a migration from the difference between models and database."""
    command.revision(alembic_config(_url()), message=message, autogenerate=True)


def _url() -> str:
    return _database().engine.url.render_as_string(hide_password=False)
