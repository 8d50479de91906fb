"""A city's current practice: stated with its source, revised, never overwritten."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.differences import PracticeConflict, hold, state_practice
from app.clock import now
from app.domain.attachments import Upload
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.roles import MembershipKind
from app.models import Attachment, Event, Practice
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_manager,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.differences import a_practice, a_surveying_difference


def test_a_statement_is_kept_with_who_when_and_where_it_is_written(session: Session) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)

    practice = a_practice(
        difference,
        city,
        "一月末に発送する。\r\n",
        person,
        source=" 手引き ",
        legal_basis="学校教育法施行令第5条",
        yearly_volume=1530,
    )

    revision = practice.current
    assert (revision.number, revision.body, revision.source) == (1, "一月末に発送する。", "手引き")
    assert (revision.yearly_volume, revision.is_example, revision.instruction) == (1530, False, "")
    assert (revision.stated_by_id, revision.stated_by_printed) == (person.id, person.printed)
    event = session.scalars(select(Event).where(Event.kind == EventKind.PRACTICE_STATED)).one()
    assert (event.city_id, event.on_behalf_of_id) == (city.id, None)
    assert (event.before["revision"], event.after["revision"]) == (0, 1)


def test_every_revision_is_kept_and_the_last_one_counts(session: Session) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)

    for body in ("一月に発送する。", "二月に発送する。", "一月に発送する。"):
        practice = a_practice(difference, city, body, person)

    assert practice.current.number == 3
    assert [revision.body[:2] for revision in practice.revisions] == ["一月", "二月", "一月"]


def test_l7_the_same_statement_again_leaves_no_trace(session: Session) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)
    a_practice(difference, city, "一月に発送する。", person)

    practice = a_practice(difference, city, "一月に発送する。 \n", person)

    assert practice.last_revision == 1
    assert _count(session, EventKind.PRACTICE_STATED) == 1


def test_b15_the_same_form_sent_twice_makes_one_revision(session: Session) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)

    a_practice(difference, city, "一月に発送する。", person, base=0, key="form-1")
    again = a_practice(difference, city, "一月に発送する。", person, base=0, key="form-1")

    assert again.last_revision == 1
    assert _count(session, EventKind.PRACTICE_STATED) == 1


def test_two_colleagues_at_once_the_second_learns_of_the_first(session: Session) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    first, second = a_representative(difference.group, city), a_deputy(difference.group, city)
    a_practice(difference, city, "一月に発送する。", first, base=0)

    with pytest.raises(PracticeConflict) as conflict:
        a_practice(difference, city, "二月に発送する。", second, base=0)

    assert conflict.value.theirs.number == 1
    assert _count(session, EventKind.PRACTICE_STATED) == 1


def test_the_secretariat_states_on_the_citys_instruction_and_both_names_stand(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    city = difference.group.cities[0].city

    with pytest.raises(Invalid) as invalid:
        a_practice(difference, city, author=secretary, instruction=" 　")
    practice = a_practice(difference, city, author=secretary, instruction="学務課長から電話で依頼")

    assert invalid.value.field == "instruction"
    assert practice.current.instruction == "学務課長から電話で依頼"
    event = session.scalars(select(Event).where(Event.kind == EventKind.PRACTICE_STATED)).one()
    assert (event.actor_id, event.on_behalf_of_id) == (secretary.id, city.id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", "　\n> \n"),
        ("body", "長" * 40_000),
        ("yearly_volume", -1),
        ("source", "長" * 301),
        ("legal_basis", "長" * 301),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(session: Session, field: str, value: object) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)
    said = {"body": "一月に発送する。", field: value}

    with pytest.raises(Invalid) as invalid, transaction():
        state_practice(difference.number, city.id, person, **said)  # type: ignore[arg-type]

    assert invalid.value.field == field
    assert session.scalar(select(func.count()).select_from(Practice)) == 0


def test_files_stand_beside_the_revision_they_came_with(session: Session) -> None:
    difference = a_surveying_difference()
    city = difference.group.cities[0].city
    person = a_representative(difference.group, city)
    a_practice(difference, city, "一月に発送する。", person)

    practice = a_practice(
        difference, city, "一月に発送する。", person, files=[Upload("手引き.txt", "一月末".encode())]
    )

    kept = session.scalars(select(Attachment)).one()
    assert (kept.practice_revision_id, kept.difference_id) == (practice.current.id, difference.id)
    assert practice.current.number == 2, "a file is a change"


def test_a_citys_people_state_for_their_own_city_only(session: Session) -> None:
    cities = three_cities()
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    group, elsewhere = a_group([*cities, associate]), a_group(cities, code="TAX-01")
    difference = a_surveying_difference(group)
    home, neighbour = cities[0], cities[1]
    may = [a_representative(group, home), a_deputy(group, home), a_member(group, home), a_chair(group, home)]
    may_not = [
        a_representative(group, neighbour),
        a_representative(elsewhere, home),
        an_observer(group, home),
        a_manager(home),
        a_person(home),
        a_partner(group),
        a_person(administrator=True),
    ]

    for number, person in enumerate(may):
        assert a_practice(difference, home, f"第{number}の方法で行う。", person).city == home
    a_practice(difference, associate, "郵送で行う。", a_member(group, associate))
    for person in may_not[:-1]:
        with pytest.raises(Refused) as refused:
            a_practice(difference, home, "別の方法で行う。", person)
        assert refused.value.verdict.ground is Ground.PERSON


def test_a_city_outside_the_group_states_nothing(session: Session) -> None:
    difference, outside, secretary = a_surveying_difference(), a_city("小金井市"), a_secretary()

    with pytest.raises(Refused) as refused:
        a_practice(difference, outside, author=secretary, instruction="電話")
    with pytest.raises(NotFound), transaction():
        state_practice(difference.number, 4711, secretary, body="郵送で行う。", instruction="電話")

    assert refused.value.verdict.code == "city_not_in_group"


def test_a_held_difference_takes_no_statement(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    with transaction():
        hold(difference.number, secretary, reason="国の通知待ち", review_on=tokyo_date(now()))

    with pytest.raises(Refused) as refused:
        a_practice(difference, difference.group.cities[0].city, author=secretary, instruction="電話")

    assert refused.value.verdict.code == "held"


def _count(session: Session, kind: EventKind) -> int:
    return session.scalar(select(func.count()).where(Event.kind == kind)) or 0
