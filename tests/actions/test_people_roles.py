"""Roles in groups: from a day, until a day, one of each kind (B7, B10, B12)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions import people_roles
from app.domain.calendar import start_of_day_tokyo
from app.domain.events import EventKind
from app.domain.roles import MembershipKind, RoleKind, UserKind
from app.models import Event, Group, GroupRole, User
from app.policies.standing import has_role
from app.policies.verdicts import Invalid, Refused
from app.transaction import transaction
from tests.builders.council import (
    a_city,
    a_group,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    three_cities,
)

TODAY = date(2026, 11, 23)


def _events(session: Session) -> list[Event]:
    return list(session.scalars(select(Event).order_by(Event.id)))


def _grant(person: User, group: Group, kind: RoleKind, **more: object) -> list[GroupRole]:
    since = more.pop("since", TODAY)
    secretary = a_secretary()
    with transaction():
        return people_roles.grant_role(
            person.id, secretary, group_ids=[group.id], kind=kind, since=since, **more
        )


def test_a_role_runs_from_the_start_of_its_first_to_the_end_of_its_last_day(session: Session) -> None:
    group = a_group()
    person = a_person(group.cities[0].city)
    first, last = TODAY + timedelta(days=1), TODAY + timedelta(days=3)
    _grant(person, group, RoleKind.MEMBER, since=first, last_day=last)

    (role,) = person.roles
    assert (role.since, role.until) == (
        start_of_day_tokyo(first),
        start_of_day_tokyo(last + timedelta(days=1)),
    )
    assert not role.held_at(start_of_day_tokyo(first) - timedelta(microseconds=1))
    assert role.held_at(start_of_day_tokyo(first))
    assert role.held_at(role.until - timedelta(microseconds=1))
    assert not role.held_at(role.until)
    assert _events(session)[-1].after["last_day"] == last.isoformat()


def test_a_span_that_ends_before_it_begins_is_refused(session: Session) -> None:
    group = a_group()
    person = a_person(group.cities[0].city)
    with pytest.raises(Invalid) as refusal:
        _grant(person, group, RoleKind.MEMBER, last_day=TODAY - timedelta(days=1))
    assert (refusal.value.field, refusal.value.code) == ("last_day", "ends_before_start")


def test_one_form_gives_the_same_role_in_many_groups_or_in_none(session: Session) -> None:
    cities = three_cities()
    groups = [a_group(cities, code=f"EDU-0{n}") for n in (1, 2)]
    strange = a_group(cities[1:], code="EDU-03")
    person, secretary = a_person(cities[0]), a_secretary()

    def give(*chosen: Group) -> None:
        with transaction():
            people_roles.grant_role(
                person.id,
                secretary,
                group_ids=[group.id for group in chosen],
                kind=RoleKind.REPRESENTATIVE,
                since=TODAY,
            )

    with pytest.raises(Invalid) as refusal:
        give(*groups, strange)
    assert refusal.value.code == "role_city_not_in_group"
    assert session.scalars(select(GroupRole)).all() == []

    give(*groups)
    assert [event.after["group"] for event in _events(session)] == ["EDU-01", "EDU-02"]


def _people(kind: UserKind | None, group: Group) -> User:
    match kind:
        case UserKind.SECRETARIAT:
            return a_secretary()
        case UserKind.PARTNER:
            return a_partner()
    return a_person(group.cities[0].city)


@pytest.mark.parametrize(
    ("kind", "role", "code"),
    [
        (UserKind.SECRETARIAT, RoleKind.REPRESENTATIVE, "city_role_for_city_people"),
        (UserKind.PARTNER, RoleKind.MEMBER, "city_role_for_city_people"),
        (UserKind.PARTNER, RoleKind.CHAIR, "chair_of_city_or_secretariat"),
        (UserKind.PARTNER, RoleKind.OBSERVER, "partners_hold_partner_role"),
        (UserKind.CITY, RoleKind.PARTNER, "partner_role_for_partners"),
        (UserKind.SECRETARIAT, RoleKind.CHAIR, None),
        (UserKind.CITY, RoleKind.CHAIR, None),
        (UserKind.CITY, RoleKind.OBSERVER, None),
        (UserKind.PARTNER, RoleKind.PARTNER, None),
    ],
)
def test_a_role_suits_the_side_a_person_stands_on(
    session: Session, kind: UserKind, role: RoleKind, code: str | None
) -> None:
    group = a_group()
    person = _people(kind, group)
    if code is None:
        _grant(person, group, role)
        assert has_role(person, group, role, clock.now())
        return
    with pytest.raises(Invalid) as refusal:
        _grant(person, group, role)
    assert (refusal.value.field, refusal.value.code) == ("kind", code)


def test_people_of_an_associate_speak_but_do_not_chair(session: Session) -> None:
    koganei = a_city("小金井市", MembershipKind.ASSOCIATE)
    group = a_group([koganei])
    _grant(a_person(koganei), group, RoleKind.MEMBER)

    with pytest.raises(Invalid) as refusal:
        _grant(a_person(koganei), group, RoleKind.CHAIR)
    assert refusal.value.code == "chair_of_member_city"


def test_what_one_person_holds_no_other_holds_at_the_same_time(session: Session) -> None:
    group = a_group()
    city, other = group.cities[0].city, group.cities[1].city
    _grant(a_secretary(), group, RoleKind.CHAIR)
    first = a_representative(group, city)
    _grant(a_person(city), group, RoleKind.DEPUTY, rank=1)

    for kind, rank, code in (
        (RoleKind.CHAIR, None, "chair_taken"),
        (RoleKind.REPRESENTATIVE, None, "representative_taken"),
        (RoleKind.DEPUTY, 1, "rank_taken"),
        (RoleKind.DEPUTY, None, "rank_due"),
    ):
        with pytest.raises(Invalid) as refusal:
            _grant(a_person(city), group, kind, rank=rank)
        assert refusal.value.code == code

    _grant(a_person(city), group, RoleKind.DEPUTY, rank=2)
    _grant(a_person(other), group, RoleKind.REPRESENTATIVE)
    _grant(a_person(other), group, RoleKind.DEPUTY, rank=1)
    with transaction():
        people_roles.end_role(first.roles[0].id, a_secretary_of(session), last_day=TODAY)
    _grant(a_person(city), group, RoleKind.REPRESENTATIVE, since=TODAY + timedelta(days=1))


def a_secretary_of(session: Session) -> User:
    """A person of the secretariat who is there already."""
    return session.scalars(select(User).where(User.kind == UserKind.SECRETARIAT).order_by(User.id)).first()


def test_b12_a_representative_is_not_the_own_deputy(session: Session) -> None:
    group = a_group()
    person = a_representative(group, group.cities[0].city)
    with pytest.raises(Invalid) as refusal:
        _grant(person, group, RoleKind.DEPUTY, rank=1)
    assert refusal.value.code == "role_held_already"


def test_b10_a_deputy_is_of_a_city_of_the_listed_group_in_the_interval_only(session: Session) -> None:
    cities = three_cities()
    group, other = a_group(cities[:2]), a_group(cities, code="EDU-07")
    person = a_person(cities[0])
    _grant(person, group, RoleKind.DEPUTY, rank=1, last_day=TODAY)

    assert has_role(person, group, RoleKind.DEPUTY, clock.now())
    assert not has_role(person, other, RoleKind.DEPUTY, clock.now())
    assert not has_role(person, group, RoleKind.DEPUTY, start_of_day_tokyo(TODAY + timedelta(days=1)))
    with pytest.raises(Invalid):
        _grant(a_person(cities[2]), group, RoleKind.DEPUTY, rank=2)


def test_ending_a_role_at_once_or_with_a_day(session: Session) -> None:
    group = a_group()
    city, secretary = group.cities[0].city, a_secretary()
    now_gone, gone_on_friday = a_representative(group, city), a_representative(group, group.cities[1].city)

    for person, last_day in ((now_gone, None), (gone_on_friday, date(2026, 11, 27))):
        with transaction():
            people_roles.end_role(person.roles[0].id, secretary, last_day=last_day)

    assert not has_role(now_gone, group, RoleKind.REPRESENTATIVE, clock.now())
    assert has_role(gone_on_friday, group, RoleKind.REPRESENTATIVE, clock.now())
    assert gone_on_friday.roles[0].until == start_of_day_tokyo(date(2026, 11, 28))

    with transaction():
        people_roles.end_role(gone_on_friday.roles[0].id, secretary, last_day=date(2026, 11, 27))
    assert [event.kind for event in _events(session)] == [EventKind.ROLE_ENDED] * 2
    with pytest.raises(Refused) as refusal, transaction():
        people_roles.end_role(now_gone.roles[0].id, secretary)
    assert refusal.value.verdict.code == "over_already"


def test_a_role_that_never_began_is_gone_but_told(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    person = a_person(group.cities[0].city)
    (role,) = _grant(person, group, RoleKind.MEMBER, since=TODAY + timedelta(days=5))

    with transaction():
        people_roles.end_role(role.id, secretary)

    session.refresh(person)
    assert person.roles == []
    assert _events(session)[-1].after["never_began"] is True
