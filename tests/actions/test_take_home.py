"""Take-home items: who gives and finishes one, and what an item must say."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.differences import hold, withdraw
from app.actions.take_home import finish_take_home
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.models import Event, Notice, TakeHomeItem, User
from app.policies.verdicts import Ground, Invalid, Refused
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
    an_observer,
)
from tests.builders.differences import a_difference
from tests.builders.discussion import a_take_home_item
from tests.builders.meetings import a_meeting

OUTCOME = "規則の改正は要らない。"


def test_an_item_has_a_city_an_owner_and_a_due_date_and_the_owner_is_told(session: Session) -> None:
    difference = a_difference()
    city = difference.group.cities[0].city
    owner, secretary = a_representative(difference.group, city), a_secretary()
    item = a_take_home_item(difference, city, secretary, owner_id=owner.id)

    assert (item.city_id, item.owner_id, item.done_at) == (city.id, owner.id, None)
    event = session.scalars(select(Event).where(Event.kind == EventKind.TAKE_HOME_ADDED)).one()
    assert event.after["city_name"] == {"ja": "立川市", "en": "Tachikawa"}
    assert (event.after["task"], event.after["owner"]) == (item.task, "立川市 学務課 主任")
    assert _told(session) == [owner.id]


def test_an_item_without_an_owner_is_told_to_the_citys_people(session: Session) -> None:
    group = a_group()
    mine, other = group.cities[0].city, group.cities[1].city
    people = [a_representative(group, mine), a_deputy(group, mine), a_member(group, mine)]
    a_representative(group, other)
    a_take_home_item(a_difference(group), mine, people[0])

    assert _told(session) == [people[1].id, people[2].id]


def test_the_chair_and_the_secretariat_give_items_to_every_city_and_a_citys_people_to_their_own(
    session: Session,
) -> None:
    group = a_group()
    mine, other = group.cities[0].city, group.cities[1].city
    difference = a_difference(group)
    for person, city in (
        (a_chair(group, mine), other),
        (a_secretary(), other),
        (a_member(group, mine), mine),
    ):
        a_take_home_item(difference, city, person)

    for person, city in (
        (a_representative(group, mine), other),
        (an_observer(group, mine), mine),
        (a_partner(group), mine),
    ):
        with pytest.raises(Refused) as refused:
            a_take_home_item(difference, city, person)
        assert refused.value.verdict.ground is Ground.PERSON


def test_only_a_city_that_takes_part_takes_home_and_the_owner_is_its_own_person(session: Session) -> None:
    group = a_group()
    difference, stranger = a_difference(group), a_city("小金井市")
    with pytest.raises(Refused) as refused:
        a_take_home_item(difference, stranger)
    assert refused.value.verdict.code == "city_not_in_group"

    of_other_city = a_member(group, group.cities[1].city)
    with pytest.raises(Invalid) as invalid:
        a_take_home_item(difference, group.cities[0].city, owner_id=of_other_city.id)
    assert (invalid.value.field, invalid.value.code) == ("owner_id", "owner_not_of_city")


@pytest.mark.parametrize(
    ("due_on", "task", "field", "code"),
    [
        (date(2026, 11, 22), "確かめる", "due_on", "day_is_past"),
        (date(2100, 1, 1), "確かめる", "due_on", "day_is_too_late"),
        (date(2026, 11, 23), " 　", "task", "needs_words"),
        (date(2026, 11, 23), "長" * 301, "task", "line_too_long"),
    ],
)
def test_an_item_says_what_until_a_day_to_come(
    session: Session, due_on: date, task: str, field: str, code: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        a_take_home_item(a_difference(), due_on=due_on, task=task)

    assert (invalid.value.field, invalid.value.code) == (field, code)


def test_b27_an_item_is_due_at_the_end_of_today_at_the_earliest(session: Session) -> None:
    today = tokyo_date(now())

    assert a_take_home_item(a_difference(), due_on=today).due_on == today


def test_an_item_comes_from_a_meeting_of_the_same_group(session: Session) -> None:
    difference = a_difference()
    meeting = a_meeting(difference.group, a_secretary())
    assert a_take_home_item(difference, meeting_id=meeting.id).meeting_id == meeting.id

    other = a_meeting(a_group([], "EDU-03"), a_secretary())
    with pytest.raises(Invalid) as invalid:
        a_take_home_item(difference, meeting_id=other.id)
    assert invalid.value.field == "meeting_id"


def test_b15_a_form_sent_twice_gives_one_item_and_one_notice(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()
    a_representative(difference.group, difference.group.cities[0].city)
    one, two = (a_take_home_item(difference, creator=secretary, key="form") for _ in range(2))

    assert one.id == two.id
    assert len(session.scalars(select(TakeHomeItem)).all()) == 1
    assert len(_told(session)) == 1


def test_the_owner_the_citys_people_the_chair_and_the_secretariat_finish_an_item(session: Session) -> None:
    group = a_group()
    mine, other = group.cities[0].city, group.cities[1].city
    difference, owner = a_difference(group), an_observer(group, mine)
    for person in (owner, a_member(group, mine), a_chair(group, other), a_secretary()):
        item = a_take_home_item(difference, mine, owner_id=owner.id)
        _finish(item, person)
        assert (item.outcome, item.done_by_id) == (OUTCOME, person.id)

    item = a_take_home_item(difference, mine)
    for person in (a_representative(group, other), a_partner(group), an_observer(group, mine)):
        with pytest.raises(Refused) as refused:
            _finish(item, person)
        assert refused.value.verdict.ground is Ground.PERSON


def test_an_item_is_finished_once_with_words(session: Session) -> None:
    item, secretary = a_take_home_item(a_difference()), a_secretary()
    with pytest.raises(Invalid) as invalid, transaction():
        finish_take_home(item.id, secretary, outcome="　")
    assert invalid.value.field == "outcome"

    _finish(item, secretary)
    event = session.scalars(select(Event).where(Event.kind == EventKind.TAKE_HOME_DONE)).one()
    assert (event.after["outcome"], event.on_behalf_of_id) == (OUTCOME, item.city_id)
    with pytest.raises(Refused) as refused:
        _finish(item, secretary)
    assert refused.value.verdict.code == "take_home_is_done"


def test_a_hold_rests_on_items_too_and_an_end_lets_them_be_finished(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()
    item = a_take_home_item(difference)
    with transaction():
        hold(
            difference.number,
            secretary,
            reason="国の通知を待つ",
            review_on=tokyo_date(now()) + timedelta(days=9),
        )
    for act in (lambda: a_take_home_item(difference), lambda: _finish(item, secretary)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.verdict.code == "held"

    with transaction():
        withdraw(difference.number, secretary, reason="重複のため")
    with pytest.raises(Refused) as ended:
        a_take_home_item(difference)
    assert ended.value.verdict.code == "difference_has_ended"
    _finish(item, secretary)


def _finish(item: TakeHomeItem, person: User) -> None:
    with transaction():
        finish_take_home(item.id, person, outcome=OUTCOME)


def _told(session: Session) -> list[int]:
    wanted = select(Notice.user_id).where(Notice.kind == NoticeKind.TAKE_HOME_ASSIGNED)
    return list(session.scalars(wanted.order_by(Notice.user_id)))
