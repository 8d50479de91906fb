"""Races are run as often as the variable RACES says: what goes wrong once in a hundred times is wrong."""

import os

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every race its turns; once, where nothing is said, without a trace in its name."""
    times = int(os.environ.get("RACES") or 1)
    if times > 1 and metafunc.definition.get_closest_marker("race"):
        metafunc.fixturenames.append("turn")
        metafunc.parametrize("turn", range(1, times + 1))
