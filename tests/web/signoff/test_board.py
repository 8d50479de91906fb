"""The board's step on the pages: the setting, the to-do, the record, the decision that shows it (S12)."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.council import change_council
from app.domain.workflow import Stage
from app.models import User
from app.transaction import transaction
from tests.builders.council import a_secretary
from tests.builders.signoff import Signing, an_escalation_by_the_chair, decision_on, sign_city

SignedIn = Callable[[User], FlaskClient]


def test_s12_the_secretariat_is_led_to_the_board_and_the_decision_shows_it(
    signed_in: SignedIn, session: Session
) -> None:
    signing, secretary = _signed_by_all()
    browser = signed_in(secretary)
    address = f"/differences/{signing.difference.number}/board"
    assert address in browser.get("/").text
    matter = browser.get(f"/sign-off/{signing.escalation.id}").text
    assert "役員会の承認をもって決定します" in matter
    assert address in matter
    assert address not in signed_in(signing.manager(0)).get(f"/sign-off/{signing.escalation.id}").text
    assert "全市の決裁が済んでいます" in browser.get(address).text

    data = {"result": "approved", "met_on": "2026/11/23", "evidence": "第2回役員会<b>議事録</b>", "key": "k"}
    assert browser.post(address, data=data).status_code == 303
    assert browser.post(address, data=data).status_code == 303  # sent twice, done once
    session.rollback()
    assert signing.difference.stage is Stage.DECIDED
    decision = decision_on(signing.difference)
    page = browser.get(f"/decisions/{decision.id}").text
    assert "2026年11月23日(月)承認（第2回役員会&lt;b&gt;議事録&lt;/b&gt;）" in page
    assert "役員会" in browser.get(f"/decisions/{decision.id}/decision.md").text
    assert "役員会承認" in browser.get(f"/differences/{signing.difference.number}").text


def test_s12_returning_needs_a_reason_and_keeps_what_was_typed(signed_in: SignedIn, session: Session) -> None:
    signing, secretary = _signed_by_all()
    data = {"result": "returned", "met_on": "2026-11-23", "evidence": "第2回役員会議事録", "reason": " 　"}
    answer = signed_in(secretary).post(f"/differences/{signing.difference.number}/board", data=data)
    assert answer.status_code == 422
    assert "第2回役員会議事録" in answer.text
    assert signing.difference.stage is Stage.ESCALATED


def test_s12_the_council_chooses_on_its_settings_page(signed_in: SignedIn, session: Session) -> None:
    page = signed_in(a_secretary()).get("/administration/settings").text
    assert "上申した案件に役員会の承認を必要とする" in page


def _signed_by_all() -> tuple[Signing, User]:
    secretary = a_secretary()
    with transaction():
        change_council(secretary, {"board_signoff": True})
    signing = an_escalation_by_the_chair()
    for place in range(3):
        sign_city(signing, place)
    return signing, secretary
