"""The accessibility walk: axe finds nothing on any page, for any role, in either language (WCAG 2.2 AA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page

from app import clock
from tests.access.registry import whole_table
from tests.access.table import ROLES
from tests.support.live_server import live_server
from tests.support.places import places

if TYPE_CHECKING:
    from tests.access.conftest import Prepared
    from tests.access.world import World
    from tests.conftest import Installation
    from tests.support.browser import Pages

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
PATHS = sorted({row.path for row in whole_table().values()})
WIDTHS = {"ja": 1366, "en": 375}


def test_axe_finds_nothing(on_sqlite: Installation, prepared: Prepared, page_for: Pages) -> None:
    """Every page with something in a place no page before had it: Japanese on a desk, English on a telephone.

    All roles in one test, so that no process visits again what another has seen.
    """
    seen: set[int] = set()
    faults = []
    for role in ROLES:
        prepared.put_back()
        with clock.freeze(prepared.world.at), live_server(on_sqlite.app, page_for) as server:
            addresses = _unseen(on_sqlite.app, prepared.world, role, seen)
            for language, width in WIDTHS.items():
                page = page_for(server.url, viewport={"width": width, "height": 768})
                cookies = _cookies(on_sqlite.app, prepared.world, role, language)
                page.context.add_cookies([{**cookie, "url": server.url} for cookie in cookies])
                faults += [f"{role} {language} {fault}" for fault in _faults(page, addresses)]

    assert not faults, "\n".join(faults)


def _faults(page: Page, addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        page.goto(address)
        for found in Axe().run(page, options=OPTIONS).response["violations"]:
            yield f"{address}: {found['id']} {found['nodes'][0]['html'][:160]}"


def _cookies(app: Flask, world: World, role: str, language: str) -> list[dict[str, str]]:
    cookies = [{"name": "language", "value": language}]
    if role != "anonymous":
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        session = serializer.dumps({"_user_id": world.identities[role], "_fresh": True})
        cookies.append({"name": "session", "value": session})
    return cookies


def _unseen(app: Flask, world: World, role: str, seen: set[int]) -> list[str]:
    """The addresses whose pages hold what no page before held there; a page is built alike in both languages."""
    browser = app.test_client()
    for cookie in _cookies(app, world, role, "ja"):
        browser.set_cookie(cookie["name"], cookie["value"])
    wanted = []
    for path in PATHS:
        address = path.format(**world.names)
        answer = browser.get(address)
        is_page = answer.mimetype == "text/html" and "<html" in answer.text
        if not is_page or 300 <= answer.status_code < 400:
            continue
        found = places(answer.text)
        if not found <= seen:
            seen.update(found)
            wanted.append(address)
    return wanted
