"""What happens when a machine lacks a program the tests want: outside CI they say so, in CI they fail."""

import os
from typing import NoReturn

import pytest


def is_ci() -> bool:
    """Whether the run must be complete."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def missing(what: str, remedy: str) -> NoReturn:
    """End the test that wants it: a failure in CI, elsewhere a skip that says what to install."""
    message = f"{what} was not found. {remedy}"
    if is_ci():
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
