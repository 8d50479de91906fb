"""make bench: generate a council, serve it as in production, measure the main pages, print a table."""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from sqlalchemy import select

from app import create_app
from app.cli import alembic_config
from app.config import ROOT, Mode, Settings
from app.domain.workflow import Stage
from app.extensions import Database
from app.models import Difference, User
from bench.generate import Size, generate
from bench.load import Measured, measure

SECRET = "only for measuring, never for serving people"
PAGES = {
    "bare Flask page": "/bare/",
    "home": "/",
    "groups": "/groups",
    "differences": "/differences",
    "differences, filtered": "/differences?stage=discussing&page=3",
    "one difference": "/differences/{number}",
    "decisions": "/decisions",
    "manual": "/manual",
    "meetings": "/meetings",
    "ballots": "/ballots",
}


def main() -> int:
    """Run the whole measurement."""
    asked = _arguments()
    size = Size(asked.cities, asked.groups, asked.differences, asked.comments, asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database_url or f"sqlite:///{folder}/bench.sqlite3"
        print(f"Generating {size} …", flush=True)
        _prepare(url, size)
        names, cookie = _somebody(url)
        with _serving(url) as port:
            _report(_measure_all(port, names, cookie, asked.requests))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    for name, default in vars(Size()).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--requests", type=int, default=200, help="requests for each page and concurrency")
    parser.add_argument("--database-url", default="", help="an empty database; a SQLite file by default")
    return parser.parse_args()


def _prepare(url: str, size: Size) -> None:
    command.upgrade(alembic_config(url), "head")
    database = Database(url)
    generate(database, size)
    database.dispose()


def _somebody(url: str) -> tuple[dict[str, str], str]:
    """A difference to look at, and the session of a representative of its group."""
    database = Database(url)
    app = create_app(Settings(Mode.TEST, SECRET, url, "http://127.0.0.1"), database)
    with database.scope() as session:
        person = session.scalars(select(User).where(User.email == "gakumu.tachikawa@example.jp")).one()
        number = session.scalars(
            select(Difference.number).where(Difference.stage == Stage.DISCUSSING).limit(1)
        ).one()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = serializer.dumps({"_user_id": person.get_id(), "_fresh": True})
    database.dispose()
    return {"number": number}, f"session={cookie}; language=ja"


@contextmanager
def _serving(url: str) -> Iterator[int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    environment = {
        **os.environ, "DATABASE_URL": url, "SECRET_KEY": SECRET, "SURIAWASE_MODE": "demo", "HOST": "127.0.0.1",
        "PORT": str(port),
    }  # fmt: skip
    gunicorn = Path(sys.executable).parent / "gunicorn"
    server = subprocess.Popen(
        [gunicorn, "--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}", "bench.wsgi:app"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _measure_all(port: int, names: dict[str, str], cookie: str, requests: int) -> list[tuple[str, Measured]]:
    headers = {"Cookie": cookie, "Accept-Language": "ja"}
    return [
        (title, measure(port, path.format(**names), headers, concurrency, requests))
        for concurrency in (1, 8)
        for title, path in PAGES.items()
    ]


def _report(results: list[tuple[str, Measured]]) -> None:
    bare = {m.concurrency: m.median_ms for title, m in results if title == "bare Flask page"}
    print("| page | at once | pages/s | median ms | p95 ms | KB | bare page is faster by |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for title, m in results:
        ratio = m.median_ms / bare[m.concurrency]
        print(
            f"| {title} | {m.concurrency} | {m.per_second:.0f} | {m.median_ms:.1f} | {m.p95_ms:.1f}"
            f" | {m.size / 1024:.0f} | {ratio:.1f} × |"
        )


if __name__ == "__main__":
    sys.exit(main())
