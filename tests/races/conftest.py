"""The processes of races: three, started once."""

from collections.abc import Iterator

import pytest

from tests.support.crowd import Crowd, crowd_of


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    """Three processes that wait for acts."""
    with crowd_of(3) as processes:
        yield processes
