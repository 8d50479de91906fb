"""The pages of the adoption ledger, and the list of what is agreed but not in use yet (D5)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.domain.adoption import ItemKind
from app.domain.calendar import tokyo_date
from app.models import User
from tests.builders.adoption import closes_all, item_of
from tests.builders.council import a_domain, a_group, a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_later_decision, an_edition
from tests.builders.signoff import an_escalation, sign_all
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
OPEN = "/decisions/unimplemented"


def test_a_city_closes_its_item_and_everybody_sees_it(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    an_edition()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    browser, path = signed_in(voice), f"/decisions/{decision.id}/adoption"
    form = f"/adoption-items/{item_of(decision, voice).id}/close"
    assert form in browser.get(path).text
    assert browser.get(form).status_code == 200
    typed = {"done_on": tokyo_date(clock.now()).isoformat(), "evidence": "窓口の手順書を差し替えた。"}
    answer = browser.post(form, data=typed)

    assert (answer.status_code, answer.location) == (303, path)
    shown = signed_in(a_secretary()).get(path).text
    assert "窓口の手順書を差し替えた。" in shown
    assert "3市のうち1市が実施しています。" in shown
    timeline = browser.get(f"/differences/{decision.difference.number}").text
    assert "市が決定のとおり実施していることを記録しました" in timeline


def test_an_incomplete_form_keeps_what_was_typed(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    browser, path = signed_in(voice), f"/adoption-items/{item_of(decision, voice).id}/close"
    for typed, kept in (
        ({"done_on": "", "evidence": "差し替えた。"}, "差し替えた。"),
        ({"done_on": "2098-01-01", "evidence": "差し替えた。"}, "2098-01-01"),
        ({"done_on": "2026-11-23", "evidence": " 　"}, "2026-11-23"),
    ):
        answer = browser.post(path, data=typed)
        assert answer.status_code == 422
        assert kept in answer.text


def test_evidence_is_taken_back_with_a_reason_and_stays_readable(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    an_edition()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    closes_all(voice, decision)
    browser = signed_in(a_secretary())
    path = f"/adoption-items/{item_of(decision, voice).id}/take-back"
    assert browser.post(path, data={"reason": " "}).status_code == 422
    assert browser.post(path, data={"reason": "手順書に誤りがあった。"}).status_code == 303

    shown = browser.get(f"/decisions/{decision.id}/adoption").text
    assert "手順書に誤りがあった。" in shown
    assert "3市のうち0市が実施しています。" in shown
    assert "証拠" in browser.get(f"/differences/{decision.difference.number}").text


def test_an_item_is_added_for_a_city(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    browser, path = signed_in(a_secretary()), f"/decisions/{decision.id}/adoption/items/new"
    assert browser.get(path).status_code == 200
    typed = {
        "city_id": str(decision.group.cities[0].city_id),
        "kind": "training",
        "task": "窓口職員の研修",
        "due_on": "2027-03-31",
    }
    assert browser.post(path, data={**typed, "task": ""}).status_code == 422
    assert browser.post(path, data=typed).status_code == 303
    assert "窓口職員の研修" in browser.get(f"/decisions/{decision.id}/adoption").text


def test_what_is_agreed_but_not_implemented_is_found_by_city_group_and_kind(
    session: Session, signed_in: SignedIn
) -> None:
    signing = an_escalation()
    decision = sign_all(signing)
    browser = signed_in(a_secretary())
    voice = a_representative(decision.group, signing.cities[0])

    def lines(query: str = "") -> int:
        page = browser.get(f"{OPEN}{query}").text
        return page.count(f'href="/decisions/{decision.id}/adoption"')

    assert lines() == 6
    assert lines(f"?city={signing.cities[0].code}&kind=ordinance") == 1
    assert lines(f"?group={decision.group.code}") == 6
    assert lines("?group=NONE-01") == 0
    assert lines("?kind=unheard-of&overdue=no") == 6
    closes_all(voice, decision)
    assert lines() == 4
    sheet = browser.get(f"{OPEN}.csv?kind=ordinance")
    rows = sheet.data.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "条例" in rows[1]


def test_the_items_of_a_replaced_decision_are_history(session: Session, signed_in: SignedIn) -> None:
    earlier = a_quick_decision()
    later = a_later_decision(earlier)
    shown = signed_in(a_secretary()).get(OPEN).text
    assert f"/decisions/{later.id}/adoption" in shown
    assert f"/decisions/{earlier.id}/adoption" not in shown


@pytest.mark.parametrize("count", [10, 100])
def test_the_list_asks_the_database_as_often_for_10_as_for_100(
    installation: Installation, session: Session, signed_in: SignedIn, count: int
) -> None:
    group = a_group()
    for _ in range(count // 5):
        a_quick_decision(group)
    browser = signed_in(a_secretary())
    with counted(installation.database) as statements:
        assert browser.get(OPEN).status_code == 200
    assert len(statements) <= 18


def test_a_partner_of_another_group_finds_nothing(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    item = item_of(decision, voice, ItemKind.NOTICE)
    stranger = signed_in(a_partner(a_group([], code="TAX-01", domain=a_domain("TAX", "税"))))

    assert stranger.get(f"/decisions/{decision.id}/adoption").status_code == 404
    assert stranger.get(f"/adoption-items/{item.id}/close").status_code == 404
    assert decision.number not in stranger.get(OPEN).text
    assert signed_in(a_partner(decision.group)).get(f"/decisions/{decision.id}/adoption").status_code == 200
