"""Backing up a running SQLite installation into a file that can be put in its place (A8)."""

import sqlite3
from pathlib import Path

from app.actions.mail import withhold_unsent
from app.extensions import Database
from app.transaction import transaction


class NoBackup(Exception):
    """Why there is no backup, in words for an operator."""


def back_up(database: Database, target: Path) -> int:
    """Copy the whole database while it runs; how many mails the copy holds back.

    A mail that waits now may go before the copy is ever restored, so the copy never sends it.
    """
    if database.engine.dialect.name != "sqlite":
        raise NoBackup("This installation is on PostgreSQL. Please use pg_dump (docs/operations.md).")
    if target.exists():
        raise NoBackup(f"{target} is there already and stays as it is.")
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    _copy(str(database.engine.url.database), unfinished)
    held = withhold_mail(Database(f"sqlite:///{unfinished}"))
    unfinished.rename(target)
    return held


def withhold_mail(database: Database) -> int:
    """Hold every waiting mail of a restored database back, and close it again; how many."""
    with database.scope(), transaction():
        held = withhold_unsent()
    database.dispose()
    return held


def _copy(source: str, target: Path) -> None:
    running, copy = sqlite3.connect(source), sqlite3.connect(target)
    try:
        running.backup(copy)
    finally:
        copy.close()
        running.close()
