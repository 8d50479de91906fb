"""People at their browsers: each step of a journey is one thing a person does or reads on the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from app.models import User

PASSWORD = "とても長い合言葉 2026"


class Person:
    """A person with a browser of their own, who knows nothing but what the screen says, in Japanese."""

    def __init__(self, user: User, page: Page) -> None:
        self.email, self.page = user.email, page

    # ── finding the way ────────────────────────────────────────────────────────────────────────────

    def signs_in(self) -> Person:
        """Come to the home page and sign in with mail address and password."""
        self.page.goto("/")
        self.writes("メールアドレス", self.email)
        self.writes("パスワード", PASSWORD)
        self.presses("サインイン")
        expect(self.page.get_by_role("heading", name="サインイン", exact=True)).to_have_count(0)
        return self

    def opens(self, area: str) -> None:
        """Take an entry of the main navigation."""
        menu = self.page.get_by_role("navigation", name="主なメニュー")
        menu.get_by_role("link", name=re.compile(rf"^{area}(?![ぁ-龥])")).click()

    def opens_difference(self, title: str) -> None:
        """Find a difference in the list."""
        self.opens("差異")
        self.follows(title)

    def follows(self, words: str, within: str = "") -> None:
        """Follow a link, in the row of a table that begins with some words where several are alike."""
        place = self.page.get_by_role("row", name=within) if within else self.page.get_by_role("main")
        place.get_by_role("link", name=_beginning_with(words)).click()

    # ── reading ────────────────────────────────────────────────────────────────────────────────────

    def sees(self, *words: str) -> None:
        """Read words somewhere in the content of the page."""
        for each in words:
            expect(self.page.get_by_role("main")).to_contain_text(each)

    def does_not_see(self, words: str) -> None:
        """The page is there, and the words are not."""
        expect(self.page.get_by_role("contentinfo")).to_be_visible()
        expect(self.page.locator("body")).not_to_contain_text(words)

    def reads(self, pattern: str) -> str:
        """What the page says in the form of a pattern."""
        found = re.search(pattern, self.page.get_by_role("main").inner_text())
        assert found, f"nothing like {pattern} on {self.page.url}"
        return found[0]

    def finds_no_button(self, words: str) -> None:
        """What the person may not do is not offered."""
        expect(self.page.get_by_role("contentinfo")).to_be_visible()
        for role in ("link", "button"):
            expect(self.page.get_by_role(role, name=_beginning_with(words))).to_have_count(0)

    # ── filling in ─────────────────────────────────────────────────────────────────────────────────

    def writes(self, field: str, text: str) -> None:
        """Type into the field of a label."""
        self._field(field).fill(text)

    def adds(self, field: str, text: str) -> None:
        """Write a paragraph below what a field holds."""
        self._field(field).fill(f"{self._field(field).input_value()}\n\n{text}\n")

    def replaces(self, field: str, old: str, new: str) -> None:
        """Correct words in what a field holds."""
        self._field(field).fill(self._field(field).input_value().replace(old, new))

    def _field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}(※必須)?$"))

    def chooses(self, field: str, option: str) -> None:
        """Choose from a list the option that says some words."""
        found = self._field(field).locator("option", has_text=option)
        self._field(field).select_option(value=found.get_attribute("value"))

    def marks(self, *options: str, within: str = "") -> None:
        """Choose radio buttons and check boxes by their labels."""
        place = self.page.get_by_role("group", name=re.compile(rf"^{within}")) if within else self.page
        for option in options:
            place.get_by_label(option, exact=True).check()

    def presses(self, button: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=_beginning_with(button)).click()

    def answers(self, decision: str, position: str, written: Mapping[str, str] | None = None) -> None:
        """Take a position on one of several decisions of a page; what belongs to it is folded away."""
        part = self.page.locator(".panel").filter(has=self.page.get_by_role("heading", name=decision))
        part.get_by_label(position, exact=True).check()
        if written:
            part.locator("summary", has_text="期日・理由・例外の内容").click()
        for label, text in (written or {}).items():
            part.get_by_label(label, exact=True).fill(text)

    def confirms(self, link: str, button: str = "") -> None:
        """Follow a link that asks once more, on the spot or on a page of its own, and say yes."""
        self.follows(link)
        self.presses(button or link)

    def marks_everybody(self, option: str) -> None:
        """Give every group of radio buttons on the page the same answer."""
        for radio in self.page.get_by_role("radio", name=option, exact=True).all():
            radio.check()

    def casts(self, position: str, reason: str = "") -> None:
        """Take the city's position from the page of a difference, and confirm it."""
        self.follows("態度を表明する")
        self.marks(position)
        self.writes("理由", reason)
        self.presses("内容を確認する")
        self.sees("内容の確認", position)
        self.presses("この内容で記録する")
        self.sees("態度を記録しました。")

    def signs(self) -> None:
        """Approve, with the password again."""
        self.marks("承認")
        self.writes("パスワード（再入力）", PASSWORD)
        self.presses("決裁する")

    def unfolds(self, summary: str) -> None:
        """Open what is folded."""
        self.page.get_by_role("main").locator("summary", has_text=summary).click()

    def downloads(self, name: str, folder: Path) -> bytes:
        """The file behind a link."""
        with self.page.expect_download() as downloading:
            self.follows(name)
        path = folder / downloading.value.suggested_filename
        downloading.value.save_as(path)
        return path.read_bytes()


def _beginning_with(words: str) -> re.Pattern[str]:
    """A name that says more after the words only for those who do not see the page."""
    return re.compile(rf"^{re.escape(words)}($|\s)")
