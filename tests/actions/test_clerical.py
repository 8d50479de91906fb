"""Clerical corrections: the decision stays, a city's objection stops one, the clock makes it hold (D2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app import clock
from app.actions.clerical import object_to_correction, propose_correction
from app.clock import now
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.clerical import CorrectionState, Guarded
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.extensions import db
from app.models import ClericalCorrection, Decision, Event, Notice, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.decisions.clerical import corrections_in_effect
from app.queries.decisions.page import is_intact
from app.transaction import transaction
from tests.builders.clerical import BODY, TYPO, a_correction
from tests.builders.council import a_chair, a_deputy, a_member, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.conftest import Installation
from tests.support.races import race

WHY = "語を選んで用いたものであるため。"


@pytest.fixture
def decision(session: Session) -> Decision:
    """A decision in whose text a particle stands twice."""
    return a_quick_decision(body=BODY)


def test_d2_a_correction_leaves_the_decision_as_it_is(session: Session, decision: Decision) -> None:
    correction = a_correction(decision)
    clock.travel(correction.objections_until - now())

    session.expire_all()
    assert correction.state_at(now()) is CorrectionState.IN_EFFECT
    assert decision.body == BODY
    assert is_intact(decision)


def test_it_holds_by_the_clock_after_the_councils_days(session: Session, decision: Decision) -> None:
    correction = a_correction(decision)
    until = end_of_day_tokyo(tokyo_date(now()) + timedelta(days=14))

    assert correction.objections_until == until
    assert corrections_in_effect([decision.id], until - timedelta(seconds=1)) == {}
    assert corrections_in_effect([decision.id], until) == {decision.id: [correction]}


@pytest.mark.parametrize("who", [a_representative, a_deputy])
def test_any_member_city_stops_it_until_the_last_moment(
    session: Session, decision: Decision, who: Callable[..., User]
) -> None:
    correction = a_correction(decision)
    person = who(decision.group, decision.group.cities[2].city)
    clock.travel(correction.objections_until - now() - timedelta(seconds=1))
    with transaction():
        object_to_correction(correction.id, person, reason=WHY)
    clock.travel(timedelta(days=1))

    assert correction.state_at(now()) is CorrectionState.STOPPED
    assert (correction.city_id, correction.stopped_by_printed) == (person.city_id, person.printed)
    assert corrections_in_effect([decision.id], now()) == {}


def test_nobody_stops_what_holds(session: Session, decision: Decision) -> None:
    correction = a_correction(decision)
    person = a_representative(decision.group, decision.group.cities[0].city)
    clock.travel(correction.objections_until - now())
    with pytest.raises(Refused) as refused, transaction():
        object_to_correction(correction.id, person, reason=WHY)

    assert refused.value.verdict.code == "correction_not_pending"


@pytest.mark.parametrize("who", [a_member, a_chair])
def test_who_speaks_for_no_city_stops_nothing(
    session: Session, decision: Decision, who: Callable[..., User]
) -> None:
    correction = a_correction(decision)
    people = [who(decision.group, decision.group.cities[0].city), a_secretary()]
    for person in people:
        with pytest.raises(Refused) as refused, transaction():
            object_to_correction(correction.id, person, reason=WHY)
        assert refused.value.verdict.ground is Ground.PERSON


@pytest.mark.parametrize("who", [a_representative, a_deputy, a_member])
def test_only_chair_and_secretariat_propose(
    session: Session, decision: Decision, who: Callable[..., User]
) -> None:
    person = who(decision.group, decision.group.cities[0].city)
    with pytest.raises(Refused) as refused:
        a_correction(decision, actor=person)
    assert refused.value.verdict.ground is Ground.PERSON
    assert a_correction(decision, actor=a_chair(decision.group, decision.group.cities[1].city)).number == 1


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("窓口にて", "窓口で", "old", "passage_not_found"),
        ("受け付け", "受付", "old", "passage_not_unique"),
        (TYPO, TYPO, "new", "correction_changes_nothing"),
        (" ", "窓口で", "old", "required"),
        (TYPO, "　", "new", "required"),
        (TYPO, "窓" * 201, "new", "passage_too_long"),
        ("30日以内", "20日以内", "new", "correction_touches"),
    ],
)
def test_what_is_no_slip_of_the_pen_is_refused(
    session: Session, decision: Decision, old: str, new: str, field: str, code: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        a_correction(decision, old, new)

    assert (invalid.value.field, invalid.value.code) == (field, code)
    if code == "correction_touches":
        assert invalid.value.params["kinds"] == (Guarded.DATE,)


def test_each_act_leaves_one_event_and_tells_the_cities(session: Session, decision: Decision) -> None:
    voice = a_representative(decision.group, decision.group.cities[0].city)
    secretary = a_secretary()
    correction = a_correction(decision, actor=secretary)
    with transaction():
        object_to_correction(correction.id, voice, reason=WHY)

    assert _kinds(session) == [EventKind.CLERICAL_CORRECTION_PROPOSED, EventKind.CLERICAL_CORRECTION_STOPPED]
    assert _told(session, NoticeKind.CLERICAL_CORRECTION_PROPOSED) == {voice.id}
    assert _told(session, NoticeKind.CLERICAL_CORRECTION_STOPPED) == {secretary.id}


def test_b15_a_form_sent_twice_proposes_once(session: Session, decision: Decision) -> None:
    secretary = a_secretary()
    made = []
    for _ in range(2):
        with transaction():
            made.append(
                propose_correction(
                    decision.id, secretary, old=TYPO, new="窓口で", reason="重複のため。", key="k"
                ).number
            )

    assert made == [1, 1]
    assert len(session.scalars(select(ClericalCorrection)).all()) == 1


def test_l2_of_two_cities_that_object_at_once_one_is_recorded(
    installation: Installation, session: Session, decision: Decision
) -> None:
    correction_id = a_correction(decision).id
    people = [a_representative(decision.group, place.city).id for place in decision.group.cities[:2]]
    session.rollback()

    def objection(person: int) -> Callable[[], object]:
        return lambda: object_to_correction(correction_id, db.session.get_one(User, person), reason=WHY).id

    outcomes = race(installation.database, [objection(person) for person in people])
    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    assert _kinds(session).count(EventKind.CLERICAL_CORRECTION_STOPPED) == 1


@pytest.mark.parametrize(
    "write",
    [
        update(ClericalCorrection).values(new_passage="x"),
        update(ClericalCorrection).values(objections_until=now() - timedelta(days=1)),
        delete(ClericalCorrection),
    ],
)
def test_no_write_changes_a_correction_past_the_acts(
    session: Session, decision: Decision, write: Any
) -> None:
    a_correction(decision)
    with pytest.raises(Refused), transaction():
        session.execute(write)


def test_what_a_city_stopped_stays_stopped(session: Session, decision: Decision) -> None:
    correction = a_correction(decision)
    voice = a_representative(decision.group, decision.group.cities[0].city)
    with transaction():
        object_to_correction(correction.id, voice, reason=WHY)
    with pytest.raises(Refused), transaction():
        session.execute(update(ClericalCorrection).values(objection="x"))


@pytest.mark.parametrize("values", [{"stopped_at": 0}, {"stopped_at": 0, "objection": WHY}])
def test_the_database_wants_a_whole_objection(
    session: Session, decision: Decision, values: dict[str, Any]
) -> None:
    a_correction(decision)
    with pytest.raises(Refused), transaction():
        session.execute(update(ClericalCorrection).values(**{**values, "stopped_at": now()}))


def _kinds(session: Session) -> list[EventKind]:
    kinds = (EventKind.CLERICAL_CORRECTION_PROPOSED, EventKind.CLERICAL_CORRECTION_STOPPED)
    return list(session.scalars(select(Event.kind).where(Event.kind.in_(kinds)).order_by(Event.id)))


def _told(session: Session, kind: NoticeKind) -> set[int]:
    return set(session.scalars(select(Notice.user_id).where(Notice.kind == kind)))
