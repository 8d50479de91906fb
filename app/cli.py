"""flask …: the same actions, without the web."""

import sys

import click
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import catalogs
from app.actions.searching import reindex as build_index
from app.config import ROOT
from app.domain.picture import with_picture
from app.extensions import Database
from app.i18n import locale_scope
from app.queries.audit import BrokenLink, verify_chain
from app.queries.kept_texts import altered_texts
from app.transaction import transaction
from app.wording import label
from app.wording.dates import datetime_words


def register(app: Flask) -> None:
    """Hang the commands on the application."""
    for each in (migrate, migration, translations, workflow_picture, verify, reindex):
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


def _url() -> str:
    return _database().engine.url.render_as_string(hide_password=False)


@click.command("migrate")
def migrate() -> None:
    """Bring the database to the newest migration."""
    command.upgrade(alembic_config(_url()), "head")
    click.echo("The database is up to date.")


@click.command("migration")
@click.argument("message")
def migration(message: str) -> None:
    """Draft a migration from the difference between models and database."""
    command.revision(alembic_config(_url()), message=message, autogenerate=True)


@click.group("translations")
def translations() -> None:
    """The texts of the interface in other languages."""


@translations.command("compile")
def compile_translations() -> None:
    """Compile the catalogues that the server reads."""
    catalogs.compile_catalogs()


@translations.command("missing")
def missing_translations() -> None:
    """List texts without a translation, and translations without a text; fail if there are any."""
    missing, unused, unlike = catalogs.missing(), catalogs.unused(), catalogs.unlike()
    for (context, message), place in missing.items():
        click.echo(f"missing  {place}  {context and context + ': '}{message}")
    for (context, message), path in unused.items():
        click.echo(f"unused   {path.relative_to(ROOT)}  {context and context + ': '}{message}")
    for context, message in unlike:
        click.echo(f"unlike   {context and context + ': '}{message}")
    if missing or unused or unlike:
        sys.exit(1)


@click.command("workflow-picture")
def workflow_picture() -> None:
    """Draw the workflow table again in README.md."""
    readme = ROOT / "README.md"
    readme.write_text(with_picture(readme.read_text()))


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Check the hash chain of the event log, and every text and file against the hash that the log holds (A3)."""
    with _database().scope(), locale_scope("en"):
        report = verify_chain()
        altered = [
            f"{label(each.kind)} {each.name}: {label(each.fault)}" for each in altered_texts(files=True)
        ]
        for line in ([_broken_words(report.broken)] if report.broken else []) + altered:
            click.echo(line, err=True)
    if report.broken or altered:
        sys.exit(1)
    click.echo(
        f"{report.length} events, unbroken; every text and file is as recorded. Last link: {report.head}"
    )


@click.command("reindex")
def reindex() -> None:
    """Build the search index anew from what stands in the database."""
    with _database().scope(), transaction():
        count = build_index()
    click.echo(f"{count} things can be found.")


def _broken_words(broken: BrokenLink) -> str:
    known = [label(broken.kind)] if broken.kind else []
    known += [datetime_words(broken.at)] if broken.at else []
    about = f" ({', '.join(known)})" if known else ""
    return f"Broken at entry No. {broken.event_id}{about}: {label(broken.fault)}"
