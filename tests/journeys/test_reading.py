"""An edition is cut, compared with the last one, and read for one city on a day to come (M4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Group, User
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_later_decision, an_edition
from tests.builders.readings import a_reading
from tests.journeys.conftest import CITIES, everybody, served
from tests.journeys.people import Person

if TYPE_CHECKING:
    from tests.conftest import Installation
    from tests.support.browser import Pages

pytestmark = pytest.mark.browser

OLD = "就学通知は、一月三十一日までに発送する。"
NEW = "就学通知は、一月十五日までに発送する。"
COMPARED = "新旧対照表: 就学通知の発送を一月末日に統一する"
FORM = "共通の様式を用いる"
QUESTION = "十五日が休日の年は、いつ発送しますか。"


@pytest.fixture
def council(on_sqlite: Installation, page_for: Pages) -> Iterator[Callable[..., Person]]:
    """An edition that a representative has read; since then two matters were decided."""
    with served(on_sqlite, page_for, _decided_anew) as come:
        yield come


def _decided_anew() -> dict[str, User]:
    users = everybody()
    group = db.session.scalars(select(Group)).unique().one()
    first = a_quick_decision(group, body=OLD)
    an_edition()
    a_reading(1, group, users[f"{CITIES[0]} 担当"])
    clock.travel(timedelta(days=30))
    a_later_decision(first, body=NEW, effective_on=date(2027, 10, 1))
    a_quick_decision(group, title=FORM, body="様式第一号を用いる。")
    return users


def test_m4_an_edition_is_cut_compared_and_read_for_a_city_on_a_day_to_come(
    council: Callable[..., Person],
) -> None:
    cut_and_compare(council("事務局"))
    reader = council(f"{CITIES[0]} 担当")
    read_what_changed(reader)
    ask(reader)
    read_on_days_to_come(reader)


def cut_and_compare(secretary: Person) -> None:
    secretary.opens("手順書")
    secretary.follows("次の版")
    secretary.sees(FORM, COMPARED)
    secretary.writes("この版で加わること", "発送の時期と様式を改めた。")
    secretary.presses("この版を発行する")
    secretary.sees("第2版を発行しました。")
    secretary.follows("この版の変更点")
    secretary.sees("第1版 → 第2版", FORM, COMPARED)


def read_what_changed(reader: Person) -> None:
    reader.opens("手順書")
    reader.sees("確認後に変更あり")
    reader.follows("EDU-02")
    reader.sees("追加1件、変更1件、削除0件")
    reader.writes("この章の中を探す", "様式第一号")
    expect(reader.page.get_by_text("1 / 2", exact=True)).to_be_visible()
    expect(reader.page.get_by_text(NEW)).to_be_hidden()
    reader.writes("この章の中を探す", "")
    reader.presses("この章を確認しました")
    reader.sees("この章を確認したことを記録しました。", "第2版で確認しています")


def ask(reader: Person) -> None:
    reader.page.get_by_role("link", name="この段落について問い合わせる").first.click()
    reader.writes("質問", QUESTION)
    reader.presses("質問を送る")
    reader.sees("質問を送りました。", "回答待ち", QUESTION)


def read_on_days_to_come(reader: Person) -> None:
    for day, text, other in (("2027-09-30", OLD, NEW), ("2027-10-01", NEW, OLD)):
        reader.opens("手順書")
        reader.follows("市別・日付別の表示")
        reader.chooses("市", CITIES[0])
        reader.writes("日付", day)
        reader.presses("開く")
        reader.follows("EDU-02")
        reader.sees(text)
        reader.does_not_see(other)
