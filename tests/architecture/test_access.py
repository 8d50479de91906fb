"""Every view says who may open it; those open to anybody are listed here, each with its reason."""

import pytest
from flask import Flask

from app import create_app
from app.config import Mode, Settings

OPEN_TO_ANYBODY = {
    "accounts.sign_in": "where one signs in",
    "accounts.enter": "signs in",
    "accounts.demo_sign_in": "signs in to a demo; there is no such page elsewhere",
    "accounts.language": "reads the sign-in page in another language",
    "accounts.forgotten": "asks for a link without being able to sign in",
    "accounts.ask_for_link": "asks for a link without being able to sign in",
    "accounts.link": "the link stands for its person",
    "accounts.set_password": "the link stands for its person",
    "meetings.feed": "the secret address stands for its person",
}
MARKS = {"public", "signed_in"}
FLASKS_OWN = {"static"}


@pytest.fixture(scope="module")
def access() -> dict[str, str | None]:
    """Each endpoint's mark."""
    app: Flask = create_app(Settings(Mode.DEMO, "only to look at its views", "sqlite://", "http://localhost"))
    views = {endpoint: view for endpoint, view in app.view_functions.items() if endpoint not in FLASKS_OWN}
    return {endpoint: getattr(view, "access", None) for endpoint, view in views.items()}


def test_every_view_is_marked(access: dict[str, str | None]) -> None:
    assert {endpoint: mark for endpoint, mark in access.items() if mark not in MARKS} == {}


def test_only_the_listed_views_are_open_to_anybody(access: dict[str, str | None]) -> None:
    public = {endpoint for endpoint, mark in access.items() if mark == "public"}
    assert public - OPEN_TO_ANYBODY.keys() == set(), (
        "list it in OPEN_TO_ANYBODY with its reason, or mark it signed_in"
    )
    assert OPEN_TO_ANYBODY.keys() - public == set(), "strike what is gone"
