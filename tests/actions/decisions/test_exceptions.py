"""Exceptions: a city asks, those who lead answer, each ends by the clock alone; what was granted stays (D4)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.exceptions import answer_exception, ask_exception, end_exception
from app.clock import now
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.exceptions import exception_hash
from app.domain.force import StandingKind
from app.domain.notices import NoticeKind
from app.extensions import db
from app.jobs.worker import remind_of_ends
from app.models import Decision, DecisionException, Event, Notice, User
from app.policies.verdicts import Invalid, Refused
from app.queries.decisions.force import standing_for
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_deputy,
    a_member,
    a_partner,
    a_representative,
    a_secretary,
)
from tests.builders.decided import a_quick_decision
from tests.builders.exceptions import BODY, REASON, a_granted_exception, an_exception
from tests.builders.manual import a_later_decision
from tests.conftest import Installation
from tests.support.races import race

DAY = timedelta(days=1)
Until = Callable[[date], None]


def test_d4_an_exception_names_city_text_reason_end_and_has_a_hash_of_its_own(session: Session) -> None:
    exception = an_exception(a_quick_decision())

    assert (exception.city.name_ja, exception.body, exception.reason) == ("立川市", BODY, REASON)
    assert exception.text_hash == exception_hash(exception.text) != exception.decision.text_hash
    asked = session.scalars(select(Event).where(Event.kind == EventKind.EXCEPTION_ASKED)).one()
    assert asked.after["text_hash"] == exception.text_hash


def test_d4_at_the_end_of_its_last_day_the_decision_stands_without_anybody_acting(session: Session) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    exception = a_granted_exception(decision, days=10)
    city, last = exception.city, exception.last_day

    def kind() -> StandingKind:
        return standing_for(city, tokyo_date(now()))[decision.difference_id].kind

    assert kind() is StandingKind.EXCEPTION
    clock.travel(end_of_day_tokyo(last) - now() - timedelta(seconds=1))
    assert kind() is StandingKind.EXCEPTION
    clock.travel(timedelta(seconds=1))
    assert kind() is StandingKind.DECISION
    others = decision.group.cities[1].city
    assert standing_for(others, last)[decision.difference_id].kind is StandingKind.DECISION


def test_d4_what_is_only_asked_for_or_refused_changes_nothing(session: Session) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    exception = an_exception(decision)
    standing = standing_for(exception.city, decision.effective_on)[decision.difference_id]
    assert standing.kind is StandingKind.DECISION

    answers(exception, a_secretary(), granted=False, reason="全市で足並みをそろえる必要がある。")
    standing = standing_for(exception.city, decision.effective_on)[decision.difference_id]
    assert standing.kind is StandingKind.DECISION


def test_d4_an_exception_may_be_ended_early_and_holds_through_the_day_named(session: Session) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    exception = a_granted_exception(decision)
    voice = a_deputy(decision.group, exception.city)
    today = tokyo_date(now())
    with transaction():
        end_exception(exception.id, voice, last_day=today + DAY, reason="委託契約を更改したため。")

    found = [standing_for(exception.city, today + n * DAY)[decision.difference_id].kind for n in range(3)]
    assert found == [StandingKind.EXCEPTION, StandingKind.EXCEPTION, StandingKind.DECISION]
    with pytest.raises(Refused) as refused, transaction():
        end_exception(exception.id, voice, last_day=today, reason="さらに早める。")
    assert refused.value.verdict.code == "exception_ends_already"


@pytest.mark.parametrize("days", [-1, 60, 61])
def test_d4_an_early_end_is_today_or_later_and_before_the_granted_one(session: Session, days: int) -> None:
    exception = a_granted_exception(a_quick_decision(effective_on=tokyo_date(now())))
    secretary, day = a_secretary(), tokyo_date(now()) + days * DAY
    with pytest.raises(Invalid) as invalid, transaction():
        end_exception(exception.id, secretary, last_day=day, reason="早める。")
    assert invalid.value.code == "end_not_earlier"


def test_d4_only_the_voice_of_a_city_asks_and_one_request_waits_at_a_time(session: Session) -> None:
    decision = a_quick_decision()
    city = decision.group.cities[0].city
    group = decision.group
    for person in (a_member(group, city), a_chair(group, city), a_partner(group), a_secretary()):
        with pytest.raises(Refused) as refused:
            an_exception(decision, person)
        assert refused.value.verdict.code == "representative_only"
    an_exception(decision, a_representative(group, city))
    with pytest.raises(Refused) as twice:
        an_exception(decision, a_deputy(group, city))
    assert twice.value.verdict.code == "exception_asked_already"


def test_d4_those_who_lead_answer_but_no_chair_for_the_own_city(session: Session) -> None:
    decision = a_quick_decision()
    first, second = (place.city for place in decision.group.cities[:2])
    exception = an_exception(decision)
    for person, code in (
        (a_chair(decision.group, first), "exception_of_own_city"),
        (a_representative(decision.group, second), "chair_or_secretariat_only"),
    ):
        with pytest.raises(Refused) as refused:
            answers(exception, person)
        assert refused.value.verdict.code == code

    answers(exception, a_secretary())
    with pytest.raises(Refused) as again:
        answers(exception, a_secretary(), granted=False, reason="やはり認めない。")
    assert again.value.verdict.code == "exception_answered"


def test_d4_a_refusal_needs_a_reason_and_nothing_is_granted_after_its_end(session: Session) -> None:
    exception = an_exception(a_quick_decision(effective_on=tokyo_date(now())), days=3)
    secretary = a_secretary()
    with pytest.raises(Invalid) as invalid:
        answers(exception, secretary, granted=False, reason=" 　")
    assert (invalid.value.field, invalid.value.code) == ("reason", "needs_words")
    clock.travel(timedelta(days=4))
    with pytest.raises(Invalid) as late:
        answers(exception, secretary)
    assert late.value.code == "exception_over_before_answer"


def test_d4_nobody_departs_from_a_decision_that_a_later_one_replaced(session: Session) -> None:
    earlier = a_quick_decision(effective_on=tokyo_date(now()))
    a_later_decision(earlier, effective_on=tokyo_date(now()))
    with pytest.raises(Refused) as refused:
        an_exception(earlier)
    assert refused.value.verdict.code == "no_exception_to_superseded"


@pytest.mark.parametrize("days", [-1, -200])
def test_d4_an_exception_ends_after_the_decision_begins(session: Session, days: int) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()) + 100 * DAY)
    with pytest.raises(Invalid) as invalid:
        an_exception(decision, last_day=decision.effective_on + days * DAY)
    assert invalid.value.code == "exception_ends_too_early"


def test_b15_a_form_sent_twice_asks_once_and_both_succeed(session: Session) -> None:
    decision = a_quick_decision()
    asker = a_representative(decision.group, decision.group.cities[0].city)
    first = an_exception(decision, asker, key="one form")

    assert an_exception(decision, asker, key="one form").id == first.id
    assert len(session.scalars(select(DecisionException)).all()) == 1


@pytest.mark.race
def test_l2_two_people_of_one_city_leave_one_request(installation: Installation, session: Session) -> None:
    decision = a_quick_decision()
    city = decision.group.cities[0].city
    people = [a_representative(decision.group, city), a_deputy(decision.group, city)]
    ends = race(installation.database, [_asking(decision, person.id) for person in people])

    assert sorted(type(end).__name__ for end in ends) == ["Refused", "int"]


def test_a9_a_reminder_goes_once_for_each_distance_and_after_an_outage_only_the_latest(
    installation: Installation, session: Session
) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    voice = a_representative(decision.group, decision.group.cities[0].city)
    a_granted_exception(decision, voice, days=60)

    def told_after(days: int) -> list[str]:
        clock.travel(timedelta(days=days))
        for _ in range(2):
            remind_of_ends(installation.database)
        session.rollback()
        kind = NoticeKind.EXCEPTION_ENDING
        keys = select(Notice.key).where(Notice.kind == kind, Notice.user_id == voice.id).order_by(Notice.id)
        return [key.rpartition(":")[2] for key in session.scalars(keys)]

    assert told_after(29) == []
    assert told_after(1) == ["30"]
    assert told_after(24) == ["30", "7"]
    assert told_after(10) == ["30", "7"]


def test_a9_after_an_outage_only_the_last_reminder_goes(installation: Installation, session: Session) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    exception = a_granted_exception(decision, days=60)
    clock.travel(timedelta(days=58))

    assert remind_of_ends(installation.database) == 1
    assert remind_of_ends(installation.database) == 0
    session.rollback()
    assert session.get_one(DecisionException, exception.id).reminded == 7


@pytest.mark.parametrize(
    "change",
    [
        "body = 'すり替え'",
        "last_day = '2099-12-31'",
        "city_id = 2",
        "text_hash = 'x'",
        "granted = FALSE",
        "answer = '後から'",
    ],
)
def test_d4_a_granted_exception_is_immutable_in_the_database(session: Session, change: str) -> None:
    a_granted_exception(a_quick_decision())
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE decision_exceptions SET {change}"))
    session.rollback()
    with pytest.raises(IntegrityError):
        session.execute(text("DELETE FROM decision_exceptions"))
    session.rollback()


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("ck_decision_exceptions_ended_early", "ended_on = last_day, ended_at = asked_at, end_reason = 'x'"),
        ("ck_decision_exceptions_end_has_reason", "ended_on = '2026-01-01', ended_at = asked_at"),
        ("ck_decision_exceptions_ended", "ended_on = '2026-01-01'"),
    ],
)
def test_d4_an_end_that_makes_no_sense_is_refused_by_the_database(
    session: Session, constraint: str, change: str
) -> None:
    a_granted_exception(a_quick_decision())
    with pytest.raises(IntegrityError, match=constraint):
        session.execute(text(f"UPDATE decision_exceptions SET {change}"))
    session.rollback()


def test_d4_a_refusal_without_a_reason_is_refused_by_the_database(session: Session) -> None:
    an_exception(a_quick_decision())
    for constraint, change in (
        ("ck_decision_exceptions_refusal_has_reason", "granted = FALSE, answered_at = asked_at"),
        ("ck_decision_exceptions_answered", "granted = TRUE"),
    ):
        with pytest.raises(IntegrityError, match=constraint):
            session.execute(text(f"UPDATE decision_exceptions SET {change}"))
        session.rollback()


def answers(
    exception: DecisionException, person: User, *, granted: bool = True, reason: str = ""
) -> DecisionException:
    """A person answers an exception."""
    exception_id = exception.id
    with transaction():
        return answer_exception(exception_id, person, granted=granted, reason=reason)


def _asking(decision: Decision, person_id: int) -> Callable[[], int]:
    """The act from a session of its own."""
    decision_id, last_day = decision.id, decision.effective_on + 60 * DAY
    return lambda: (
        ask_exception(
            decision_id,
            db.session.get_one(User, person_id),
            body=BODY,
            reason=REASON,
            last_day=max(last_day, tokyo_date(now()) + DAY),
        ).id
    )
