"""The survey: asking every city, and closing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.differences import close_survey, open_survey
from app.clock import now
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind
from app.domain.workflow import Stage
from app.models import Event, Notice
from app.policies.verdicts import Invalid, Refused
from app.transaction import transaction
from tests.builders.council import (
    a_city,
    a_group,
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
