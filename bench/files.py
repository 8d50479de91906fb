"""How long large files take, and how much memory: an edition of some 300 pages, and minutes by the hundred.

Each measurement runs in a process of its own, so that one's peak is not another's.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from alembic import command
from sqlalchemy import select

from app.actions.downloads import order_edition, order_minutes
from app.cli import alembic_config
from app.config import ROOT
from app.domain.downloads import FileFormat
from app.domain.roles import UserKind
from app.extensions import Database
from app.jobs.files import make_files
from app.models import FileOrder, User
from app.transaction import transaction
from bench.papers import an_edition, many_minutes

EDITION_FORMATS = tuple(FileFormat)
MINUTES_FORMATS = (FileFormat.PDF, FileFormat.WORD, FileFormat.MARKDOWN)
PARAGRAPHS = 770
MINUTES = (100, 250, 500)


def main() -> int:
    """Measure everything and print a table, or one file where it is named."""
    parser = argparse.ArgumentParser(prog="bench.files", description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS)
    parser.add_argument("--minutes", type=int, nargs="+", default=MINUTES)
    parser.add_argument("--one", nargs=2, metavar=("DATABASE", "FORMAT"), help="used by itself, for one file")
    asked = parser.parse_args()
    if asked.one:
        _one(*asked.one)
        return 0
    print("| file | format | seconds | peak memory of the worker, MB | of the typesetter, MB | size, MB |")
    print("|---|---|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        url = _council(Path(folder) / "edition.sqlite3", paragraphs=asked.paragraphs)
        for file_format in EDITION_FORMATS:
            _report(f"edition of {asked.paragraphs} paragraphs", url, file_format)
        for count in asked.minutes:
            url = _council(Path(folder) / f"{count}.sqlite3", minutes=count)
            for file_format in MINUTES_FORMATS:
                _report(f"{count} minutes", url, file_format)
    return 0


def _council(path: Path, **papers: int) -> str:
    """A database with an edition or with minutes."""
    url = f"sqlite:///{path}"
    command.upgrade(alembic_config(url), "head")
    database = Database(url)
    if "minutes" in papers:
        many_minutes(database, papers["minutes"])
    else:
        an_edition(database, papers["paragraphs"])
    database.dispose()
    return url


def _report(name: str, url: str, file_format: FileFormat) -> None:
    arguments = [sys.executable, "-m", "bench.files", "--one", url, file_format.value]
    done = subprocess.run(arguments, check=True, capture_output=True, cwd=ROOT)
    told: Mapping[str, float] = json.loads(done.stdout)
    print(
        f"| {name} | {file_format.value} | {told['seconds']:.1f} | {told['worker']:.0f}"
        f" | {told['children']:.0f} | {told['size']:.1f} |",
        flush=True,
    )


def _one(url: str, file_format: str) -> None:
    """Order a file of what the database holds, make it, and print what that took as JSON."""
    database = Database(url)
    with database.scope() as session:
        secretary = session.scalars(select(User).where(User.kind == UserKind.SECRETARIAT).limit(1)).one()
        how = {"file_format": FileFormat(file_format), "language": "ja"}
        with transaction():
            if "edition" in url:
                order_edition(1, secretary, **how)  # type: ignore[arg-type]
            else:
                order_minutes(secretary, **how)  # type: ignore[arg-type]
    begun = time.perf_counter()
    make_files(database)
    seconds = time.perf_counter() - begun
    with database.scope() as session:
        size = session.scalars(select(FileOrder.size).order_by(FileOrder.id.desc()).limit(1)).one()
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    told = {"seconds": seconds, "size": size / 1024**2, "worker": _peak(), "children": children}
    print(json.dumps(told))


def _peak() -> float:
    """The most memory this process held, in MB, on Linux; getrusage would begin with the peak of who started it."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
