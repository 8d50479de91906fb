"""A meeting on four screens: a ballot taken while it sits, then minutes that all cities confirm (M5, A1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from playwright.sync_api import expect
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models import Group, User
from tests.builders.discussion import a_caucus_entry
from tests.builders.meetings import a_meeting, an_item
from tests.builders.proposals import a_difference_on_the_table
from tests.journeys.conftest import CITIES, everybody, served
from tests.journeys.people import Person
from tests.support.readers import pdf_text

if TYPE_CHECKING:
    from tests.conftest import Installation
    from tests.support.browser import Pages

pytestmark = pytest.mark.browser

PROPOSAL = "就学通知の発送を一月末日に統一する"
PRIVATE = "財政課の内諾はまだ得ていない。"
CONCLUSION = "案1のとおり一月末日までに発送する。"
TASK = "封筒の残数を調べる"
SAID = "立川市から、印刷の締切りを早める必要があるとの発言があった。"
REMARK = "発言したのは立川市ではなく日野市です。"
RIGHT = SAID.replace("立川市", "日野市")


@pytest.fixture
def council(on_sqlite: Installation, page_for: Pages) -> Iterator[Callable[..., Person]]:
    """A meeting of this hour, with a proposal on its agenda; one city has conferred about it."""
    with served(on_sqlite, page_for, _before_the_meeting) as come:
        yield come


def _before_the_meeting() -> dict[str, User]:
    users = everybody()
    group = db.session.scalars(select(Group)).unique().one()
    difference = a_difference_on_the_table(group)
    meeting = a_meeting(group, users["座長"], starts_at=clock.now())
    an_item(meeting, difference, users["座長"])
    an_item(meeting, leader=users["座長"], title="次回の日程")
    a_caucus_entry(difference, users["三鷹市 担当"], PRIVATE)
    return users


def test_m5_a_meeting_on_four_screens_with_a_ballot_and_its_minutes(
    council: Callable[..., Person], tmp_path: Path
) -> None:
    chair, secretary = council("座長"), council("事務局")
    cities = {city: council(f"{city} 担当") for city in CITIES}

    begin(chair, cities)
    vote(chair, cities)
    conclude(chair)
    write_minutes(chair, cities, secretary)
    take_the_files(cities["日野市"], tmp_path)


def begin(chair: Person, cities: dict[str, Person]) -> None:
    open_meeting(chair)
    chair.follows("進行画面")
    chair.sees("審議中の議題はありません", "あと2市の出席が必要です")
    for person in cities.values():
        open_meeting(person)
        person.follows("進行画面")
        person.sees("座長が議題に進むと、ここに表示されます。")
        person.follows("自市の画面")
    for quorum in ("あと1市の出席が必要です", "定足数に達しています（3市中2市出席、定足数2市）"):
        chair.page.get_by_role("button", name="出席にする").first.click()
        chair.sees(quorum)
    chair.presses("最初の議題から始める")
    for person in (chair, *cities.values()):
        person.sees(PROPOSAL)
    cities["三鷹市"].sees(PRIVATE)
    for person in (chair, cities["立川市"], cities["日野市"]):
        person.does_not_see(PRIVATE)


def vote(chair: Person, cities: dict[str, Person]) -> None:
    """The chair opens and closes the ballot on the console, which shows each position without being loaded again."""
    chair.follows("採決を始める")
    chair.presses("採決を始める")
    chair.sees("採決を始めました。各市に通知しました。")
    chair.page.evaluate("window.stayed = true")
    for count, person in enumerate(cities.values(), 1):
        person.casts("賛成")
        person.sees("自市の態度", "賛成")
        approvals = chair.page.locator("#console-ballot").get_by_role("row", name="賛成").first
        expect(approvals).to_contain_text(str(count))
    assert chair.page.evaluate("window.stayed")
    chair.confirms("採決を締め切る")
    chair.sees("採決を締め切りました。", "成立")
    cities["日野市"].sees("成立")


def conclude(chair: Person) -> None:
    chair.follows("結論を記録")
    chair.marks("決定")
    chair.writes("結論の内容", CONCLUSION)
    chair.presses("結論を保存")
    chair.follows("持ち帰りを記録する")
    chair.chooses("市", "立川市")
    chair.writes("すること", TASK)
    chair.presses("持ち帰りを追加する")
    chair.sees(TASK)
    chair.presses("次の議題に進む")
    chair.sees("議題2")
    chair.follows("会議のページへ")
    chair.confirms("開催済みとして記録")


def write_minutes(chair: Person, cities: dict[str, Person], secretary: Person) -> None:
    """A city that finds a fault says so beside the passage; all confirm the version without it (M5)."""
    chair.confirms("議事録案を作成")
    chair.sees(CONCLUSION, TASK)
    chair.adds("本文", SAID)
    chair.presses("新しい版として保存する")
    chair.confirms("各市に回付", "議事録を回付")
    remark(cities["日野市"])
    correct(chair)
    for person in cities.values():
        open_minutes(person)
        person.sees(RIGHT)
        person.confirms("市として確認", "議事録を確認")
        person.sees("市として議事録を確認しました。")
    open_minutes(secretary)
    secretary.confirms("議事録を確定")
    secretary.sees("議事録を確定しました。")


def remark(hino: Person) -> None:
    open_minutes(hino)
    hino.follows("各市の意見")
    passage = hino.page.locator(".passage", has_text=SAID)
    passage.get_by_role("link", name="意見を書く").click()
    hino.writes("意見", REMARK)
    hino.presses("意見を送る")
    hino.sees("意見を座長と事務局に送りました。", REMARK)


def correct(chair: Person) -> None:
    open_minutes(chair)
    chair.follows("各市の意見")
    chair.follows("対応")
    chair.marks("反映")
    chair.presses("対応を記録する")
    open_minutes(chair)
    chair.follows("編集")
    chair.replaces("本文", SAID, RIGHT)
    chair.presses("新しい版として保存する")
    chair.confirms("各市に回付", "議事録を回付")


def open_meeting(person: Person) -> None:
    person.opens("会議")
    person.follows("就学")


def open_minutes(person: Person) -> None:
    person.page.goto("/")
    open_meeting(person)
    person.follows("議事録を読む")


def take_the_files(person: Person, folder: Path) -> None:
    word = Document(BytesIO(person.downloads("Word", folder)))
    written = "".join(node.text or "" for node in word.element.iter() if node.tag.endswith("}t"))
    printed = pdf_text(person.downloads("PDF", folder), folder)
    for words in (CONCLUSION, TASK, RIGHT, "賛成3"):
        assert "".join(words.split()) in "".join(written.split())
        assert "".join(words.split()) in "".join(printed.split())
