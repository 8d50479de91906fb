"""Pages are tested on SQLite; that each opens on PostgreSQL too is proved by the access table (docs/decisions/0027)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from app import clock
from tests.builders.council import a_council
from tests.support.times import MONDAY

if TYPE_CHECKING:
    from tests.conftest import Installation


@pytest.fixture
def installation(on_sqlite: Installation) -> Iterator[Installation]:
    """An emptied installation on SQLite, with its council set up at MONDAY."""
    on_sqlite.empty()
    with clock.freeze(MONDAY):
        with on_sqlite.database.scope():
            a_council()
        yield on_sqlite
