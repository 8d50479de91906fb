"""flask worker, close-rounds, remind, recount: what runs without a person, by hand or by a service manager."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.config import Settings
from app.extensions import Database
from app.jobs.backup import NoBackup, back_up, withhold_mail
from app.jobs.files import made_beside
from app.jobs.worker import close_rounds, remind, stop_on_signals, work, work_once
from app.queries.ballots.recount import recount


def register(app: Flask) -> None:
    """Hang the commands on the application."""
    for each in COMMANDS:
        app.cli.add_command(each)


def _database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


@click.command("worker")
@click.option("--once", is_flag=True, help="Do every job once and end.")
@with_appcontext
def worker_command(once: bool) -> None:
    """Close rounds by the clock, remind, send mail and make files, until told to stop."""
    if once:
        work_once(_database(), _settings())
    else:
        stop = stop_on_signals()
        with made_beside(_database(), stop):
            work(_database(), _settings(), stop)


@click.command("close-rounds")
@with_appcontext
def close_rounds_command() -> None:
    """Close the rounds whose time has come."""
    click.echo(f"Rounds closed: {close_rounds(_database())}")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup_command(file: Path) -> None:
    """Copy the running SQLite database into FILE; the copy sends no mail that waits now (A8)."""
    try:
        held = back_up(_database(), file)
    except NoBackup as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"Backed up to {file}. Mails that a restore will not send: {held}.")


@click.command("withhold-mail")
@with_appcontext
def withhold_mail_command() -> None:
    """After a restore by other means: never send the mails that wait in it, they may have gone already (A8)."""
    click.echo(f"Mails held back: {withhold_mail(_database())}")


@click.command("remind")
@with_appcontext
def remind_command() -> None:
    """Send the reminders that are due, each once (A9)."""
    click.echo(f"Reminders sent: {remind(_database())}")


@click.command("recount")
@with_appcontext
def recount_command() -> None:
    """Count every closed round again from its events and compare it with what is stored (B39)."""
    rounds, faults = 0, 0
    with _database().scope():
        for counted in recount():
            rounds += 1
            for fault in counted.faults:
                faults += 1
                click.echo(f"{counted.name}: {fault}", err=True)
    click.echo(f"Rounds counted again: {rounds}. Differences found: {faults}.")
    if faults:
        sys.exit(1)


COMMANDS = (
    worker_command,
    close_rounds_command,
    remind_command,
    recount_command,
    backup_command,
    withhold_mail_command,
)
