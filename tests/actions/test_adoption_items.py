"""Items of the adoption ledger: who closes them and opens them again, once, and what the database keeps (D5)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.adoption import close_item
from app.clock import now
from app.domain.adoption import ItemKind
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.roles import MembershipKind
from app.extensions import db
from app.models import Adoption, Event, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.transaction import transaction
from tests.builders.adoption import (
    EVIDENCE,
    a_published_decision,
    adds,
    closes,
    item_of,
    takes_back,
    voices_of,
)
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_member,
    a_partner,
    a_representative,
    a_secretary,
    three_cities,
)
from tests.builders.manual import a_later_decision
from tests.conftest import Installation
from tests.support.races import race

DAY = timedelta(days=1)
COPY_EVIDENCE = """INSERT INTO adoption_evidence
(item_id, done_on, words, recorded_by_id, recorded_by_printed, recorded_at, removed_by_printed, removal_reason)
SELECT item_id, done_on, words, recorded_by_id, recorded_by_printed, recorded_at, '', '' FROM adoption_evidence"""
COPY_ITEMS = """INSERT INTO adoption_items
(decision_id, city_id, kind, task, mandatory, due_on, added_by_printed, added_at)
SELECT decision_id, city_id, kind, task, mandatory, due_on, '', added_at FROM adoption_items"""


def test_only_the_voice_of_the_city_closes_its_items(session: Session) -> None:
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    decision = a_published_decision(a_group([*three_cities(), associate]))
    group, (city, other) = decision.group, [place.city for place in decision.group.cities[:2]]
    item = item_of(decision, a_representative(group, city))
    for person in (
        a_member(group, city),
        a_chair(group, city),
        a_partner(group),
        a_secretary(),
        a_representative(group, associate),
        a_representative(group, other),
    ):
        with pytest.raises(Refused) as refused:
            closes(item, person)
        assert (refused.value.verdict.ground, refused.value.verdict.code) == (
            Ground.PERSON,
            "representative_only",
        )
    assert closes(item, a_deputy(group, city)).proof is not None


def test_only_the_city_and_those_who_lead_add_items_and_take_evidence_back(session: Session) -> None:
    decision = a_published_decision()
    first, second = voices_of(decision)[:2]
    item = closes(item_of(decision, first), first)
    for person in (second, a_member(decision.group, decision.group.cities[0].city)):
        with pytest.raises(Refused) as refused:
            takes_back(item, person)
        assert refused.value.verdict.code == "city_or_lead_only"
        with pytest.raises(Refused):
            adds(decision, first, person, ItemKind.FORM)
    assert takes_back(item, a_secretary()).proof is None


def test_an_item_is_closed_once_and_opened_once(session: Session) -> None:
    decision = a_published_decision()
    voice = voices_of(decision)[0]
    item = item_of(decision, voice)
    for act, code in ((takes_back, "item_not_closed"), (closes, "item_closed_already")):
        with pytest.raises(Refused) as refused:
            act(item, voice)
        assert refused.value.verdict.code == code
        if act is takes_back:
            closes(item, voice)


def test_nobody_works_on_the_items_of_a_decision_that_a_later_one_replaced(session: Session) -> None:
    decision = a_published_decision()
    voice = voices_of(decision)[0]
    a_later_decision(decision)
    with pytest.raises(Refused) as refused:
        closes(item_of(decision, voice), voice)
    assert refused.value.verdict.code == "later_decision_stands"


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"evidence": " 　-"}, "evidence", "evidence_required"),
        ({"days": 1}, "done_on", "not_in_the_future"),
    ],
)
def test_d5_closing_needs_a_day_that_has_come_and_evidence(
    session: Session, typed: dict[str, object], field: str, code: str
) -> None:
    decision = a_published_decision()
    voice = voices_of(decision)[0]
    with pytest.raises(Invalid) as invalid:
        closes(item_of(decision, voice), voice, **typed)  # type: ignore[arg-type]

    assert (invalid.value.field, invalid.value.code) == (field, code)
    assert adoptions(session) == []


def test_b15_a_form_sent_twice_closes_once(session: Session) -> None:
    decision = a_published_decision()
    voice = voices_of(decision)[0]
    item_id = item_of(decision, voice).id
    for _ in range(2):
        with transaction():
            close_item(item_id, voice, done_on=tokyo_date(now()), evidence=EVIDENCE, key="one form")
    assert len(events(session, EventKind.ADOPTION_ITEM_CLOSED)) == 1


@pytest.mark.race
def test_l2_two_people_of_one_city_leave_one_evidence(installation: Installation, session: Session) -> None:
    decision = a_published_decision()
    city = decision.group.cities[0].city
    people = [a_representative(decision.group, city), a_deputy(decision.group, city)]
    item_id = item_of(decision, people[0]).id
    ends = race(installation.database, [_closing(item_id, person.id) for person in people])

    assert sorted(type(end).__name__ for end in ends) == ["Refused", "int"]
    session.rollback()
    assert len(adoptions(session)) == 1


def test_an_unknown_item_is_not_found(session: Session) -> None:
    person = a_secretary()
    with pytest.raises(NotFound), transaction():
        close_item(99, person, done_on=tokyo_date(clock.now()), evidence=EVIDENCE)


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE adoption_evidence SET words = 'すり替え'",
        "UPDATE adoption_evidence SET removed_at = recorded_at",
        "DELETE FROM adoption_evidence",
        "DELETE FROM adoption_items",
        COPY_EVIDENCE,
        COPY_ITEMS,
    ],
)
def test_d5_the_database_keeps_evidence_and_items_as_they_are(session: Session, write: str) -> None:
    decision = a_published_decision()
    voice = voices_of(decision)[0]
    closes(item_of(decision, voice), voice)
    with pytest.raises(IntegrityError):
        session.execute(text(write))
    session.rollback()


def adoptions(session: Session) -> list[Adoption]:
    """Every city's adoption, as committed now."""
    session.expire_all()
    return list(session.scalars(select(Adoption).order_by(Adoption.id)).unique())


def events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def _closing(item_id: int, person_id: int) -> Callable[[], int]:
    """The act from a session of its own."""
    return lambda: (
        close_item(
            item_id,
            db.session.get_one(User, person_id),
            done_on=tokyo_date(clock.now()),
            evidence=EVIDENCE,
        ).id
    )
