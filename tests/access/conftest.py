"""The world that the walks over all routes visit, on SQLite."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import clock
from tests.access.world import World, a_world
from tests.builders.council import a_council
from tests.support.times import MONDAY

if TYPE_CHECKING:
    from tests.conftest import Installation


@dataclass(frozen=True)
class Prepared:
    """A world, and a way to put its database back as it was."""

    world: World
    put_back: Callable[[], None]


@pytest.fixture(scope="package")
def prepared(on_sqlite: Installation, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The world on SQLite, and a way to put it back as it was."""
    used = Path(str(on_sqlite.database.engine.url.database))
    kept = tmp_path_factory.mktemp("access") / "world.sqlite3"
    on_sqlite.empty()
    with clock.freeze(MONDAY), on_sqlite.database.scope():
        a_council()
        world = a_world()
    on_sqlite.database.dispose()
    shutil.copy(used, kept)

    def put_back() -> None:
        on_sqlite.database.dispose()
        for leftover in used.parent.glob(used.name + "*"):
            leftover.unlink()
        shutil.copy(kept, used)

    return Prepared(world, put_back)
