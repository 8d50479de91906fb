"""A city says that it works by a decision: who may, when, with what; the last one completes the matter."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.adoption import adopt
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.roles import MembershipKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Adoption, Decision, Event, Group, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.transaction import transaction
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
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition, reopened
from tests.conftest import Installation
from tests.support.races import race

EVIDENCE = "窓口の手順書を差し替え、庁内に周知した。"


def test_the_last_city_completes_the_matter(session: Session) -> None:
    decision = a_published_decision()
    voices = voices_of(decision)
    for voice in voices[:2]:
        says(decision, voice)
    assert stage_of(decision) is Stage.PUBLISHED

    says(decision, voices[2])
    assert stage_of(decision) is Stage.COMPLETED
    assert len(events(session, EventKind.ADOPTED)) == 3
    completed = events(session, EventKind.DIFFERENCE_COMPLETED)
    assert [(event.actor_id, event.after["number"]) for event in completed] == [(None, decision.number)]


def test_a_deputy_speaks_for_the_city_too(session: Session) -> None:
    decision = a_published_decision()
    deputy = a_deputy(decision.group, decision.group.cities[0].city)
    adoption = says(decision, deputy)

    assert adoption.city_id == deputy.city_id
    assert (adoption.recorded_by_printed, adoption.evidence) == (deputy.printed, EVIDENCE)


def test_an_associate_is_not_waited_for(session: Session) -> None:
    group = a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])
    decision = a_published_decision(group)
    for voice in voices_of(decision):
        says(decision, voice)

    assert decision.difference.stage is Stage.COMPLETED


def test_only_a_representative_or_deputy_of_a_member_city_says_so(session: Session) -> None:
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    decision = a_published_decision(a_group([*three_cities(), associate]))
    group, city = decision.group, decision.group.cities[0].city
    for person in (
        a_member(group, city),
        a_chair(group, city),
        a_partner(group),
        a_secretary(),
        a_representative(group, associate),
    ):
        with pytest.raises(Refused) as refused:
            says(decision, person)
        assert (refused.value.verdict.ground, refused.value.verdict.code) == (
            Ground.PERSON,
            "representative_only",
        )


def test_a_city_says_so_once_and_only_of_what_is_published(session: Session) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    with pytest.raises(Refused) as early:
        says(decision, voice)
    assert early.value.verdict.code == "not_published_yet"

    an_edition()
    says(decision, voice)
    with pytest.raises(Refused) as twice:
        says(decision, voice)
    assert twice.value.verdict.code == "already_adopted"


def test_nobody_adopts_what_is_discussed_again(session: Session) -> None:
    decision = a_published_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    reopened(decision)
    with pytest.raises(Refused) as refused:
        says(decision, voice)

    assert refused.value.verdict.code == "discussed_again"


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"evidence": " 　-"}, "evidence", "evidence_required"),
        ({"days": 1}, "adopted_on", "not_in_the_future"),
    ],
)
def test_an_adoption_has_a_day_that_has_come_and_evidence(
    session: Session, typed: dict[str, object], field: str, code: str
) -> None:
    decision = a_published_decision()
    with pytest.raises(Invalid) as invalid:
        says(decision, voices_of(decision)[0], **typed)  # type: ignore[arg-type]

    assert (invalid.value.field, invalid.value.code) == (field, code)
    assert session.scalars(select(Adoption)).all() == []


@pytest.mark.race
def test_l2_two_people_of_one_city_leave_one_word(installation: Installation, session: Session) -> None:
    decision = a_published_decision()
    city = decision.group.cities[0].city
    people = [a_representative(decision.group, city), a_deputy(decision.group, city)]
    ends = race(installation.database, [_saying(decision.id, person.id) for person in people])

    assert sorted(type(end).__name__ for end in ends) == ["Refused", "int"]
    session.rollback()
    assert len(session.scalars(select(Adoption)).all()) == 1


@pytest.mark.race
def test_the_last_two_cities_at_once_complete_it_once(installation: Installation, session: Session) -> None:
    decision = a_published_decision()
    first, *others = voices_of(decision)
    says(decision, first)
    ends = race(installation.database, [_saying(decision.id, person.id) for person in others])

    assert not any(isinstance(end, Exception) for end in ends), ends
    session.rollback()
    assert decision.difference.stage is Stage.COMPLETED
    assert len(events(session, EventKind.DIFFERENCE_COMPLETED)) == 1


def test_an_unknown_decision_is_not_found(session: Session) -> None:
    person = a_secretary()
    with pytest.raises(NotFound), transaction():
        adopt(99, person, adopted_on=tokyo_date(clock.now()), evidence=EVIDENCE)


def a_published_decision(group: Group | None = None) -> Decision:
    """A decision in an edition of the manual."""
    decision = a_quick_decision(group)
    an_edition()
    return decision


def voices_of(decision: Decision) -> list[User]:
    """A representative of every member city."""
    cities = decision.group.voting_cities_at(clock.now())
    return [a_representative(decision.group, city) for city in cities]


def says(decision: Decision, person: User, *, evidence: str = EVIDENCE, days: int = 0) -> Adoption:
    """A person says it for the city."""
    day = tokyo_date(clock.now()) + timedelta(days=days)
    with transaction():
        return adopt(decision.id, person, adopted_on=day, evidence=evidence)


def stage_of(decision: Decision) -> Stage:
    """Where the matter stands now."""
    return decision.difference.stage


def events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def _saying(decision_id: int, person_id: int) -> Callable[[], int]:
    """The act from a session of its own."""
    return lambda: (
        adopt(
            decision_id,
            db.session.get_one(User, person_id),
            adopted_on=tokyo_date(clock.now()),
            evidence=EVIDENCE,
        ).id
    )
