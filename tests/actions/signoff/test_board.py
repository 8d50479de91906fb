"""The board's final step: after every city, recorded by the secretariat, frozen at the opening (S12)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.council import change_council
from app.actions.signoff import escalate, record_board
from app.domain.ball import BallKind, Holder
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.signoff import BoardResult, SignoffState
from app.domain.workflow import Stage
from app.models import Decision, Event, Notice, User
from app.policies.decisions import may_be_decided
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.differences.balls import ball_on
from app.queries.todo import tasks_of
from app.transaction import transaction
from tests.builders.council import a_chair, a_secretary
from tests.builders.signoff import Signing, an_escalation_by_the_chair, decision_on, sign_city
from tests.support.times import MONDAY

TODAY = tokyo_date(MONDAY)
EVIDENCE = "令和8年度第2回役員会 議事録 第4項"


def test_s12_the_board_comes_after_every_city_and_only_then_it_is_decided(session: Session) -> None:
    signing, secretary = _signed_by_all()
    difference = signing.difference

    assert signing.states() == [SignoffState.APPROVED] * 3
    assert (difference.stage, signing.escalation.state) == (Stage.ESCALATED, SignoffState.RUNNING)
    escalation = signing.escalation
    verdict = may_be_decided(difference, escalation.version, escalation.text_hash, None, escalation)
    assert verdict.code == "board_missing"
    ball = ball_on(difference, MONDAY)
    assert (ball.kind, ball.holder) == (BallKind.RECORD_BOARD, Holder.SECRETARIAT)
    assert [task.act for task in tasks_of(secretary, MONDAY)] == [BallKind.RECORD_BOARD]
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.BOARD_WANTED)).all()
    assert secretary.id in told

    _record(signing, secretary)
    decision = decision_on(difference)
    assert difference.stage is Stage.DECIDED
    assert decision.board is not None
    assert (decision.board["met_on"], decision.board["evidence"]) == (TODAY.isoformat(), EVIDENCE)
    event = session.scalars(select(Event).where(Event.kind == EventKind.BOARD_RECORDED)).one()
    assert (event.actor_id, event.after["result"]) == (secretary.id, "approved")


def test_s12_not_before_the_last_city(session: Session) -> None:
    signing, secretary = _with_board()
    sign_city(signing, 0)
    assert _refusal(signing, secretary) == "board_not_yet"
    with pytest.raises(Refused) as refused:
        _record(signing, a_chair(signing.group, signing.cities[0]))
    assert refused.value.verdict.ground is Ground.PERSON


def test_s12_what_the_board_returns_goes_back_and_the_cities_need_not_sign_again(session: Session) -> None:
    signing, secretary = _signed_by_all()
    _record(signing, secretary, BoardResult.RETURNED, reason="費用の按分を改めて協議されたい。")
    assert signing.difference.stage is Stage.DISCUSSING
    assert signing.escalation.end_reason == "費用の按分を改めて協議されたい。"
    assert signing.states() == [SignoffState.APPROVED] * 3

    with transaction():
        escalate(signing.difference.number, secretary, reason="按分を説明した。")
    assert ball_on(signing.difference, MONDAY).kind is BallKind.RECORD_BOARD
    _record(signing, secretary)
    assert signing.difference.stage is Stage.DECIDED


def test_s12_the_setting_is_frozen_when_the_matter_comes_to_the_managers(session: Session) -> None:
    secretary = a_secretary()
    without = an_escalation_by_the_chair()
    _ask_board(secretary, asked=True)
    for place in range(3):
        sign_city(without, place)
    assert without.difference.stage is Stage.DECIDED
    assert decision_on(without.difference).board is None

    asked = an_escalation_by_the_chair(without.group, routes=False)
    _ask_board(secretary, asked=False)
    later = Signing(asked.escalation, without.cities, without.managers)
    for place in range(3):
        sign_city(later, place)
    assert later.difference.stage is Stage.ESCALATED
    _record(later, secretary)
    assert later.difference.stage is Stage.DECIDED


def test_s12_without_the_setting_there_is_nothing_to_record(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    secretary = a_secretary()
    assert _refusal(signing, secretary) == "board_not_asked"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"met_on": TODAY + timedelta(days=1)}, "met_on", "board_day"),
        ({"met_on": TODAY - timedelta(days=30)}, "met_on", "board_day"),
        ({"evidence": " 　"}, "evidence", "board_evidence"),
        ({"result": BoardResult.RETURNED, "reason": "**"}, "reason", "reason_required"),
    ],
)
def test_s12_day_evidence_and_reason_are_due(
    session: Session, changes: dict[str, object], field: str, code: str
) -> None:
    signing, secretary = _signed_by_all()
    with pytest.raises(Invalid) as invalid:
        _record(signing, secretary, **changes)  # type: ignore[arg-type]
    assert (invalid.value.field, invalid.value.code) == (field, code)
    assert session.scalars(select(Decision)).all() == []


def test_b15_a_form_sent_twice_records_once(session: Session) -> None:
    signing, secretary = _signed_by_all()
    for _ in range(2):
        _record(signing, secretary, key="one form")
    assert len(session.scalars(select(Event).where(Event.kind == EventKind.BOARD_RECORDED)).all()) == 1


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE board_findings SET evidence = 'x'", "board_findings_stay"),
        ("DELETE FROM board_findings", "board_findings_are_kept"),
        ("INSERT INTO board_findings ({0}) SELECT {1} FROM board_findings", "reason_due"),
    ],
)
def test_s12_the_database_keeps_what_the_board_said(session: Session, statement: str, refused: str) -> None:
    signing, secretary = _signed_by_all()
    _record(signing, secretary)
    kept = "escalation_id, met_on, evidence, text_hash, recorded_by_id, recorded_by_printed, recorded_at"
    statement = statement.format(f"{kept}, result, reason", f"{kept}, 'returned', ' '")
    with pytest.raises(IntegrityError, match=refused), session.begin_nested():
        session.execute(text(statement))


def _ask_board(secretary: User, *, asked: bool) -> None:
    with transaction():
        change_council(secretary, {"board_signoff": asked})


def _with_board() -> tuple[Signing, User]:
    """A matter that the board decides in the end, and somebody of the secretariat."""
    secretary = a_secretary()
    _ask_board(secretary, asked=True)
    return an_escalation_by_the_chair(), secretary


def _signed_by_all() -> tuple[Signing, User]:
    signing, secretary = _with_board()
    for place in range(3):
        sign_city(signing, place)
    return signing, secretary


def _record(
    signing: Signing,
    actor: User,
    result: BoardResult = BoardResult.APPROVED,
    *,
    met_on: date = TODAY,
    evidence: str = EVIDENCE,
    reason: str = "",
    key: str = "",
) -> None:
    number = signing.difference.number
    with transaction():
        record_board(number, actor, result=result, met_on=met_on, evidence=evidence, reason=reason, key=key)


def _refusal(signing: Signing, actor: User) -> str:
    with pytest.raises(Refused) as refused:
        _record(signing, actor)
    return refused.value.verdict.code
