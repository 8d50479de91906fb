"""Every route for every kind of person: what the access table says is what the application answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app import clock
from tests.access.registry import whole_table
from tests.access.table import ROLES, Row
from tests.access.world import World, a_world
from tests.builders.council import a_council
from tests.support.times import MONDAY

if TYPE_CHECKING:
    from tests.access.conftest import Prepared
    from tests.conftest import Installation

TABLE = whole_table()
BY_EVERYBODY = {"static"}


def test_every_route_stands_in_the_table(on_sqlite: Installation) -> None:
    endpoints = set(on_sqlite.app.view_functions) - BY_EVERYBODY

    assert endpoints == set(TABLE)


@pytest.mark.parametrize("endpoint", sorted(TABLE))
def test_a_route_answers_each_role_as_the_table_says(
    endpoint: str, on_sqlite: Installation, prepared: Prepared
) -> None:
    world, put_back = prepared.world, prepared.put_back
    row = TABLE[endpoint]
    with clock.freeze(world.at):
        put_back()
        answers = {}
        for role in ROLES:
            answers[role] = _answer(on_sqlite.app, row, world, role)
            if answers[role] == 303:  # it went through: the next one comes to the world as it was
                put_back()

    assert answers == row.statuses


@pytest.mark.parametrize("role", ["representative", "secretary"])
def test_every_route_answers_on_postgresql_as_the_table_says(role: str, on_postgresql: Installation) -> None:
    """Statements of pages differ by the database; what each role may do is walked on SQLite."""
    on_postgresql.empty()
    with clock.freeze(MONDAY), on_postgresql.database.scope():
        a_council()
        world = a_world()
    put_back = on_postgresql.worlds.save()
    answers = {}
    with clock.freeze(world.at):
        for endpoint, row in sorted(TABLE.items()):
            answers[endpoint] = _answer(on_postgresql.app, row, world, role)
            if answers[endpoint] == 303:
                put_back()

    assert answers == {endpoint: row.statuses[role] for endpoint, row in TABLE.items()}


@pytest.mark.parametrize("endpoint", sorted(name for name, row in TABLE.items() if row.method == "POST"))
def test_a_form_opens_to_those_who_may_send_it(
    endpoint: str, on_sqlite: Installation, prepared: Prepared
) -> None:
    """Where one address shows a form and takes it: whoever may not send it does not see it either."""
    methods = {m for rule in on_sqlite.app.url_map.iter_rules(endpoint) for m in rule.methods or ()}
    if "GET" not in methods:
        return
    world, put_back = prepared.world, prepared.put_back
    put_back()
    row = TABLE[endpoint]
    with clock.freeze(world.at):
        answers = {role: _answer(on_sqlite.app, Row("GET", row.path), world, role) for role in ROLES}

    for role, answer in answers.items():
        assert answer in _SHOWN.get(row.statuses[role], {row.statuses[role]}), role


# Sent empty, a form that somebody may use is incomplete, or goes on, or comes at the wrong time.
_SHOWN = {422: {200}, 303: {200}, 409: {200, 409}, 302: {302, 200}}


def _answer(app: Flask, row: Row, world: World, role: str) -> int:
    browser = app.test_client()
    browser.set_cookie("language", "ja")
    if role != "anonymous":
        with browser.session_transaction() as kept:
            kept["_user_id"] = world.identities[role]
            kept["_fresh"] = True
    path = row.path.format(**world.names)
    return browser.open(path, method=row.method).status_code
