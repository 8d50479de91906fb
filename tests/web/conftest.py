"""Pages are tested on SQLite; that each opens on PostgreSQL too is proved by the access table (docs/decisions/0027)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Installation, made_ready


@pytest.fixture
def installation(on_sqlite: Installation) -> Iterator[Installation]:
    """An emptied installation on SQLite, with its council set up at MONDAY."""
    with made_ready(on_sqlite) as ready:
        yield ready
