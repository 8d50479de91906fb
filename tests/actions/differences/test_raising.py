"""Raising a difference and correcting what it says about itself."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.differences import change_difference, raise_difference
from app.domain.differences import DifferenceKind
from app.domain.events import EventKind
from app.domain.roles import MembershipKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Difference, Event, StandardBusiness, User
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.transaction import transaction
from tests.builders.council import (
    a_city,
    a_group,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.differences import WHY, a_difference, put_at


def _raise(group_id: int, actor: User, title: str = "通知の時期", key: str = "") -> Difference:
    with transaction():
        return raise_difference(group_id, actor, title=title, kind=DifferenceKind.NOTICE, why=WHY, key=key)


def test_a_difference_begins_raised_with_the_next_number_of_its_group(session: Session) -> None:
    group, other = a_group(), a_group([], code="TAX-01")
    secretary = a_secretary()

    first, second = _raise(group.id, secretary), _raise(group.id, secretary)
    elsewhere = _raise(other.id, secretary)

    assert [d.number for d in (first, second, elsewhere)] == ["EDU-02-001", "EDU-02-002", "TAX-01-001"]
    assert first.stage is Stage.RAISED
    assert (first.cycle, first.stage_serial, first.raised_by) == (1, 0, secretary)


def test_a_number_is_never_used_again(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    put_at(_raise(group.id, secretary), Stage.WITHDRAWN)

    assert _raise(group.id, secretary).number == "EDU-02-002"


def test_l7_raising_leaves_one_event_with_the_facts(session: Session) -> None:
    difference = _raise(a_group().id, a_secretary())

    event = session.scalars(select(Event)).one()
    assert event.kind is EventKind.DIFFERENCE_RAISED
    assert (event.difference_id, event.subject_id) == (difference.id, difference.id)
    assert event.after["number"] == "EDU-02-001"
    assert event.after["stage"] == "raised"


def test_b15_the_same_form_sent_twice_raises_one_difference(session: Session) -> None:
    group, secretary = a_group(), a_secretary()

    first = _raise(group.id, secretary, key="form-1")
    again = _raise(group.id, secretary, key="form-1")

    assert again.id == first.id
    assert session.scalar(select(func.count()).select_from(Difference)) == 1
    assert session.scalar(select(func.count()).select_from(Event)) == 1


def test_links_to_the_national_standard_are_kept(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    with transaction():
        businesses = [StandardBusiness(name=name) for name in ("就学", "児童手当")]
        db.session.add_all(businesses)
    wanted = [businesses[0].id]

    with transaction():
        difference = raise_difference(
            group.id, secretary, title="通知", kind=DifferenceKind.FORM, why=WHY, standard_ids=wanted
        )

    assert [standard.name for standard in difference.standards] == ["就学"]


@pytest.mark.parametrize(
    ("title", "why", "field"),
    [
        ("", WHY, "title"),
        ("　 ", WHY, "title"),
        ("題" * 121, WHY, "title"),
        ("題", "", "why"),
        ("題", "　\n* \n", "why"),
        ("題", "長" * 40_000, "why"),
    ],
)
def test_title_and_reasons_are_needed_in_words(session: Session, title: str, why: str, field: str) -> None:
    group, secretary = a_group(), a_secretary()

    with pytest.raises(Invalid) as invalid, transaction():
        raise_difference(group.id, secretary, title=title, kind=DifferenceKind.FORM, why=why)

    assert invalid.value.field == field
    assert session.scalar(select(func.count()).select_from(Difference)) == 0


def test_every_person_of_the_group_raises_and_nobody_else(session: Session) -> None:
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    cities = three_cities()
    group, elsewhere = a_group([*cities, associate]), a_group(cities, code="TAX-01")
    people = [
        a_member(group, cities[0]),
        an_observer(group, cities[1]),
        a_member(group, associate),
        a_partner(group),
    ]
    strangers = [a_person(cities[0]), a_representative(elsewhere, cities[0]), a_partner(elsewhere)]

    for person in people:
        assert _raise(group.id, person).raised_by == person
    for stranger in strangers:
        with pytest.raises(Refused) as refused:
            _raise(group.id, stranger)
        assert refused.value.verdict.ground is Ground.PERSON


def test_nothing_is_raised_in_a_group_that_ended_or_does_not_exist(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    with transaction():
        group.active = False

    with pytest.raises(Refused) as refused:
        _raise(group.id, secretary)
    assert refused.value.verdict.code == "group_closed"
    with pytest.raises(NotFound):
        _raise(4711, secretary)


def test_a_correction_keeps_the_wording_before_it_in_one_event(session: Session) -> None:
    difference, secretary = a_difference(title="旧題"), a_secretary()

    with transaction():
        change_difference(difference.number, secretary, title="新題", kind=difference.kind, why=WHY)

    event = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert (event.kind, event.before, event.after) == (
        EventKind.DIFFERENCE_CHANGED,
        {"title": "旧題"},
        {"title": "新題"},
    )
    assert difference.stage_serial == 1


def test_l7_saving_without_a_change_leaves_no_trace(session: Session) -> None:
    difference, secretary = a_difference(title="題"), a_secretary()

    with transaction():
        change_difference(difference.number, secretary, title=" 題 ", kind=difference.kind, why=WHY + "\r\n")

    assert session.scalar(select(func.count()).select_from(Event)) == 1
    assert difference.stage_serial == 0


@pytest.mark.parametrize("stage", [Stage.VOTING, Stage.DECIDED, Stage.WITHDRAWN])
def test_nothing_is_corrected_once_a_ballot_began_or_it_ended(session: Session, stage: Stage) -> None:
    difference, secretary = put_at(a_difference(), stage), a_secretary()

    with pytest.raises(Refused) as refused, transaction():
        change_difference(difference.number, secretary, title="新題", kind=difference.kind, why=WHY)

    assert refused.value.verdict.code == "not_at_this_stage"
