"""From failed unanimity to a decision with an exception, on the screen (B41, S5, D4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import clock
from app.domain.texts import Flag
from app.extensions import db
from app.models import City, Group, User
from tests.builders.council import a_person
from tests.builders.proposals import a_difference_on_the_table
from tests.journeys.conftest import CITIES, POSTS, everybody, served
from tests.journeys.people import Person

if TYPE_CHECKING:
    from tests.conftest import Installation
    from tests.support.browser import Pages

pytestmark = pytest.mark.browser

PROPOSAL = "勧奨通知は年2回送付する"
RULE = "未申請者への勧奨通知は、6月と11月に送付する。"
OBJECTION = "6月は賦課の時期と重なり、発送できません。"
FINDING = "三度協議したが、日野市の6月の体制が整わない。決定を先に延ばせない。"
OVERRIDE = "日野市には経過期間を設けることとする。"
DEPUTY = "教育部次長"
INSTEAD = "勧奨通知は11月に1回送付する。"
SHORT = "賦課事務の体制が整うまでの間。"


@pytest.fixture
def council(on_sqlite: Installation, page_for: Pages) -> Iterator[Callable[..., Person]]:
    """Three cities with a proposal on the table that changes rules, and somebody who can stand in for a manager."""
    with served(on_sqlite, page_for, _on_the_table) as come:
        yield come


def _on_the_table() -> dict[str, User]:
    users = everybody()
    group = db.session.scalars(select(Group)).unique().one()
    rules = frozenset({Flag.RULE_CHANGE})
    body = f"## 時期\n\n{RULE}"
    a_difference_on_the_table(group, title=PROPOSAL, body=body, flags=rules, effective_on=date(2027, 4, 1))
    tachikawa = db.session.scalars(select(City).where(City.name_ja == CITIES[0])).one()
    users[DEPUTY] = a_person(tachikawa, post=DEPUTY)
    return users


def test_b41_s5_d4_a_fallback_a_deputy_and_an_exception(council: Callable[..., Person]) -> None:
    cities = {city: council(f"{city} 担当") for city in CITIES}
    chair = council("座長")

    vote_without_agreement(chair, cities)
    find(chair)
    vote_again(chair, cities)
    register_an_absence(council(f"{CITIES[0]} {POSTS[1]}"))
    sign(council)
    read_afterwards(council(f"{CITIES[0]} {POSTS[1]}"))
    publish(council("事務局"))
    depart(cities["日野市"], chair)
    read_for_each_city_and_day(cities["日野市"])


def vote_without_agreement(chair: Person, cities: dict[str, Person]) -> None:
    open_difference(chair)
    chair.follows("採決を始める")
    chair.presses("採決を始める")
    take_positions(cities)
    clock.travel(timedelta(days=14))


def take_positions(cities: dict[str, Person]) -> None:
    for city, person in cities.items():
        open_difference(person)
        objects = city == "日野市"
        person.casts("反対" if objects else "賛成", OBJECTION if objects else "")


def open_difference(person: Person) -> None:
    person.opens("差異")
    person.follows("就学通知の発送時期")


def find(chair: Person) -> None:
    open_difference(chair)
    chair.sees("不成立", OBJECTION)
    chair.follows("認定を記録する")
    chair.writes("理由", FINDING)
    chair.presses("認定を記録する")
    chair.sees("認定を記録しました。", FINDING)


def vote_again(chair: Person, cities: dict[str, Person]) -> None:
    open_difference(chair)
    chair.follows("3分の2による再採決を始める")
    chair.sees(FINDING)
    chair.writes("「未解決の懸念がない」を満たさないまま採決を始める理由", OVERRIDE)
    chair.presses("採決を始める")
    take_positions(cities)
    clock.travel(timedelta(days=14))
    open_difference(chair)
    chair.sees("座長の認定に基づく再採決", "成立", "市ごとの決裁の状況")


def register_an_absence(manager: Person) -> None:
    manager.opens("管理職決裁")
    manager.follows("不在と代決者")
    manager.follows("不在を登録する")
    manager.chooses("不在となる職と職員", POSTS[1])
    today = clock.now().date()
    manager.writes("開始日", today.isoformat())
    manager.writes("終了日", (today + timedelta(days=7)).isoformat())
    manager.writes("理由", "出張")
    manager.chooses("第1順位の代決者", DEPUTY)
    manager.presses("不在を登録する")
    manager.sees("不在を登録しました。")


def sign(council: Callable[..., Person]) -> None:
    for city in CITIES:
        for post in POSTS:
            stands_in = (city, post) == (CITIES[0], POSTS[1])
            manager = council(DEPUTY if stands_in else f"{city} {post}")
            manager.opens("管理職決裁")
            manager.follows("EDU-02-001")
            manager.sees(RULE, *(["代"] if stands_in else []))
            manager.signs()
            manager.sees("承認しました。")


def read_afterwards(manager: Person) -> None:
    clock.travel(timedelta(days=8))
    manager.opens("ホーム")
    manager.follows("EDU-02-001")
    manager.presses("後閲を記録する")
    manager.sees("後閲済")


def publish(secretary: Person) -> None:
    secretary.opens("手順書")
    secretary.follows("次の版")
    secretary.writes("この版で加わること", "勧奨通知の時期をそろえた。")
    secretary.presses("この版を発行する")
    secretary.sees("第1版を発行しました。")


def depart(hino: Person, chair: Person) -> None:
    open_decision(hino)
    hino.sees("代", DEPUTY, FINDING)
    hino.follows("自市の例外を申請する")
    hino.writes("代わりに自市で適用する本文", INSTEAD)
    hino.writes("理由", SHORT)
    hino.writes("最終日", "2028-03-31")
    hino.presses("申請する")
    hino.sees("例外を申請しました。")
    open_decision(chair)
    chair.follows("回答する")
    chair.marks("例外を認める")
    chair.presses("回答を記録する")
    chair.sees("例外の申請に回答しました。")


def open_decision(person: Person) -> None:
    person.opens("決定")
    person.follows(PROPOSAL)


def read_for_each_city_and_day(person: Person) -> None:
    for city, day, text in (
        ("日野市", "2027-05-01", INSTEAD),
        ("日野市", "2028-03-31", INSTEAD),
        ("日野市", "2028-04-01", RULE),
        ("立川市", "2027-05-01", RULE),
    ):
        person.opens("手順書")
        person.follows("市別・日付別の表示")
        person.chooses("市", city)
        person.writes("日付", day)
        person.presses("開く")
        person.follows("EDU-02")
        person.sees(text)
        person.does_not_see(RULE if text == INSTEAD else INSTEAD)
