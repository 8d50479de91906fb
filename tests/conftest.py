"""What every test stands on: an application on SQLite and on PostgreSQL, each with an empty migrated database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock, create_app
from app.config import Mode, Settings
from app.extensions import Database
from app.models import User
from tests.builders.council import a_council
from tests.support.migrated import migrate
from tests.support.stores import PostgresStore, SqliteStore
from tests.support.times import MONDAY
from tests.support.worlds import Worlds

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer

pytest_plugins = ["tests.support.postgres", "tests.support.browser", "tests.support.repeated"]


@dataclass(frozen=True)
class Installation:
    """An application on one database that is emptied between tests."""

    app: Flask
    database: Database
    worlds: Worlds

    def empty(self) -> None:
        """Leave no row."""
        self.worlds.empty()


def _application(url: str) -> tuple[Flask, Database]:
    settings = Settings(Mode.TEST, "a test's own secret key, long enough", url, "http://localhost")
    database = Database(url)
    app = create_app(settings, database)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app, database


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The installation on SQLite."""
    folder = tmp_path_factory.mktemp("sqlite")
    app, database = _application(f"sqlite:///{folder / 'used.sqlite3'}")
    yield Installation(app, database, Worlds(database, SqliteStore(database, folder)))
    database.dispose()


@pytest.fixture(scope="session")
def on_postgresql(postgres: PostgresServer, worker_id: str) -> Iterator[Installation]:
    """The installation on PostgreSQL."""
    url = postgres.create_database(f"suriawase_{worker_id}")
    migrate(url)
    app, database = _application(url)

    yield Installation(app, database, Worlds(database, PostgresStore(database)))
    database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """An emptied installation, on each of the two databases in turn, with its council set up at MONDAY."""
    with made_ready(request.getfixturevalue(f"on_{request.param}")) as ready:
        yield ready


@contextmanager
def made_ready(chosen: Installation) -> Iterator[Installation]:
    """Empty an installation and set its council up; the clock stands at MONDAY meanwhile."""
    chosen.empty()
    with clock.freeze(MONDAY):
        with chosen.database.scope():
            a_council()
        yield chosen


@pytest.fixture
def app(installation: Installation) -> Flask:
    """The application of the test's installation."""
    return installation.app


@pytest.fixture
def session(installation: Installation) -> Iterator[Session]:
    """The current session of the test itself; each request of a client has its own."""
    with installation.database.scope() as scoped:
        yield scoped


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a person; sign_in gives it one."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[[User], FlaskClient]:
    """A browser in which a person is signed in, in Japanese."""

    def as_person(person: User) -> FlaskClient:
        browser = app.test_client()
        browser.set_cookie("language", "ja")
        with browser.session_transaction() as kept:
            kept["_user_id"] = person.get_id()
            kept["_fresh"] = True
        return browser

    return as_person
