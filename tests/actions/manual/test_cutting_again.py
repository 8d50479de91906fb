"""Cutting editions: twice, at once, with which day and note, by whom, and who is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.manual import cut_edition
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import UserKind
from app.extensions import db
from app.models import Edition, Event, Notice, User
from app.policies.verdicts import Ground, Invalid, Refused
from tests.builders.council import a_chair, a_group, a_person, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import (
    NOTE,
    a_section,
    a_text,
    an_edition,
)
from tests.conftest import Installation
from tests.support.races import race


def test_an_edition_that_says_nothing_new_is_refused(session: Session) -> None:
    with pytest.raises(Refused) as empty:
        an_edition()
    assert empty.value.verdict.code == "manual_is_empty"

    a_quick_decision()
    an_edition()
    with pytest.raises(Refused) as again:
        an_edition()
    assert (again.value.verdict.code, again.value.verdict.ground) == ("nothing_new_to_publish", Ground.TIME)
    assert len(session.scalars(select(Edition)).all()) == 1


def test_b15_a_form_sent_twice_cuts_once(session: Session) -> None:
    a_quick_decision()
    secretary = a_secretary()
    first, second = an_edition(secretary, key="once"), an_edition(secretary, key="once")

    assert first.id == second.id
    assert len(_events(session, EventKind.EDITION_CUT)) == 1


@pytest.mark.race
def test_two_cuts_at_once_leave_one_edition(installation: Installation, session: Session) -> None:
    a_quick_decision()
    ends = race(installation.database, [_cutting(a_secretary().id), _cutting(a_secretary().id)])

    assert sorted(type(end).__name__ for end in ends) == ["Refused", "int"]
    refused = next(end for end in ends if isinstance(end, Refused))
    assert refused.verdict.code in {"nothing_new_to_publish", "conflict", "busy"}
    session.rollback()
    assert [edition.number for edition in session.scalars(select(Edition))] == [1]
    assert len(_events(session, EventKind.DIFFERENCE_PUBLISHED)) == 1


def test_an_edition_has_a_day_on_which_its_decisions_are_in_force(session: Session) -> None:
    earlier = a_quick_decision()
    today = tokyo_date(clock.now())
    for day, code in (
        (today + timedelta(days=1), "not_in_the_future"),
        (tokyo_date(earlier.decided_at) - timedelta(days=1), "before_last_decision"),
    ):
        with pytest.raises(Invalid) as invalid:
            an_edition(published_on=day)
        assert (invalid.value.field, invalid.value.code) == ("published_on", code)

    clock.travel(timedelta(days=3))
    assert an_edition(published_on=today).published_on == today


def test_an_edition_is_not_older_than_the_one_before(session: Session) -> None:
    decision = a_quick_decision()
    clock.travel(timedelta(days=3))
    an_edition()
    a_text(a_section(decision.group))
    with pytest.raises(Invalid) as invalid:
        an_edition(published_on=tokyo_date(clock.now()) - timedelta(days=1))

    assert invalid.value.code == "before_last_edition"


@pytest.mark.parametrize("note", ["", " 　", "---", "1"])
def test_an_edition_says_what_is_new(session: Session, note: str) -> None:
    a_quick_decision()
    with pytest.raises(Invalid) as invalid:
        an_edition(note=note)

    assert (invalid.value.field, invalid.value.code) == ("note", "edition_note_required")


def test_only_the_secretariat_cuts_an_edition(session: Session) -> None:
    decision = a_quick_decision()
    city = decision.group.cities[0].city
    people = [
        a_representative(decision.group, city),
        a_chair(decision.group, city),
        a_person(kind=UserKind.PARTNER),
    ]
    for person in people:
        with pytest.raises(Refused) as refused:
            an_edition(person)
        assert (refused.value.verdict.ground, refused.value.verdict.code) == (
            Ground.PERSON,
            "secretariat_only",
        )


def test_the_people_of_the_groups_whose_chapters_changed_are_told_once(session: Session) -> None:
    decision = a_quick_decision()
    other = a_group([city.city for city in decision.group.cities], code="TAX-01")
    stranger = a_chair(other)
    people = [a_representative(decision.group, place.city) for place in decision.group.cities]
    people.append(a_chair(decision.group, people[0].city))
    edition = an_edition()

    told = session.scalars(select(Notice).where(Notice.kind == NoticeKind.EDITION_CUT)).all()
    assert {notice.user_id for notice in told} == {person.id for person in people}
    assert stranger.id not in {notice.user_id for notice in told}
    assert {notice.subject_id for notice in told} == {edition.id}


def _cutting(person_id: int) -> Callable[[], int]:
    """An act that cuts an edition from a session of its own."""
    return lambda: cut_edition(db.session.get_one(User, person_id), note=NOTE).number


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
