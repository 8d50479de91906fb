"""A joining city that wants an exception asks for it with its confirmation, also ahead of its first day (D4, D7)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.exceptions import ask_exception
from app.domain.joining import Answer
from app.models import DecisionException
from app.transaction import transaction
from tests.builders.joining import (
    INSTEAD,
    REASON,
    Newcomer,
    a_newcomer,
    answers,
    becomes_member,
    begun,
    confirms,
    decisions_in,
    said,
)


def test_d7_confirming_asks_for_the_exception_that_was_answered(session: Session) -> None:
    newcomer = a_newcomer()
    decision = decisions_in(newcomer.group, 1)[0]
    becomes_member(newcomer)
    answers(newcomer.voice, newcomer.tasks, Answer.ASK_EXCEPTION)
    assert _asked(session) == []
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    (asked,) = _asked(session)
    assert (asked.decision_id, asked.city_id, asked.granted) == (decision.id, newcomer.city.id, None)
    assert (asked.body, asked.reason) == (INSTEAD, REASON)
    assert asked.last_day == said(Answer.ASK_EXCEPTION).until_on


def test_d7_an_associate_asks_ahead_of_its_first_day(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 2)
    answers(newcomer.voice, begun(newcomer), Answer.ASK_EXCEPTION)
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    assert len(_asked(session)) == 2


def test_what_the_city_asked_for_already_is_not_asked_twice(session: Session) -> None:
    newcomer = a_newcomer()
    decisions_in(newcomer.group, 1)
    tasks = begun(newcomer)
    _asks_itself(newcomer)
    answers(newcomer.voice, tasks, Answer.ASK_EXCEPTION)
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    assert len(_asked(session)) == 1


def _asks_itself(newcomer: Newcomer) -> None:
    last_day = said(Answer.ASK_EXCEPTION).until_on
    assert last_day is not None
    decision_id = newcomer.tasks[0].decision_id
    with transaction():
        ask_exception(decision_id, newcomer.voice, body=INSTEAD, reason=REASON, last_day=last_day)


def _asked(session: Session) -> list[DecisionException]:
    session.rollback()
    return list(session.scalars(select(DecisionException).order_by(DecisionException.id)).unique())
