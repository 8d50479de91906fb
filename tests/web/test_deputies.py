"""The pages on which a representative keeps the city's deputies, and where they are seen (B10-B13)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.domain.calendar import start_of_day_tokyo
from app.domain.roles import RoleKind
from app.models import User
from app.policies.standing import has_role
from tests.builders.council import (
    a_deputy,
    a_group,
    a_member,
    a_person,
    a_representative,
    a_role,
    three_cities,
)
from tests.conftest import Installation
from tests.support.queries import counted
from tests.web.ballots.reading import hidden, plain

SignIn = Callable[[User], FlaskClient]
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


def test_b10_a_representative_appoints_a_deputy_and_everybody_sees_order_and_days(
    session: Session, signed_in: SignIn
) -> None:
    group = a_group()
    city = group.cities[0].city
    actor, colleague = a_representative(group, city), a_person(city, post="主査")
    browser = signed_in(actor)
    assert 'href="/deputies"' in browser.get("/account").text
    assert 'href="/deputies"' in browser.get(f"/groups/{group.code}").text
    form = browser.get("/deputies/new").text
    assert "checked" in form
    sent = {
        "key": hidden(form, "key"), "user_id": colleague.id, "group_ids": group.id, "rank": "２",
        "since": "2026-11-30", "last_day": "2026/12/04",
    }  # fmt: skip
    answer = browser.post("/deputies/new", data=sent, follow_redirects=True)

    assert "代理を指定し、本人に通知しました。" in answer.text
    assert "2 立川市 学務課 主査 開始前 2026年11月30日(月) 2026年12月4日(金)" in plain(answer.text)
    of_another = signed_in(a_member(group, group.cities[1].city))
    page = plain(of_another.get(f"/groups/{group.code}").text)
    assert "2. 学務課 主査 2026年11月30日(月)から 2026年12月4日(金)まで" in page
    assert "代理に指定されました" in signed_in(colleague).get("/notices").text
    assert not has_role(colleague, group, RoleKind.DEPUTY, clock.now())


def test_b13_a_deputy_is_released_after_asking_and_the_group_tells_it(
    session: Session, signed_in: SignIn
) -> None:
    group = a_group()
    city = group.cities[0].city
    browser, deputy = signed_in(a_representative(group, city)), a_deputy(group, city)
    address = f"/deputies/{deputy.roles[0].id}/end"
    assert "この代理を解除しますか。" in browser.get(address).text
    wrong = browser.post(address, data={"last_day": "2020-01-01"})
    assert (wrong.status_code, "2020-01-01" in wrong.text) == (422, True)

    answer = browser.post(address, data={}, follow_redirects=True)

    assert "役割の終了を登録しました。" in answer.text
    session.rollback()
    assert not has_role(deputy, group, RoleKind.DEPUTY, clock.now())
    assert "の役割「代理」を終了" in plain(browser.get(f"/groups/{group.code}").text)


def test_what_cannot_stand_is_said_and_everything_typed_is_kept(session: Session, signed_in: SignIn) -> None:
    group = a_group()
    city = group.cities[0].city
    browser, colleague = signed_in(a_representative(group, city)), a_person(city)
    a_deputy(group, city, rank=1)
    sent = {"user_id": colleague.id, "group_ids": group.id, "rank": "1", "since": "2026-11-24"}
    answer = browser.post("/deputies/new", data=sent)
    assert answer.status_code == 422
    assert "この順位の代理は、その時期には" in answer.text
    assert 'value="2026-11-24"' in answer.text
    none = browser.post("/deputies/new", data={**sent, "group_ids": []})
    assert none.status_code == 422


def test_b12_a_deputy_sees_no_button_and_no_page(session: Session, signed_in: SignIn) -> None:
    group = a_group()
    deputy = a_deputy(group, group.cities[0].city)
    browser = signed_in(deputy)
    for path in ("/account", f"/groups/{group.code}"):
        assert 'href="/deputies"' not in browser.get(path).text
    refused = browser.get("/deputies")
    assert refused.status_code == 403
    assert "市担当だけができます" in refused.text


def test_the_page_asks_as_few_questions_for_many_groups_as_for_few(
    session: Session, signed_in: SignIn, installation: Installation
) -> None:
    cities = three_cities()
    first = a_group(cities, code="EDU-01")
    actor, deputy = a_representative(first, cities[0]), a_deputy(first, cities[0])
    browser = signed_in(actor)

    def asked() -> int:
        with counted(installation.database) as statements:
            assert browser.get("/deputies").status_code == 200
        return len(statements)

    few = asked()
    for number in range(10, 30):
        group = a_group(cities, code=f"EDU-{number}")
        a_role(group, actor, RoleKind.REPRESENTATIVE)
        a_role(group, deputy, RoleKind.DEPUTY, 1, since=start_of_day_tokyo(TODAY - timedelta(days=9)))
    assert asked() == few
