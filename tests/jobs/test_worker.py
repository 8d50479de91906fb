"""The worker and its commands: rounds close, faults do not stop it, a recount finds what was touched (B26, B39)."""

import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import give_casting_vote, settle_departure, withdraw_position
from app.domain.ballot_rules import RuleKind
from app.domain.positions import PositionKind
from app.domain.rounds import DepartureHandling, RoundState
from app.jobs import worker
from app.queries.council import the_council
from app.transaction import transaction
from tests.builders.ballots import (
    REASON,
    Ballot,
    a_ballot,
    a_closed_round,
    a_rule,
    cast,
    cast_letters,
    run_out,
)
from tests.builders.council import a_chair, a_group, three_cities
from tests.builders.joining import a_newcomer, becomes_member, decisions_in, today
from tests.conftest import Installation
from tests.support.tampering import against_the_guards


def test_the_worker_closes_what_is_due_and_stops_when_told(
    installation: Installation, session: Session
) -> None:
    round = a_ballot().round
    clock.travel(round.closes_at - clock.now())

    turns = []

    class Told(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            turns.append(timeout)
            if len(turns) == 2:
                self.set()
            return self.is_set()

    worker.work(installation.database, installation.app.extensions["settings"], Told(), seconds=7)
    assert turns == [7, 7]
    session.rollback()
    assert round.state is RoundState.CLOSED


def test_a_job_that_fails_keeps_no_other_from_its_turn(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fails(*_: Any) -> int:
        raise RuntimeError("a fault")

    monkeypatch.setattr(worker, "close_rounds", fails)
    monkeypatch.setattr(worker, "deliver_mail", lambda *_: done.append("mail") or 0)
    worker.work_once(installation.database, installation.app.extensions["settings"])
    assert done == ["mail"]
    assert "a job failed" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_running_job_end_first(number: signal.Signals) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        stop = worker.stop_on_signals()
        assert not stop.is_set()
        signal.raise_signal(number)
        assert stop.is_set()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_b26_the_command_closes_due_rounds_once(app: Flask, session: Session) -> None:
    round = a_ballot().round
    clock.travel(round.closes_at - clock.now())
    run = app.test_cli_runner().invoke
    assert [run(args=["close-rounds"]).output for _ in range(2)] == [
        "Rounds closed: 1\n",
        "Rounds closed: 0\n",
    ]
    assert run(args=["worker", "--once"]).exit_code == 0


def test_b39_every_closed_round_counted_again_is_what_is_stored(app: Flask, session: Session) -> None:
    group = a_group(three_cities())
    for letters in ("aac", "aox", "rrr", "..."):
        a_closed_round(letters, group=group)
    _a_round_with_everything(group)
    a_ballot(group=group)
    counted = app.test_cli_runner().invoke(args=["recount"])
    assert counted.output == "Rounds counted again: 5. Differences found: 0.\n"
    assert counted.exit_code == 0


TAMPERED: dict[str, tuple[str, Callable[[Ballot], str]]] = {
    "a position": (
        "positions are not those",
        lambda ballot: (
            f"UPDATE positions SET kind = 'object', reason = 'x' WHERE city_id = {ballot.cities[0].id}"
        ),
    ),
    "a position removed": (
        "positions are not those",
        lambda ballot: f"DELETE FROM positions WHERE city_id = {ballot.cities[0].id}",
    ),
    "an act": (
        "acts on positions are not those",
        lambda ballot: f"UPDATE position_acts SET kind = 'abstain' WHERE city_id = {ballot.cities[0].id}",
    ),
    "the result": ("stored result is", lambda _: "UPDATE rounds SET result = 'failed'"),
    "the rule": (
        "stored tally is not",
        lambda _: 'UPDATE rounds SET rule_frozen = \'{"kind": "majority", "quorum": 1}\'',
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_b39_a_round_that_was_touched_is_named(
    installation: Installation, app: Flask, session: Session, what: str
) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aaa")
    run_out(ballot.round)
    said, statement = TAMPERED[what]
    session.rollback()
    against_the_guards(installation.database, statement(ballot))

    counted = app.test_cli_runner().invoke(args=["recount"])
    assert counted.exit_code == 1
    assert f"{ballot.difference.number} ballot 1" in counted.output
    assert said in counted.output


def _a_round_with_everything(group: Any) -> None:
    """Changes, a withdrawal, a casting vote in a tie, a city that left and was excluded."""
    with transaction():
        the_council().casting_vote = True
    ballot = a_ballot(group=group, rule=a_rule(RuleKind.MAJORITY, quorum=2, casting_vote=True))
    cast_letters(ballot, "axo")
    cast(ballot.round, ballot.voice(1), PositionKind.OBJECT)
    with transaction():
        withdraw_position(ballot.round.id, ballot.voice(2), seen=1)
    chair = a_chair(group)
    with transaction():
        give_casting_vote(ballot.round.id, chair, kind=PositionKind.APPROVE, reason=REASON)
    with transaction():
        group.cities[2].until = clock.now()
    with transaction():
        settle_departure(
            ballot.round.id,
            ballot.cities[2].id,
            ballot.secretary,
            handling=DepartureHandling.EXCLUDE,
            reason=REASON,
        )
    run_out(ballot.round)
    with transaction():
        group.cities[2].until = None


def test_d7_d10_the_worker_carries_out_what_a_day_brings(
    installation: Installation, session: Session
) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    becomes_member(newcomer, today() + timedelta(days=2))
    clock.travel(timedelta(days=2))
    assert worker.keep_up(installation.database) > 0
    assert worker.keep_up(installation.database) == 0

    assert len(newcomer.tasks) == 1
