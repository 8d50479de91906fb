"""A vote without a mouse: from the home page to the recorded position by the keys alone, the focus always in sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import clock
from app.domain.positions import PositionKind
from app.extensions import db
from app.models import Position
from tests.builders.ballots import Ballot, a_ballot
from tests.builders.council import a_council
from tests.builders.signoff import PASSWORD, with_password
from tests.support.live_server import live_server
from tests.support.times import MONDAY

if TYPE_CHECKING:
    from tests.conftest import Installation
    from tests.support.browser import Pages

pytestmark = pytest.mark.browser

MOST_TABS = 120
REASON = "転入者への取扱いを別に定めること。"
FOCUS = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here);
    const words = here.labels?.length ? here.labels[0].innerText : here.innerText || here.ariaLabel || "";
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = here.getBoundingClientRect();
    const on_screen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return {words: words.replace(/\\s+/g, " ").trim(), seen: drawn && on_screen, html: here.outerHTML.slice(0, 200)};
}"""


@pytest.fixture
def ballot(on_sqlite: Installation) -> Iterator[Ballot]:
    """An open round whose first city's representative can sign in."""
    on_sqlite.empty()
    with clock.freeze(MONDAY), on_sqlite.database.scope():
        a_council()
        made = a_ballot()
        with_password(made.voice(0))
        yield made


def test_a_vote_by_the_keys_alone(ballot: Ballot, on_sqlite: Installation, page_for: Pages) -> None:
    """Tab, arrows, Space and Enter lead through signing in, the task on the home page, the form, the confirmation."""
    with live_server(on_sqlite.app, page_for) as server:
        page = page_for(server.url)
        page.goto("/")
        type_into(page, "メールアドレス", ballot.voice(0).email)
        type_into(page, "パスワード", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")

        enter(page, ballot.difference.title)
        go_to(page, "賛成")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        assert focus(page)["words"] == "付帯意見付き賛成"
        type_into(page, "理由", REASON)
        enter(page, "内容を確認する")
        expect(page.get_by_role("heading", name="内容の確認")).to_be_visible()
        enter(page, "この内容で記録する")
        expect(page.get_by_role("main")).to_contain_text("態度を記録しました。")

    db.session.rollback()
    position = db.session.scalars(select(Position)).one()
    assert (position.city_id, position.kind) == (ballot.cities[0].id, PositionKind.APPROVE_WITH_COMMENTS)
    assert position.reason == REASON


def focus(page: Page) -> dict[str, str]:
    """What the keyboard acts on, which must be drawn as such and be in sight."""
    found: dict[str, str] = page.evaluate(FOCUS)
    assert found["seen"], f"the focus cannot be seen: {found['html']}"
    return found


def go_to(page: Page, words: str) -> None:
    """Press Tab until the focus stands on what carries the words."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = focus(page)["words"]
        if words in here:
            return
        passed.append(here)
    raise AssertionError(f"Tab never came to {words}, but to {passed}")


def enter(page: Page, words: str) -> None:
    """Follow a link or press a button by Enter, and be on the next page."""
    go_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, label: str, text: str) -> None:
    """Reach a field by Tab and type."""
    go_to(page, label)
    page.keyboard.type(text)
