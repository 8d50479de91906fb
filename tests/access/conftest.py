"""The world that the walks over all routes visit, on SQLite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
def prepared(on_sqlite: Installation) -> Prepared:
    """The world on SQLite, and a way to put it back as it was."""
    on_sqlite.empty()
    with clock.freeze(MONDAY), on_sqlite.database.scope():
        a_council()
        world = a_world()
    return Prepared(world, on_sqlite.worlds.save())
