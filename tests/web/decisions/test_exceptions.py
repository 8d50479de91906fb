"""The pages of exceptions: asking, answering, ending; where an exception is shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.calendar import tokyo_date
from app.models import DecisionException, User
from tests.builders.council import a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.exceptions import BODY, REASON, a_granted_exception, an_exception

SignedIn = Callable[[User], FlaskClient]


def test_a_city_asks_the_secretariat_grants_and_everybody_sees_it(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    city, secretary = decision.group.cities[0].city, signed_in(a_secretary())
    path = f"/decisions/{decision.id}"
    voice = signed_in(a_representative(decision.group, city))
    assert f"{path}/exceptions/new" in voice.get(path).text
    last = (max(tokyo_date(now()), decision.effective_on) + timedelta(days=30)).isoformat()
    asked = voice.post(f"{path}/exceptions/new", data={"body": BODY, "reason": REASON, "last_day": last})
    assert (asked.status_code, asked.location) == (303, f"{path}#exceptions")

    session.rollback()
    exception = session.scalars(select(DecisionException)).one()
    shown = secretary.get(path).text
    assert BODY in shown
    assert "申請中" in shown
    assert "決定の例外が申請されました" in secretary.get("/notices").text
    granted = secretary.post(f"/exceptions/{exception.id}/answer", data={"granted": "grant"})
    assert granted.status_code == 303
    assert "承認済" in secretary.get(path).text
    difference = secretary.get(f"/differences/{decision.difference.number}").text
    assert f"{city.name_ja}の例外" in difference
    assert "例外を認めました" in difference


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"body": " 　", "reason": REASON, "last_day": "2098-01-01"}, REASON),
        ({"body": BODY, "reason": "-", "last_day": "2098-01-01"}, BODY),
        ({"body": BODY, "reason": REASON, "last_day": "2020-01-01"}, "2020-01-01"),
    ],
)
def test_an_incomplete_request_keeps_what_was_typed(
    session: Session, signed_in: SignedIn, typed: dict[str, str], kept: str
) -> None:
    decision = a_quick_decision()
    voice = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    answer = voice.post(f"/decisions/{decision.id}/exceptions/new", data=typed)

    assert answer.status_code == 422
    assert kept in answer.text
    assert session.scalars(select(DecisionException)).all() == []


def test_a_refusal_without_a_reason_says_so_beside_the_field(session: Session, signed_in: SignedIn) -> None:
    exception = an_exception(a_quick_decision())
    browser, path = signed_in(a_secretary()), f"/exceptions/{exception.id}/answer"
    assert BODY in browser.get(path).text
    refused = browser.post(path, data={"granted": "refuse"})
    assert refused.status_code == 422
    assert (
        browser.post(path, data={"granted": "refuse", "reason": "足並みをそろえるため。"}).status_code == 303
    )


def test_a_granted_exception_is_ended_early(session: Session, signed_in: SignedIn) -> None:
    exception = a_granted_exception(a_quick_decision(effective_on=tokyo_date(now())))
    browser, path = signed_in(a_secretary()), f"/exceptions/{exception.id}/end"
    assert browser.get(path).status_code == 200
    typed = {"last_day": tokyo_date(now()).isoformat(), "reason": "契約を更改したため。"}
    assert browser.post(path, data=typed).status_code == 303
    shown = browser.get(f"/decisions/{exception.decision_id}").text
    assert "契約を更改したため。" in shown
    assert browser.get(path).status_code == 409


def test_b15_a_form_sent_twice_succeeds_twice_and_acts_once(session: Session, signed_in: SignedIn) -> None:
    exception = an_exception(a_quick_decision())
    browser, path = signed_in(a_secretary()), f"/exceptions/{exception.id}/answer"
    answers = [browser.post(path, data={"granted": "grant", "key": "one form"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
