"""Forms that no page offers, and addresses that only look: none records a position (B6, B20)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.positions import PositionKind
from app.models import Event, Position, User
from tests.builders.ballots import REASON, Ballot, a_ballot, a_rule, cast_letters
from tests.builders.council import a_member, a_partner, a_secretary, an_observer

SignIn = Callable[[User], FlaskClient]
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
EVIDENCE = "三鷹市学務課長からの文書（8三教学第12号）"
FORGERS: dict[str, Callable[[Ballot], User]] = {
    "observer": lambda ballot: an_observer(ballot.group, ballot.cities[0]),
    "member": lambda ballot: a_member(ballot.group, ballot.cities[0]),
    "partner": lambda ballot: a_partner(ballot.group),
    "secretariat": lambda _: a_secretary(),
}


@pytest.mark.parametrize("who", FORGERS)
def test_b6_a_forged_form_creates_no_position(session: Session, signed_in: SignIn, who: str) -> None:
    ballot = a_ballot()
    browser = signed_in(FORGERS[who](ballot))
    address = _address(ballot)
    form = {
        "kind": "approve",
        "reason": REASON,
        "evidence": EVIDENCE,
        "seen": "0",
        "key": "k",
        "confirmed": "1",
    }
    assert browser.post(f"{address}/position", data=form).status_code == 403
    extra = {**form, "city_id": str(ballot.cities[0].id)}
    assert browser.post(f"{address}/position?city_id=1", data=extra).status_code == 403
    assert browser.post(f"{address}/position", json=form).status_code == 403
    if who != "secretariat":
        assert browser.post(f"{address}/cities/132021/position", data=form).status_code == 403
    assert _positions(session) == []


def test_b6_a_representative_cannot_forge_another_citys_position(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser, address = _browser(signed_in, ballot, 0), _address(ballot)
    form = {
        "kind": "object",
        "reason": REASON,
        "evidence": EVIDENCE,
        "seen": "0",
        "key": "k",
        "confirmed": "1",
    }
    assert browser.post(f"{address}/cities/132047/position", data=form).status_code == 403
    assert browser.post(f"{address}/cities/132047/withdraw", data=form).status_code == 403
    assert _positions(session) == []


def test_a_form_without_the_token_of_its_page_records_nothing(
    app: Flask, session: Session, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballot = a_ballot()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    assert _send(_browser(signed_in, ballot, 0), ballot, "approve", "", confirmed="1").status_code == 422
    assert _positions(session) == []


def test_b20_no_get_records_anything(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True))
    cast_letters(ballot, "aa.")
    address = _address(ballot)
    query = "?kind=object&reason=x&seen=1&confirmed=1&key=k&evidence=x"
    paths = [address, *(f"{address}/{part}" for part in ("position", "withdraw", "close", "cancel", "tally"))]
    paths += [f"{address}/cities/132128/{part}" for part in ("position", "withdraw", "departure")]
    before = session.scalar(select(func.count()).select_from(Event))
    for person in (ballot.voice(0), ballot.secretary):
        browser = signed_in(person)
        for path in paths:
            assert browser.get(path + query).status_code in (200, 403, 404, 409), path
            browser.head(path + query)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Event)) == before
    assert _positions(session) == [PositionKind.APPROVE] * 2


def _browser(signed_in: SignIn, ballot: Ballot, place: int) -> FlaskClient:
    return signed_in(ballot.voice(place))


def _address(ballot: Ballot) -> str:
    return f"/ballots/{ballot.round.id}"


def _send(browser: FlaskClient, ballot: Ballot, kind: str, reason: str, **more: str):  # type: ignore[no-untyped-def]
    form = {"kind": kind, "reason": reason, "seen": "0", "key": "form-1", **more}
    return browser.post(f"{_address(ballot)}/position", data=form)


def _positions(session: Session) -> list[PositionKind]:
    session.rollback()
    return list(session.scalars(select(Position.kind).order_by(Position.city_id)))
