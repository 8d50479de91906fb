"""The adoption ledger: items close with evidence, a city then works by the decision (D5, D6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.adoption import close_item
from app.clock import now
from app.domain.adoption import ItemKind
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.force import StandingKind
from app.domain.roles import MembershipKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Adoption, AdoptionItem, Event, User
from app.queries.adoption import items_of_city
from app.queries.decisions.force import standing_for
from tests.builders.adoption import (
    EVIDENCE,
    REASON,
    a_published_decision,
    adds,
    closes,
    closes_all,
    item_of,
    takes_back,
    voices_of,
)
from tests.builders.council import (
    a_chair,
    a_city,
    a_group,
    a_secretary,
    three_cities,
)
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition, reopened
from tests.builders.signoff import an_escalation, sign_all
from tests.conftest import Installation
from tests.support.races import race

DAY = timedelta(days=1)


def test_the_last_city_completes_the_matter(session: Session) -> None:
    decision = a_published_decision()
    voices = voices_of(decision)
    for voice in voices[:2]:
        closes_all(voice, decision)
    assert decision.difference.stage is Stage.PUBLISHED

    closes_all(voices[2], decision)
    assert decision.difference.stage is Stage.COMPLETED
    assert len(events(session, EventKind.ADOPTED)) == 3
    completed = events(session, EventKind.DIFFERENCE_COMPLETED)
    assert [(event.actor_id, event.after["number"]) for event in completed] == [(None, decision.number)]


def test_a_matter_that_every_city_implemented_before_is_complete_when_it_is_published(
    session: Session,
) -> None:
    decision = a_quick_decision()
    for voice in voices_of(decision):
        closes_all(voice, decision)
    assert decision.difference.stage is Stage.DECIDED

    an_edition()
    session.expire_all()
    assert decision.difference.stage is Stage.COMPLETED


def test_d5_a_city_has_adopted_only_when_every_mandatory_item_is_closed(session: Session) -> None:
    decision = sign_all(an_escalation())
    voice = voices_of(decision)[0]
    closes(item_of(decision, voice, ItemKind.NOTICE), voice)
    assert adoptions(session) == []

    closes(item_of(decision, voice, ItemKind.ORDINANCE), voice)
    assert [adoption.city_id for adoption in adoptions(session)] == [voice.city_id]


def test_d6_a_decision_comes_into_force_in_a_city_with_its_ordinance_item_even_past_the_date(
    session: Session,
) -> None:
    decision = sign_all(an_escalation())
    voice, other = voices_of(decision)[:2]
    clock.travel(timedelta(days=max(0, (decision.effective_on - tokyo_date(now())).days) + 40))

    def kind(person: User) -> StandingKind:
        assert person.city is not None
        return standing_for(person.city, tokyo_date(now()))[decision.difference_id].kind

    assert kind(voice) is StandingKind.TRANSITION
    ordinance = item_of(decision, voice, ItemKind.ORDINANCE)
    closes(ordinance, voice)
    assert (kind(voice), kind(other)) == (StandingKind.DECISION, StandingKind.TRANSITION)
    clock.travel(DAY)
    takes_back(ordinance, voice)
    assert kind(voice) is StandingKind.TRANSITION


def test_d5_removing_evidence_reverts_the_adoption_with_an_event_and_the_stage_stays(
    session: Session,
) -> None:
    decision = a_published_decision()
    voices = voices_of(decision)
    for voice in voices:
        closes_all(voice, decision)
    item = item_of(decision, voices[0])
    takes_back(item, voices[0])

    assert {adoption.city_id for adoption in adoptions(session)} == {v.city_id for v in voices[1:]}
    assert [event.after["reason"] for event in events(session, EventKind.ADOPTION_REVERTED)] == [REASON]
    assert decision.difference.stage is Stage.COMPLETED
    assert [each.words for each in item.evidence] == [EVIDENCE]
    closes(item, voices[0])
    assert len(adoptions(session)) == 3
    assert len(events(session, EventKind.DIFFERENCE_COMPLETED)) == 1


def test_d5_a_mandatory_item_that_is_added_reverts_the_adoption_an_optional_one_does_not(
    session: Session,
) -> None:
    decision = a_published_decision()
    voice = voices_of(decision)[0]
    closes_all(voice, decision)
    adds(decision, voice, a_secretary(), ItemKind.TRAINING, mandatory=False)
    assert len(adoptions(session)) == 1

    adds(decision, voice, a_chair(decision.group), ItemKind.FORM)
    assert adoptions(session) == []
    closes_all(voice, decision)
    assert len(adoptions(session)) == 1


def test_d5_laying_the_items_again_adds_none(session: Session) -> None:
    decision = a_quick_decision()
    voice = voices_of(decision)[0]
    adds(decision, voice, voice, ItemKind.NOTICE)

    assert len(items_of_city(decision, voice.city_id or 0)) == 2
    assert len(session.scalars(select(AdoptionItem)).unique().all()) == 4


def test_an_associate_is_not_waited_for(session: Session) -> None:
    group = a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])
    decision = a_published_decision(group)
    for voice in voices_of(decision):
        closes_all(voice, decision)

    assert decision.difference.stage is Stage.COMPLETED


def test_d3_a_city_goes_on_implementing_while_the_matter_is_discussed_again(session: Session) -> None:
    decision = a_published_decision()
    voice = voices_of(decision)[0]
    reopened(decision)
    assert closes(item_of(decision, voice), voice).proof is not None


@pytest.mark.race
def test_the_last_two_cities_at_once_complete_it_once(installation: Installation, session: Session) -> None:
    decision = a_published_decision()
    first, *others = voices_of(decision)
    closes_all(first, decision)
    acts = [_closing(item_of(decision, person).id, person.id) for person in others]
    ends = race(installation.database, acts)

    assert not any(isinstance(end, Exception) for end in ends), ends
    session.rollback()
    assert decision.difference.stage is Stage.COMPLETED
    assert len(events(session, EventKind.DIFFERENCE_COMPLETED)) == 1


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
