"""Many at once: one position, one closing, one round, whoever comes first (B15, B16, B24, B26, B43)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import (
    PositionConflict,
    cast_position,
    close_round_early,
    open_round,
    positions,
)
from app.actions.closing import close_due_rounds
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.domain.rounds import RoundState
from app.domain.tally import Result
from app.extensions import db
from app.models import Decision, Event, Notice, Position, PositionAct, Round, User
from app.policies.verdicts import Refused
from app.queries.ballots import lock_round
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, a_rule, cast, cast_letters
from tests.builders.council import a_deputy, a_group, a_representative, a_secretary
from tests.builders.proposals import a_difference_on_the_table
from tests.conftest import Installation
from tests.support.races import SECONDS, attempt, race

pytestmark = pytest.mark.race

AT_ONCE = 6


def test_b16_many_colleagues_at_once_leave_one_position(installation: Installation, session: Session) -> None:
    ballot = a_ballot()
    people = [
        ballot.voice(0),
        *(a_representative(ballot.group, ballot.cities[0]) for _ in range(AT_ONCE - 1)),
    ]
    kinds = [PositionKind.APPROVE, PositionKind.OBJECT, PositionKind.ABSTAIN] * 2
    answers = race(
        installation.database,
        [_casting(ballot.round.id, person.id, kind) for person, kind in zip(people, kinds, strict=True)],
    )

    assert [type(answer) for answer in answers].count(PositionConflict) == AT_ONCE - 1, answers
    session.rollback()
    taken = session.scalars(select(Position)).one()
    act = session.scalars(select(PositionAct)).one()
    assert (taken.kind, taken.user_id, taken.serial) == (act.kind, act.user_id, act.serial)


def test_b15_one_form_sent_many_times_at_once_acts_once_and_all_succeed(
    installation: Installation, session: Session
) -> None:
    ballot = a_ballot()
    a_deputy(ballot.group, ballot.cities[0])
    told = session.scalar(select(func.count()).select_from(Notice)) or 0
    form = _casting(ballot.round.id, ballot.voice(0).id, PositionKind.OBJECT, key="form-1")
    answers = race(installation.database, [form] * AT_ONCE)

    assert answers == [1] * AT_ONCE
    session.rollback()
    assert len(session.scalars(select(PositionAct)).all()) == 1
    assert session.scalars(select(Event.kind)).all().count(EventKind.POSITION_CAST) == 1
    assert session.scalar(select(func.count()).select_from(Notice)) == told + 1


def test_cities_at_once_all_get_their_position(installation: Installation, session: Session) -> None:
    ballot = a_ballot()
    acts = [_casting(ballot.round.id, ballot.voice(place).id, PositionKind.APPROVE) for place in range(3)]
    assert race(installation.database, acts) == [1, 1, 1]
    session.rollback()
    assert len(session.scalars(select(Position)).all()) == 3
    events = session.scalars(select(Event.id).order_by(Event.id)).all()
    assert events == list(range(1, len(events) + 1))


def test_b24_the_instant_is_taken_after_the_lock_not_before(
    installation: Installation, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballot = a_ballot()
    round_id, voice_id = ballot.round.id, ballot.voice(0).id
    waits = threading.Event()
    answers: list[Any] = []

    def lock_slowly(wanted: int) -> Round:
        waits.set()
        return lock_round(wanted)

    def cast_in_time_but_queue() -> None:
        if installation.database.engine.dialect.name == "sqlite":
            waits.set()  # there the transaction itself is the lock
        answers.append(attempt(installation.database, _casting(round_id, voice_id, PositionKind.APPROVE)))

    monkeypatch.setattr(positions, "lock_round", lock_slowly)
    late = threading.Thread(target=cast_in_time_but_queue, daemon=True)
    with transaction():
        lock_round(round_id)
        late.start()
        assert waits.wait(SECONDS)
        clock.travel(ballot.round.closes_at - clock.now())
    late.join(SECONDS)

    assert [answer.verdict.code for answer in answers] == ["round_is_closed"]
    session.rollback()
    assert session.scalars(select(Position)).all() == []


def test_b24_a_change_and_the_early_closing_at_once_leave_a_tally_of_what_stands(
    installation: Installation, session: Session
) -> None:
    group = a_group()
    for _ in range(3):
        ballot = a_ballot(group=group, rule=a_rule(early_close=True))
        cast_letters(ballot, "aaa")
        round_id, secretary_id = ballot.round.id, ballot.secretary.id
        change = _casting(round_id, ballot.voice(0).id, PositionKind.OBJECT, seen=1)
        changed, closed = race(
            installation.database, [change, lambda r=round_id, s=secretary_id: _close(r, s)]
        )
        session.rollback()
        round = session.scalars(select(Round).where(Round.id == round_id)).one()
        assert closed is None
        assert round.state is RoundState.CLOSED
        stands = session.scalars(
            select(Position.kind).where(
                Position.round_id == round_id, Position.city_id == ballot.cities[0].id
            )
        ).one()
        assert stands is (PositionKind.OBJECT if changed == 2 else PositionKind.APPROVE)
        assert round.result is (Result.FAILED if changed == 2 else Result.CARRIED)
        assert changed == 2 or changed.verdict.code == "round_is_closed"


def test_b26_closers_at_once_close_once(installation: Installation, session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aaa")
    clock.travel(ballot.round.closes_at - clock.now())
    assert sorted(race(installation.database, [close_due_rounds] * AT_ONCE)) == [0] * (AT_ONCE - 1) + [1]

    session.rollback()
    kinds = session.scalars(select(Event.kind)).all()
    assert (kinds.count(EventKind.ROUND_CLOSED), kinds.count(EventKind.DECIDED)) == (1, 1)
    assert len(session.scalars(select(Decision)).all()) == 1
    told = session.scalars(select(Notice.user_id).where(Notice.subject_type == "rounds")).all()
    assert len(told) == 6  # three of the opening, three of the closing


def test_b24_nobody_gets_in_while_the_closer_runs(installation: Installation, session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0))
    clock.travel(ballot.round.closes_at - clock.now())
    late = [_casting(ballot.round.id, ballot.voice(place).id, PositionKind.APPROVE) for place in (1, 2)]
    answers = race(installation.database, [close_due_rounds, *late, close_due_rounds])

    assert [answer.verdict.code for answer in answers[1:3]] == ["round_is_closed"] * 2
    session.rollback()
    assert session.scalars(select(Position.city_id)).all() == [ballot.cities[0].id]


def test_b43_two_chairs_at_once_open_one_round(installation: Installation, session: Session) -> None:
    difference = a_difference_on_the_table()
    number, people = difference.number, [a_secretary().id for _ in range(4)]

    def opening(person_id: int) -> Callable[[], int]:
        return lambda: open_round(number, _person(person_id)).id

    answers = race(installation.database, [opening(person_id) for person_id in people])
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 3, answers
    session.rollback()
    assert len(session.scalars(select(Round)).all()) == 1
    assert session.scalars(select(Event.kind)).all().count(EventKind.ROUND_OPENED) == 1


def _casting(
    round_id: int, person_id: int, kind: PositionKind, *, seen: int = 0, key: str = ""
) -> Callable[[], int | None]:
    """A form ready to be sent; it answers the serial of the position."""
    reason = "" if kind is PositionKind.APPROVE else REASON

    def send() -> int | None:
        taken = cast_position(round_id, _person(person_id), kind=kind, reason=reason, seen=seen, key=key)
        return taken.serial if taken else None

    return send


def _close(round_id: int, person_id: int) -> None:
    close_round_early(round_id, _person(person_id))


def _person(person_id: int) -> User:
    return db.session.get_one(User, person_id)
