"""The register of people on the screen: found, given roles and posts, closed."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.clock import now
from app.models import GroupRole, User
from tests.builders.council import (
    a_city,
    a_group,
    a_manager,
    a_person,
    a_representative,
    a_secretary,
)

SignedIn = Callable[[User], FlaskClient]
TODAY = "2026-11-23"


@pytest.fixture
def browser(signed_in: SignedIn, session: Session) -> FlaskClient:
    """A browser of the secretariat."""
    return signed_in(a_secretary())


def _sent(answer: TestResponse, to: str = "") -> str:
    """Where a form that was accepted leads."""
    assert answer.status_code == 303, _errors(answer)
    assert answer.location.startswith(to), answer.location
    return answer.location


def _errors(answer: TestResponse) -> list[str]:
    return re.findall(r'<p class="field-error">.*?</span>([^<]+)</span>', answer.text)


def test_rules_below_the_form_speak_beside_their_field(browser: FlaskClient, session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    holder, person = a_representative(group, city), a_person(city)
    role = {"kind": "representative", "group_ids": [str(group.id)], "since": TODAY}
    answer = browser.post(f"/administration/people/{person.id}/roles/new", data=role)

    assert answer.status_code == 422
    assert f"市担当が既にいます（{holder.printed}）" in "".join(_errors(answer))
    assert "checked" in answer.text


def test_nothing_is_changed_by_a_form_without_a_role(browser: FlaskClient, session: Session) -> None:
    group = a_group()
    person = a_person(group.cities[0].city)
    answer = browser.post(f"/administration/people/{person.id}/roles/new", data={"kind": "member"})
    assert answer.status_code == 422
    session.rollback()
    assert session.scalar(select(func.count()).select_from(GroupRole)) == 0


def test_people_are_found_by_side_city_group_and_words(browser: FlaskClient, session: Session) -> None:
    group = a_group()
    cities = [each.city for each in group.cities]
    rep = a_representative(group, cities[0])
    other = a_person(cities[1], name="乙山 次郎", section="市民課")
    closed = a_person(cities[1], active=False)

    def found(**asked: object) -> set[int]:
        page = browser.get("/administration/people", query_string=asked).text
        return {int(number) for number in re.findall(r'/administration/people/(\d+)"', page)}

    assert {rep.id, other.id} < found()
    assert found(kind="city") == {rep.id, other.id}
    assert found(city=cities[1].id) == {other.id}
    assert found(group=group.id) == {rep.id}
    assert found(text="乙山　市民課") == {other.id}
    assert found(text="乙山 学務課") == set()
    assert found(text=other.email.upper()) == {other.id}
    assert found(text="%") == set()
    assert found(closed="yes") == {closed.id}
    assert found(kind="nobody", city="x") == found()


def test_a_role_ends_at_once_or_with_a_day(browser: FlaskClient, session: Session) -> None:
    group = a_group()
    role = a_representative(group, group.cities[0].city).roles[0]
    address = f"/administration/roles/{role.id}/end"
    assert browser.get(address).status_code == 200
    assert browser.post(address, data={"how": "day"}).status_code == 422
    assert browser.post(address, data={"how": "day", "last_day": "2026-03-01"}).status_code == 422
    _sent(browser.post(address, data={"how": "day", "last_day": "2026/12/31"}))
    session.rollback()
    assert role.held_at(now())
    _sent(browser.post(address, data={"how": "now"}))
    session.rollback()
    assert not role.held_at(now())
    assert browser.post(address, data={"how": "now"}).status_code == 409


def test_the_holding_of_a_post_ends(browser: FlaskClient, session: Session) -> None:
    manager = a_manager(a_city())
    address = f"/administration/holdings/{manager.holdings[0].id}/end"
    assert browser.get(address).status_code == 200
    _sent(browser.post(address, data={"how": "now"}))
    session.rollback()
    assert manager.posts_at(now()) == []


def test_an_account_is_closed_after_asking_and_opened_again(
    browser: FlaskClient, signed_in: SignedIn, session: Session
) -> None:
    person = a_person(a_city())
    theirs = signed_in(person)
    page = f"/administration/people/{person.id}"
    assert theirs.get("/account").status_code == 200
    assert browser.get(f"{page}/close").status_code == 200
    _sent(browser.post(f"{page}/close"), page)
    assert theirs.get("/account").status_code == 302
    _sent(browser.post(f"{page}/reopen"), page)
    assert theirs.get("/account").status_code == 302
    session.rollback()
    assert person.active


def test_nobody_closes_the_own_account(signed_in: SignedIn, session: Session) -> None:
    secretary = a_secretary()
    browser = signed_in(secretary)
    page = f"/administration/people/{secretary.id}"
    assert "ご自分のアカウントは停止できません" in browser.get(page).text
    assert browser.get(f"{page}/close").status_code == 409
    assert browser.post(f"{page}/close").status_code == 409
