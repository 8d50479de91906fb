"""The survey: asking, stating a practice with its revisions, and closing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.differences import PracticeConflict, close_survey, hold, open_survey, state_practice
from app.clock import now
from app.domain.attachments import Upload
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind
from app.domain.workflow import Stage
from app.models import Attachment, Event, Notice, Practice
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
from tests.builders.differences import a_difference, a_practice, a_surveying_difference, all_practices


def test_b27_a_survey_ends_with_the_day_in_tokyo_and_every_city_is_told(session: Session) -> None:
    group = a_group()
    told = [a_representative(group, place.city) for place in group.cities]
    an_observer(group, group.cities[0].city)
    difference, secretary = a_difference(group), a_secretary()

    with transaction():
        open_survey(difference.number, secretary, due_on=date(2026, 12, 10))

    assert difference.stage is Stage.SURVEYING
    assert difference.survey_due_at == end_of_day_tokyo(date(2026, 12, 10))
    notices = session.scalars(select(Notice).where(Notice.kind == NoticeKind.SURVEY_OPENED)).all()
    assert {notice.user_id for notice in notices} == {person.id for person in told}


def test_without_a_day_the_survey_takes_the_councils_usual_time(session: Session) -> None:
    difference = a_surveying_difference()

    assert difference.survey_due_at == end_of_day_tokyo(tokyo_date(now()) + timedelta(days=21))


def test_b29_a_survey_cannot_end_in_the_past(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()

    with pytest.raises(Invalid) as invalid, transaction():
        open_survey(difference.number, secretary, due_on=tokyo_date(now()) - timedelta(days=1))

    assert (invalid.value.field, invalid.value.code) == ("due_on", "day_is_past")


def test_a_survey_needs_two_member_cities(session: Session) -> None:
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    group = a_group([a_city("立川市"), associate])
    difference, secretary = a_difference(group), a_secretary()

    with pytest.raises(Refused) as refused, transaction():
        open_survey(difference.number, secretary)

    assert refused.value.verdict.code == "needs_two_cities"


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


def test_the_survey_closes_when_every_city_answered(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    all_practices(difference)

    with transaction():
        close_survey(difference.number, secretary)

    assert difference.stage is Stage.PROPOSING


def test_going_on_without_an_answer_needs_a_reason_and_names_the_cities(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    first, *others = (place.city for place in difference.group.cities)
    a_practice(difference, first)

    with pytest.raises(Invalid) as invalid, transaction():
        close_survey(difference.number, secretary, reason="　")
    with transaction():
        close_survey(difference.number, secretary, reason="期限を二度延ばしたため")

    assert (invalid.value.field, invalid.value.code) == ("reason", "survey_incomplete")
    assert all(city.name_ja in invalid.value.params["cities"] for city in others)
    event = session.scalars(select(Event).where(Event.kind == EventKind.SURVEY_CLOSED)).one()
    assert [city["code"] for city in event.after["unanswered"]] == [city.code for city in others]
    assert event.after["reason"] == "期限を二度延ばしたため"


def test_an_associate_that_has_not_answered_holds_up_nobody(session: Session) -> None:
    cities = three_cities()
    group = a_group([*cities, a_city("小金井市", MembershipKind.ASSOCIATE)])
    difference, secretary = a_surveying_difference(group), a_secretary()
    for city in cities:
        a_practice(difference, city)

    with transaction():
        close_survey(difference.number, secretary)

    assert difference.stage is Stage.PROPOSING


def test_l2_a_form_opened_before_somebody_elses_move_is_stale(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()
    seen = difference.stage_serial
    with transaction():
        open_survey(difference.number, secretary, seen=seen)

    with pytest.raises(Refused) as refused, transaction():
        close_survey(difference.number, secretary, reason="期限が過ぎたため", seen=seen)

    assert refused.value.verdict.code == "stale"
    assert difference.stage is Stage.SURVEYING


def _count(session: Session, kind: EventKind) -> int:
    return session.scalar(select(func.count()).where(Event.kind == kind)) or 0
