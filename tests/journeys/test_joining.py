"""A city joins, on the screen: from associate to member, through every decision in force (D7-D9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import Group, GroupCity, User
from app.transaction import transaction
from tests.builders.council import LONG_AGO, a_city, a_representative
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition
from tests.journeys.conftest import everybody, served
from tests.journeys.people import Person

if TYPE_CHECKING:
    from tests.conftest import Installation
    from tests.support.browser import Pages

pytestmark = pytest.mark.browser

KOGANEI = "小金井市"
FIRST, SECOND = "就学通知は1月末日までに送付する", "入学準備金は3月に支給する"
INSTEAD = "2月末日までに支給する。"
REASON = "予算の議決が2月になるため。"


@pytest.fixture
def council(on_sqlite: Installation, page_for: Pages) -> Iterator[Callable[..., Person]]:
    """Three cities that decided two matters and published them, and an associate that has seen it."""
    with served(on_sqlite, page_for, _with_an_associate) as come:
        yield come


def _with_an_associate() -> dict[str, User]:
    users = everybody()
    group = db.session.scalars(select(Group)).unique().one()
    for title in (FIRST, SECOND):
        a_quick_decision(group, title=title, effective_on=date(2026, 11, 1))
    an_edition()
    koganei = a_city(KOGANEI, MembershipKind.ASSOCIATE)
    with transaction():
        group.cities.append(GroupCity(city=koganei, since=LONG_AGO))
    users[f"{KOGANEI} 担当"] = a_representative(group, koganei)
    return users


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_d7_d8_d9_koganei_joins_through_the_wizard(javascript: bool, council: Callable[..., Person]) -> None:
    secretary = council("事務局", javascript=javascript)
    koganei = council(f"{KOGANEI} 担当", javascript=javascript)

    become_member(secretary)
    read_for_city(koganei)
    koganei.sees("未表明")
    answer(koganei)
    confirm(koganei)
    look_at_the_report(secretary)
    read_for_city(koganei)
    koganei.does_not_see("未表明")
    what_was_decided_stays(koganei)


def become_member(secretary: Person) -> None:
    secretary.opens("管理")
    secretary.follows("市")
    secretary.follows(KOGANEI)
    secretary.follows("加入の区分を変更")
    secretary.marks("構成市")
    secretary.writes("適用日", "2026-11-23")
    secretary.presses("加入の区分を変更")
    secretary.sees("加入の区分を変更しました。")


def read_for_city(person: Person) -> None:
    person.opens("手順書")
    person.follows("市別・日付別の表示")
    person.chooses("市", KOGANEI)
    person.presses("開く")
    person.sees("就学")


def answer(koganei: Person) -> None:
    koganei.opens("ホーム")
    koganei.sees("加入にあたっての態度表明")
    koganei.follows("効力のある決定 2件")
    koganei.sees(FIRST, SECOND, "3市全会一致")
    koganei.answers(FIRST, "採用する")
    koganei.answers(
        SECOND, "例外を求める", {"例外の期限": "2028-03-31", "例外として行うこと": INSTEAD, "理由": REASON}
    )
    koganei.presses("回答を保存して次へ")
    koganei.sees("2件の回答を保存しました。")


def confirm(koganei: Person) -> None:
    koganei.confirms("回答を確定する")
    koganei.sees("この章の回答を確定しました。")


def look_at_the_report(secretary: Person) -> None:
    secretary.opens("管理")
    secretary.follows("加入")
    secretary.follows(KOGANEI)
    secretary.follows("適合・不適合")
    secretary.sees("採用する", "例外を求める", REASON)


def what_was_decided_stays(koganei: Person) -> None:
    koganei.opens("手順書")
    koganei.follows("EDU-02")
    koganei.sees(FIRST, SECOND, "3市全会一致")
    koganei.opens("決定")
    koganei.follows(SECOND)
    koganei.sees("立川市", "三鷹市", "日野市", REASON)
