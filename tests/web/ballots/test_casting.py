"""Taking a position in a browser: confirming, conflicts that lose nothing, forged and stale forms (B5, B6, B14-B21)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.rounds import ActingAs
from app.models import Event, Notice, Position, PositionAct, User
from app.transaction import transaction
from tests.builders.ballots import REASON, Ballot, a_ballot, cast
from tests.builders.council import a_deputy, a_representative
from tests.web.ballots.reading import hidden, plain

SignIn = Callable[[User], FlaskClient]
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
EVIDENCE = "三鷹市学務課長からの文書（8三教学第12号）"


def test_a_position_is_checked_and_then_recorded(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser, address = _browser(signed_in, ballot, 0), _address(ballot)
    page = browser.get(address).text
    form = {"kind": "object", "reason": REASON, "seen": hidden(page, "seen"), "key": hidden(page, "key")}

    check = browser.post(f"{address}/position", data=form)
    assert check.status_code == 200
    assert "内容の確認" in check.text
    assert REASON in plain(check.text)
    assert ballot.round.text_hash.split(":")[1][:8] in check.text
    assert _positions(session) == []

    done = browser.post(f"{address}/position", data={**form, "confirmed": "1"})
    assert (done.status_code, done.headers["Location"]) == (303, address)
    assert _positions(session) == [PositionKind.OBJECT]
    assert "態度を記録しました。" in browser.get(address).text


def test_the_form_can_be_gone_back_to_with_everything_typed(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    back = _send(_browser(signed_in, ballot, 0), ballot, "object", "書きかけの理由", change="1")
    assert back.status_code == 200
    assert "書きかけの理由</textarea>" in back.text
    assert _positions(session) == []


@pytest.mark.parametrize("reason", ["", "　", "**"])
def test_b18_without_a_reason_the_form_says_so_and_keeps_what_was_typed(
    session: Session, signed_in: SignIn, reason: str
) -> None:
    ballot = a_ballot()
    browser = _browser(signed_in, ballot, 0)
    for confirmed in ({}, {"confirmed": "1"}):
        answer = _send(browser, ballot, "object", reason, **confirmed)
        assert answer.status_code == 422
        assert "理由を入力してください。" in answer.text
        assert 'value="object"' in answer.text
    assert _positions(session) == []


def test_b15_the_form_sent_twice_succeeds_twice_and_acts_once(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    a_deputy(ballot.group, ballot.cities[0])
    browser = _browser(signed_in, ballot, 0)
    answers = [_send(browser, ballot, "object", REASON, confirmed="1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    session.rollback()
    assert session.scalars(select(Event.kind)).all().count(EventKind.POSITION_CAST) == 1
    told = select(func.count()).where(Notice.kind == NoticeKind.POSITION_RECORDED)
    assert session.scalar(told) == 1


def test_b15_a_form_of_the_browsers_history_with_another_choice_is_a_conflict(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    browser = _browser(signed_in, ballot, 0)
    _send(browser, ballot, "approve", "", confirmed="1")
    assert _send(browser, ballot, "object", REASON, confirmed="1").status_code == 409
    assert _positions(session) == [PositionKind.APPROVE]


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_b17_a_conflict_shows_both_and_loses_nothing(
    session: Session, signed_in: SignIn, confirmed: dict[str, str]
) -> None:
    ballot = a_ballot()
    browser, address = _browser(signed_in, ballot, 0), _address(ballot)
    colleague = a_representative(ballot.group, ballot.cities[0])
    cast(ballot.round, colleague, PositionKind.ABSTAIN, "同僚の理由。")

    conflict = _send(browser, ballot, "object", "<b>自分の理由</b>。", **confirmed)
    assert conflict.status_code == 409
    words = plain(conflict.text)
    assert "保留 同僚の理由。" in words
    assert "&lt;b&gt;自分の理由&lt;/b&gt;。</textarea>" in conflict.text
    assert "<b>自分の理由</b>" not in conflict.text.replace("&lt;", "")
    assert _positions(session) == [PositionKind.ABSTAIN]

    again = {"seen": hidden(conflict.text, "seen"), "key": hidden(conflict.text, "key")}
    form = {"kind": "object", "reason": "自分の理由。", "confirmed": "1", **again}
    assert browser.post(f"{address}/position", data=form).status_code == 303
    assert _positions(session) == [PositionKind.OBJECT]


def test_b17_a_form_that_does_not_say_what_it_showed_conflicts(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser = _browser(signed_in, ballot, 0)
    form = {"kind": "approve", "key": "k", "confirmed": "1"}
    assert browser.post(f"{_address(ballot)}/position", data=form).status_code == 409
    cast(ballot.round, ballot.voice(0))
    assert browser.post(f"{_address(ballot)}/withdraw", data={"key": "k"}).status_code == 409
    assert _positions(session) == [PositionKind.APPROVE]


def test_b24_a_form_sent_after_the_end_is_refused_and_shows_what_was_typed(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    browser = _browser(signed_in, ballot, 0)
    clock.travel(ballot.round.closes_at - clock.now())
    for confirmed in ({}, {"confirmed": "1"}):
        answer = _send(browser, ballot, "object", "間に合わなかった理由。", **confirmed)
        assert answer.status_code == 409
        assert "採決は終了しました" in answer.text
        assert "間に合わなかった理由。" in answer.text
    assert _positions(session) == []


def test_b5_a_page_opened_before_the_role_ended_records_nothing(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser = _browser(signed_in, ballot, 0)
    page = browser.get(_address(ballot)).text
    form = {"kind": "approve", "seen": hidden(page, "seen"), "key": hidden(page, "key"), "confirmed": "1"}
    with transaction():
        for role in ballot.voice(0).roles:
            role.until = clock.now()
    assert browser.post(f"{_address(ballot)}/position", data=form).status_code == 403
    assert _positions(session) == []


def test_b21_a_position_is_withdrawn_after_asking(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0))
    browser, address = _browser(signed_in, ballot, 0), f"{_address(ballot)}/withdraw"
    page = browser.get(address)
    assert "市の態度を撤回しますか。" in page.text
    form = {"seen": hidden(page.text, "seen"), "key": hidden(page.text, "key")}
    assert [browser.post(address, data=form).status_code for _ in range(2)] == [303, 303]
    assert _positions(session) == []
    session.rollback()
    assert session.scalar(select(func.count()).select_from(PositionAct)) == 2


def test_b14_the_secretariat_records_and_takes_back_on_instruction(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    browser = signed_in(ballot.secretary)
    address = f"{_address(ballot)}/cities/132047"
    assert browser.get(f"{address}/position").status_code == 200
    form = {"kind": "approve", "reason": "", "evidence": EVIDENCE, "seen": "0", "key": "a"}
    without = browser.post(f"{address}/position", data=form)
    assert (without.status_code, "理由を入力してください。" in without.text) == (422, True)
    form["reason"] = "市の指示による。"
    check = browser.post(f"{address}/position", data=form)
    assert (check.status_code, EVIDENCE in check.text) == (200, True)
    assert browser.post(f"{address}/position", data={**form, "confirmed": "1"}).status_code == 303
    session.rollback()
    assert session.scalars(select(Position.acting_as)).all() == [ActingAs.INSTRUCTED]

    page = browser.get(f"{address}/withdraw")
    taken_back = {
        "seen": hidden(page.text, "seen"),
        "reason": "指示の取消し。",
        "evidence": EVIDENCE,
        "key": "b",
    }
    assert browser.post(f"{address}/withdraw", data={**taken_back, "evidence": ""}).status_code == 422
    assert browser.post(f"{address}/withdraw", data=taken_back).status_code == 303
    assert _positions(session) == []


def test_b14_over_a_citys_own_position_the_secretariats_form_is_stopped(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(1))
    browser = signed_in(ballot.secretary)
    address = f"{_address(ballot)}/cities/132047/position"
    assert browser.get(address).status_code == 409
    form = {
        "kind": "object",
        "reason": REASON,
        "evidence": EVIDENCE,
        "seen": "1",
        "key": "k",
        "confirmed": "1",
    }
    assert browser.post(address, data=form).status_code == 409
    assert _positions(session) == [PositionKind.APPROVE]


def test_a_city_that_does_not_vote_has_no_page(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser = signed_in(ballot.secretary)
    for part in ("position", "withdraw", "departure", "disposition"):
        assert browser.get(f"{_address(ballot)}/cities/999999/{part}").status_code == 404
    assert browser.get("/ballots/99").status_code == 404


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
