"""A representative appoints and releases the deputies of the own city (B10-B13)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.people_roles import end_role, grant_role
from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.roles import RoleKind
from app.models import Event, Group, GroupRole, Notice, User
from app.policies.standing import has_role
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.ballots import a_ballot, cast, run_out
from tests.builders.council import (
    a_deputy,
    a_group,
    a_member,
    a_person,
    a_representative,
    a_role,
    a_secretary,
    three_cities,
)
from tests.support.times import MONDAY

TODAY = date(2026, 11, 23)
FRIDAY = TODAY + timedelta(days=4)


def _appoint(actor: User, person: User, *groups: Group, **more: object) -> list[GroupRole]:
    with transaction():
        return grant_role(
            person.id, actor, group_ids=[group.id for group in groups],
            **{"kind": RoleKind.DEPUTY, "rank": 1, "since": TODAY, **more},
        )  # fmt: skip


def _release(actor: User, role: GroupRole, last_day: date | None = None) -> None:
    with transaction():
        end_role(role.id, actor, last_day=last_day)


def _refused(act: object) -> str:
    with pytest.raises(Refused) as refusal:
        act()  # type: ignore[operator]
    assert refusal.value.verdict.ground is Ground.PERSON
    return refusal.value.verdict.code


def test_b10_a_representative_appoints_a_colleague_for_the_listed_groups_alone(session: Session) -> None:
    cities = three_cities()
    first, second, third = (a_group(cities, code=f"EDU-0{n}") for n in (1, 2, 3))
    actor = a_representative(first, cities[0])
    for group in (second, third):
        a_role(group, actor, RoleKind.REPRESENTATIVE)
    person = a_person(cities[0])

    roles = _appoint(actor, person, first, second, last_day=FRIDAY)

    assert [(role.group.code, role.rank) for role in roles] == [("EDU-01", 1), ("EDU-02", 1)]
    ends = end_of_day_tokyo(FRIDAY)
    for at, acts in (
        (start_of_day_tokyo(TODAY), True),
        (ends - timedelta(microseconds=1), True),
        (ends, False),
    ):
        held = [has_role(person, group, RoleKind.DEPUTY, at) for group in (first, second, third)]
        assert held == [acts, acts, False]
    events = session.scalars(select(Event).where(Event.kind == EventKind.ROLE_GRANTED)).all()
    assert [(event.actor_id, event.city_id, event.after["group"]) for event in events] == [
        (actor.id, cities[0].id, "EDU-01"),
        (actor.id, cities[0].id, "EDU-02"),
    ]
    told = session.scalars(select(Notice).where(Notice.kind == NoticeKind.DEPUTY_APPOINTED)).all()
    assert [(notice.user_id, notice.facts["group"]) for notice in told] == [
        (person.id, "EDU-01"),
        (person.id, "EDU-02"),
    ]


def test_b10_a_representative_appoints_in_the_own_groups_and_city_alone(session: Session) -> None:
    cities = three_cities()
    own, other = a_group(cities), a_group(cities, code="EDU-07")
    actor, colleague = a_representative(own, cities[0]), a_person(cities[0])

    assert _refused(lambda: _appoint(actor, colleague, own, other)) == "representative_appoints_deputies"
    assert _refused(lambda: _appoint(actor, a_person(cities[1]), own)) == "deputy_of_own_city"
    assert session.scalars(select(GroupRole).where(GroupRole.kind == RoleKind.DEPUTY)).all() == []


def test_b12_a_deputy_appoints_no_deputy_and_nobody_the_own_self(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    actor, deputy, member = a_representative(group, city), a_deputy(group, city), a_member(group, city)
    colleague = a_person(city)

    for person in (deputy, member, colleague):
        code = _refused(lambda who=person: _appoint(who, colleague, group, rank=2))
        assert code == "representative_appoints_deputies"
    assert _refused(lambda: _appoint(actor, actor, group, rank=2)) == "not_the_own_deputy"


def test_b12_a_representative_gives_no_other_role(session: Session) -> None:
    group = a_group()
    actor, colleague = a_representative(group, group.cities[0].city), a_person(group.cities[0].city)
    for kind in (kind for kind in RoleKind if kind is not RoleKind.DEPUTY):
        assert _refused(lambda what=kind: _appoint(actor, colleague, group, kind=what)) == "secretariat_only"


def test_b12_whoever_represented_the_city_yesterday_appoints_nobody_today(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    gone = a_role(group, a_person(city), RoleKind.REPRESENTATIVE, until=MONDAY).user
    assert _refused(lambda: _appoint(gone, a_person(city), group)) == "representative_appoints_deputies"


def test_b10_a_deputy_begins_today_at_the_earliest_and_each_rank_is_held_once(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    actor = a_representative(group, city)
    _appoint(actor, a_person(city), group)

    for more, field, code in (
        ({"since": TODAY - timedelta(days=1), "rank": 2}, "since", "deputy_from_today"),
        ({"rank": 1}, "rank", "rank_taken"),
        ({"rank": None}, "rank", "rank_due"),
        ({"rank": 2, "last_day": TODAY - timedelta(days=1)}, "last_day", "ends_before_start"),
    ):
        with pytest.raises(Invalid) as refusal:
            _appoint(actor, a_person(city), group, **more)
        assert (refusal.value.field, refusal.value.code) == (field, code)


def test_b10_a_member_of_the_group_stands_in_and_is_a_member_again_afterwards(session: Session) -> None:
    ballot = a_ballot()
    member = a_member(ballot.group, ballot.cities[0])
    _appoint(ballot.voice(0), member, ballot.group, last_day=TODAY)

    cast(ballot.round, member)
    clock.travel(timedelta(days=1))

    assert has_role(member, ballot.group, RoleKind.MEMBER, clock.now())
    assert (
        _refused(lambda: cast(ballot.round, member, PositionKind.OBJECT)) == "representative_or_deputy_only"
    )


@pytest.mark.parametrize("released", [True, False])
def test_b13_what_a_deputy_did_stays_valid_after_release_or_expiry(session: Session, released: bool) -> None:
    ballot = a_ballot()
    deputy = a_person(ballot.cities[0])
    (role,) = _appoint(ballot.voice(0), deputy, ballot.group, last_day=None if released else TODAY)
    cast(ballot.round, deputy)

    if released:
        _release(ballot.voice(0), role)
    else:
        clock.travel(timedelta(days=1))

    assert (
        _refused(lambda: cast(ballot.round, deputy, PositionKind.OBJECT)) == "representative_or_deputy_only"
    )
    for place in (1, 2):
        cast(ballot.round, ballot.voice(place))
    run_out(ballot.round)
    assert ballot.round.tally_frozen is not None
    assert ballot.round.tally_frozen["counts"]["approve"] == 3
    assert ballot.round.acts[0].user_id == deputy.id


def test_b13_a_release_is_told_and_the_representative_releases_own_deputies_alone(session: Session) -> None:
    group = a_group()
    first, second = group.cities[0].city, group.cities[1].city
    actor, deputy, strange = a_representative(group, first), a_deputy(group, first), a_deputy(group, second)
    member = a_member(group, first)

    for role in (strange.roles[0], member.roles[0]):
        assert _refused(lambda which=role: _release(actor, which)) == "deputy_of_own_city"
    assert _refused(lambda: _release(deputy, deputy.roles[0])) == "representative_appoints_deputies"

    _release(actor, deputy.roles[0], FRIDAY)

    session.refresh(deputy.roles[0])
    assert deputy.roles[0].until == end_of_day_tokyo(FRIDAY)
    event = session.scalars(select(Event).where(Event.kind == EventKind.ROLE_ENDED)).one()
    assert (event.actor_id, event.after["last_day"]) == (actor.id, FRIDAY.isoformat())
    assert session.scalars(select(Notice.kind)).all() == [NoticeKind.DEPUTY_ENDED]


def test_b15_the_form_of_an_appointment_sent_twice_appoints_once(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    actor, person = a_representative(group, city), a_person(city)
    assert len(_appoint(actor, person, group, key="form-1")) == 1
    assert _appoint(actor, person, group, key="form-1") == []
    assert len(session.scalars(select(Event)).all()) == len(session.scalars(select(Notice)).all()) == 1


def test_the_secretariat_still_gives_every_role_and_tells_people_itself(session: Session) -> None:
    group = a_group()
    person = a_person(group.cities[0].city)
    _appoint(a_secretary(), person, group, since=TODAY - timedelta(days=30))
    assert has_role(person, group, RoleKind.DEPUTY, clock.now())
    assert session.scalars(select(Notice)).all() == []
