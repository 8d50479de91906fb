"""How quickly a chapter of the manual is read: made for the first time, from what is kept, and answered with 304.

One process asks for every chapter of an edition once, then again, then with the tag that it got; no server is between.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.cli import alembic_config
from app.clock import freeze
from app.config import Mode, Settings
from app.domain.roles import UserKind
from app.extensions import Database
from app.models import EditionParagraph, Group, User
from bench.generate import AT
from bench.papers import an_edition

SECRET = "only for measuring, never for serving people"
PARAGRAPHS = 700


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="bench.reading", description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, freeze(AT):
        url = f"sqlite:///{Path(folder) / 'edition.sqlite3'}"
        command.upgrade(alembic_config(url), "head")
        database = Database(url)
        an_edition(database, asked.paragraphs)
        app = create_app(Settings(Mode.TEST, SECRET, url, "http://127.0.0.1"), database)
        browser, addresses = _reader(app, database)
        _report(asked.paragraphs, browser, addresses)
        database.dispose()
    return 0


def _reader(app: Flask, database: Database) -> tuple[FlaskClient, list[str]]:
    """A secretary at a browser, and the address of every chapter."""
    with database.scope() as session:
        person = session.scalars(select(User).where(User.kind == UserKind.SECRETARIAT)).first()
        codes = session.scalars(
            select(Group.code).join(EditionParagraph).distinct().order_by(Group.code)
        ).all()
        identity = person.get_id() if person else ""
    browser = app.test_client()
    browser.set_cookie("language", "ja")
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = identity, True
    browser.get("/notices")  # what is made once for each process does not count
    return browser, [f"/manual/editions/1/{code}" for code in codes]


def _report(paragraphs: int, browser: FlaskClient, addresses: Sequence[str]) -> None:
    tags: dict[str, str] = {}
    times = {
        "made for the first time": _ask(browser, addresses, tags, 200),
        "from what is kept": _ask(browser, addresses, {}, 200),
        "answered with 304": _ask(browser, addresses, tags, 304),
    }
    known = statistics.median(times["answered with 304"])
    print(f"An edition of {paragraphs} paragraphs in {len(addresses)} chapters.\n")
    print("| a chapter | median ms | p95 ms | 304 is faster by |\n|---|---:|---:|---:|")
    for name, took in times.items():
        median, late = statistics.median(took), statistics.quantiles(took, n=20)[18]
        print(f"| {name} | {median * 1_000:.1f} | {late * 1_000:.1f} | {median / known:.1f} × |")


def _ask(browser: FlaskClient, addresses: Sequence[str], tags: dict[str, str], status: int) -> list[float]:
    """How long each chapter took, in seconds of this process; tags are noted, or sent where they are known."""
    times = []
    for address in addresses:
        headers = {"If-None-Match": tags[address]} if status == 304 else {}
        begun = time.process_time()
        answer = browser.get(address, headers=headers)
        times.append(time.process_time() - begun)
        if answer.status_code != status:
            raise RuntimeError(f"{address}: {answer.status_code}")
        tags[address] = answer.headers["ETag"]
    return times


if __name__ == "__main__":
    sys.exit(main())
