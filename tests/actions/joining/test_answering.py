"""What a joining city says to each decision: who says it, with what, until when (D7)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.actions.joining import GivenAnswer, answer_decisions, confirm_answers, remind_city
from app.domain.events import EventKind
from app.domain.joining import Answer, Said, TaskState
from app.domain.notices import NoticeKind
from app.models import Event, Joining, Notice, PositionTask, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.council import a_chair, a_deputy, a_member, a_partner, a_person, a_representative
from tests.builders.joining import (
    INSTEAD,
    REASON,
    Newcomer,
    a_newcomer,
    answers,
    begun,
    confirms,
    decisions_in,
    said,
    today,
)

EVERY = tuple(Answer)


@pytest.fixture
def newcomer(session: Session) -> Newcomer:
    """A city that is asked about four decisions."""
    found = a_newcomer()
    decisions_in(found.group, 4)
    begun(found)
    return found


def test_d7_each_decision_gets_its_own_answer_in_one_form(session: Session, newcomer: Newcomer) -> None:
    assert answers(newcomer.voice, newcomer.tasks, *EVERY) == 4

    assert [task.said for task in newcomer.tasks] == [said(answer) for answer in EVERY]
    assert {task.state for task in newcomer.tasks} == {TaskState.ANSWERED}
    events = _events(session, EventKind.DECISION_ANSWERED)
    assert [event.after["answer"] for event in events] == [answer.value for answer in EVERY]
    assert {event.difference_id for event in events} == {
        task.decision.difference_id for task in newcomer.tasks
    }


def test_d7_an_answer_can_be_changed_until_it_is_confirmed(session: Session, newcomer: Newcomer) -> None:
    answers(newcomer.voice, newcomer.tasks, Answer.OBJECT)
    answers(newcomer.voice, newcomer.tasks[:1], Answer.ADOPT)
    first = newcomer.tasks[0]
    assert (first.answer, first.reason, first.serial) == (Answer.ADOPT, "", 2)
    change = _events(session, EventKind.DECISION_ANSWERED)[-1]
    assert (change.before["answer"], change.before["reason"]) == ("object", REASON)

    confirms(newcomer.voice, newcomer.group, newcomer.city)
    with pytest.raises(Refused) as refused:
        answers(newcomer.voice, newcomer.tasks[:1], Answer.OBJECT)
    assert (refused.value.verdict.ground, refused.value.verdict.code) == (Ground.TIME, "answer_confirmed")


def test_l7_saying_the_same_again_is_no_act(session: Session, newcomer: Newcomer) -> None:
    answers(newcomer.voice, newcomer.tasks, *EVERY)
    assert answers(newcomer.voice, newcomer.tasks, *EVERY) == 0

    assert len(_events(session, EventKind.DECISION_ANSWERED)) == 4


def test_b15_the_same_form_answers_once(session: Session, newcomer: Newcomer) -> None:
    task = newcomer.tasks[0]
    for answer in (Answer.ADOPT, Answer.OBJECT):
        with transaction():
            given = GivenAnswer(task.id, said(answer))
            answer_decisions(newcomer.city.id, newcomer.voice, [given], key="form-1")

    assert newcomer.tasks[0].answer is Answer.ADOPT


def test_what_a_colleague_answered_meanwhile_is_not_written_over(
    session: Session, newcomer: Newcomer
) -> None:
    task_id, city_id = newcomer.tasks[0].id, newcomer.city.id
    answers(a_deputy(newcomer.group, newcomer.city), newcomer.tasks[:1], Answer.ADOPT)
    with pytest.raises(Refused) as refused, transaction():
        answer_decisions(city_id, newcomer.voice, [GivenAnswer(task_id, said(Answer.OBJECT), seen=0)])

    assert refused.value.verdict.code == "answered_meanwhile"
    assert newcomer.tasks[0].answer is Answer.ADOPT


def test_b6_only_who_speaks_for_the_city_in_the_group_answers_for_it(
    session: Session, newcomer: Newcomer
) -> None:
    member = newcomer.group.cities[0].city
    for person in (
        newcomer.secretary,
        a_representative(newcomer.group, member),
        a_chair(newcomer.group, member),
        a_partner(newcomer.group),
        a_member(newcomer.group, newcomer.city),
        a_person(newcomer.city),
    ):
        with pytest.raises(Refused) as refused:
            answers(person, newcomer.tasks, Answer.ADOPT)
        assert (refused.value.verdict.ground, refused.value.verdict.code) == (
            Ground.PERSON,
            "own_city_answers",
        )
    assert answers(a_deputy(newcomer.group, newcomer.city), newcomer.tasks, Answer.ADOPT) == 4


LATER = timedelta(days=30)


@pytest.mark.parametrize(
    ("wanted", "field", "code"),
    [
        (lambda: Said(Answer.OBJECT, reason=" 　-"), "reason", "reason_required"),
        (lambda: Said(Answer.ADOPT_FROM), "from_on", "required"),
        (lambda: Said(Answer.ADOPT_FROM, from_on=today()), "from_on", "day_must_come"),
        (lambda: Said(Answer.ASK_EXCEPTION, instead=INSTEAD, reason=REASON), "until_on", "required"),
        (
            lambda: Said(Answer.ASK_EXCEPTION, until_on=today() + LATER, instead=INSTEAD),
            "reason",
            "reason_required",
        ),
        (
            lambda: Said(Answer.ASK_EXCEPTION, until_on=today() + LATER, reason=REASON),
            "instead",
            "needs_words",
        ),
    ],
)
def test_d7_an_answer_comes_with_what_belongs_to_it(
    session: Session, newcomer: Newcomer, wanted: object, field: str, code: str
) -> None:
    task = newcomer.tasks[0]
    with pytest.raises(Invalid) as invalid, transaction():
        answer_decisions(newcomer.city.id, newcomer.voice, [GivenAnswer(task.id, wanted())])  # type: ignore[operator]

    assert (invalid.value.field, invalid.value.code) == (f"{field}_{task.id}", code)


def test_what_does_not_belong_to_an_answer_is_not_kept(session: Session, newcomer: Newcomer) -> None:
    task = newcomer.tasks[0]
    typed = Said(Answer.ADOPT, from_on=today() + LATER, until_on=today(), instead=INSTEAD, reason=REASON)
    with transaction():
        answer_decisions(newcomer.city.id, newcomer.voice, [GivenAnswer(task.id, typed)])

    assert newcomer.tasks[0].said == Said(Answer.ADOPT)


def test_a_chapter_is_confirmed_whole_and_only_by_who_may_answer(
    session: Session, newcomer: Newcomer
) -> None:
    answers(newcomer.voice, newcomer.tasks[:3], Answer.ADOPT)
    assert _refusal(newcomer, newcomer.voice) == (Ground.TIME, "answers_missing")
    assert _refusal(newcomer, newcomer.secretary) == (Ground.PERSON, "own_city_answers")
    answers(newcomer.voice, newcomer.tasks[3:], Answer.ADOPT)
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    assert {task.state for task in newcomer.tasks} == {TaskState.CONFIRMED}
    assert {task.confirmed_by_printed for task in newcomer.tasks} == {newcomer.voice.printed}
    event = _events(session, EventKind.ANSWERS_CONFIRMED)[0]
    assert (event.after["answers"], event.group_id) == ({"adopt": 4}, newcomer.group.id)
    assert _refusal(newcomer, newcomer.voice) == (Ground.TIME, "nothing_to_confirm")


def test_what_is_confirmed_is_what_the_page_showed(session: Session, newcomer: Newcomer) -> None:
    answers(newcomer.voice, newcomer.tasks, Answer.ADOPT)
    with pytest.raises(Refused) as refused, transaction():
        confirm_answers(newcomer.city.id, newcomer.group.id, newcomer.voice, seen=3)

    assert refused.value.verdict.code == "answered_meanwhile"


def test_the_last_confirmation_finishes_the_joining_and_the_secretariat_is_told(
    session: Session, newcomer: Newcomer
) -> None:
    answers(newcomer.voice, newcomer.tasks, Answer.ADOPT)
    assert session.scalars(select(Joining)).one().finished_at is None
    confirms(newcomer.voice, newcomer.group, newcomer.city)

    assert session.scalars(select(Joining)).one().finished_at is not None
    assert len(_events(session, EventKind.JOINING_FINISHED)) == 1
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.JOINING_FINISHED))
    assert newcomer.secretary.id in told.all()


def test_the_secretariat_reminds_and_the_same_form_reminds_once(session: Session, newcomer: Newcomer) -> None:
    for _ in range(2):
        with transaction():
            remind_city(newcomer.city.id, newcomer.secretary, key="form-1")
    reminded = select(Notice.user_id).where(Notice.kind == NoticeKind.JOINING_REMINDED)
    assert session.scalars(reminded).all() == [newcomer.voice.id]
    assert [event.after["told"] for event in _events(session, EventKind.JOINING_REMINDED)] == [1]

    with pytest.raises(Refused) as refused, transaction():
        remind_city(newcomer.city.id, newcomer.voice)
    assert refused.value.verdict.ground is Ground.PERSON


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("answer", "'object'", "reason_due"),
        ("answer", "'adopt_from'", "from_day"),
        ("from_on", "'2027-01-01'", "from_day"),
        ("until_on", "'2027-01-01'", "last_day"),
        ("instead", "'x'", "text_of_exception"),
        ("answer", "NULL", "answered"),
        ("confirmed_at", "answered_at", "confirmed_by"),
        ("closed_at", "answered_at", "closed_as_something"),
        ("difference_id", "1", "difference_of_objection"),
    ],
)
def test_the_database_refuses_an_answer_that_cannot_be(
    session: Session, newcomer: Newcomer, column: str, value: str, constraint: str
) -> None:
    answers(newcomer.voice, newcomer.tasks, Answer.ADOPT)
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(text(f"UPDATE position_tasks SET {column} = {value}"))


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("UPDATE position_tasks SET answer = 'adopt'", "confirmed_answers_stay"),
        ("UPDATE position_tasks SET confirmed_at = NULL, confirmed_by_id = NULL", "confirmed_answers_stay"),
        ("DELETE FROM position_tasks", "position_tasks_are_kept"),
    ],
)
def test_the_database_keeps_confirmed_answers(
    session: Session, newcomer: Newcomer, statement: str, guard: str
) -> None:
    answers(newcomer.voice, newcomer.tasks, Answer.ADOPT_FROM)
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    with pytest.raises(IntegrityError, match=guard):
        session.execute(text(statement))


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def _refusal(newcomer: Newcomer, person: User) -> tuple[Ground | None, str]:
    with pytest.raises(Refused) as refused:
        confirms(person, newcomer.group, newcomer.city)
    return refused.value.verdict.ground, refused.value.verdict.code


def test_nothing_is_answered_in_the_name_of_another_city(session: Session, newcomer: Newcomer) -> None:
    assert {task.city_id for task in session.scalars(select(PositionTask))} == {newcomer.city.id}
