"""The council of the journeys: three cities, one working group, everybody with a password, served at an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import clock
from app.domain.passwords import hash_password
from app.extensions import db
from app.models import User
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_council,
    a_group,
    a_manager,
    a_post,
    a_representative,
    a_route,
    a_secretary,
    three_cities,
)
from tests.journeys.people import PASSWORD, Person
from tests.support.live_server import live_server
from tests.support.times import MONDAY

if TYPE_CHECKING:
    from tests.conftest import Installation
    from tests.support.browser import Pages

CITIES = ("立川市", "三鷹市", "日野市")
POSTS = ("学務課長", "教育部長")


@pytest.fixture
def people(on_sqlite: Installation, page_for: Pages) -> Iterator[Callable[..., Person]]:
    """Give somebody a browser and let them sign in: people("立川市 担当", javascript=False)."""
    with served(on_sqlite, page_for, everybody) as come:
        yield come


@contextmanager
def served(
    installation: Installation, page_for: Pages, build: Callable[[], dict[str, User]]
) -> Iterator[Callable[..., Person]]:
    """A council at an address; build makes it and names its people, each of whom comes with a browser."""
    installation.empty()
    with clock.freeze(MONDAY), live_server(installation.app, page_for) as server:
        with installation.database.scope():
            users = build()
            _give_passwords(users)

        def come(who: str, *, javascript: bool = True) -> Person:
            return Person(users[who], page_for(server.url, javascript=javascript)).signs_in()

        yield come


def everybody() -> dict[str, User]:
    """The three cities with one working group: its chair, representatives, managers, and the secretariat."""
    a_council()
    cities = three_cities()
    group = a_group(cities)
    users = {"事務局": a_secretary(), "座長": a_chair(group)}
    for city in cities:
        users[f"{city.name_ja} 担当"] = a_representative(group, city)
        posts = [a_post(city, name) for name in POSTS]
        a_route(city, *([post] for post in posts))
        for post in posts:
            users[f"{city.name_ja} {post.name}"] = a_manager(city, post=post)
    return users


def _give_passwords(users: dict[str, User]) -> None:
    with transaction():
        for user in db.session.scalars(select(User)):
            user.password_hash = _HASH
    for user in users.values():
        db.session.refresh(user)


_HASH = hash_password(PASSWORD)
