"""The register of people: accounts added, changed, closed (A2, L7)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions import people, people_roles
from app.actions.people import PersonFields
from app.domain.events import EventKind
from app.domain.roles import RoleKind, UserKind
from app.models import Event, Group, GroupRole, User
from app.policies.standing import has_role
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.accounts import user_of_session
from app.transaction import transaction
from tests.builders.council import (
    a_city,
    a_group,
    a_manager,
    a_person,
    a_role,
    a_secretary,
)

TODAY = date(2026, 11, 23)
FIELDS = PersonFields(email="New.Person@Example.JP", post="主任", section="学務課")


def _events(session: Session) -> list[Event]:
    return list(session.scalars(select(Event).order_by(Event.id)))


def _grant(person: User, group: Group, kind: RoleKind, **more: object) -> list[GroupRole]:
    since = more.pop("since", TODAY)
    secretary = a_secretary()
    with transaction():
        return people_roles.grant_role(
            person.id, secretary, group_ids=[group.id], kind=kind, since=since, **more
        )


def test_a_person_is_added_without_a_password_and_the_log_keeps_no_whole_address(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    with transaction():
        person = people.add_person(secretary, FIELDS, kind=UserKind.CITY, city_id=city.id)

    assert (person.email, person.password_hash, person.printed) == (
        "new.person@example.jp",
        None,
        "立川市 学務課 主任",
    )
    (event,) = _events(session)
    assert event.kind is EventKind.PERSON_ADDED
    assert "new.person" not in str(event.after)


def test_b15_the_same_form_adds_one_person(session: Session) -> None:
    secretary = a_secretary()
    fields = PersonFields(email="a@example.jp", post="係長", organisation="事務局")
    for _ in range(2):
        with transaction():
            people.add_person(secretary, fields, kind=UserKind.SECRETARIAT, key="one form")

    assert len(_events(session)) == 1


@pytest.mark.parametrize(
    ("fields", "kind", "wrong"),
    [
        (PersonFields(email="no address", post="主任"), UserKind.CITY, ("email", "email_malformed")),
        (PersonFields(email="a@b", post="　"), UserKind.CITY, ("post", "required")),
        (PersonFields(email="a@b", post="主任"), UserKind.PARTNER, ("organisation", "organisation_due")),
    ],
)
def test_a_person_needs_address_post_and_affiliation(
    session: Session, fields: PersonFields, kind: UserKind, wrong: tuple[str, str]
) -> None:
    city, secretary = a_city(), a_secretary()
    with pytest.raises(Invalid) as refusal, transaction():
        people.add_person(secretary, fields, kind=kind, city_id=city.id)
    assert (refusal.value.field, refusal.value.code) == wrong


def test_an_address_belongs_to_one_person(session: Session) -> None:
    secretary = a_secretary()
    taken = PersonFields(email=secretary.email.upper(), post="主任", organisation="事務局")
    with pytest.raises(Invalid) as refusal, transaction():
        people.add_person(secretary, taken, kind=UserKind.PARTNER)
    assert refusal.value.code == "email_taken"


def test_city_people_need_a_city_and_others_have_none(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    with pytest.raises(Invalid) as refusal, transaction():
        people.add_person(secretary, FIELDS, kind=UserKind.CITY)
    assert refusal.value.field == "city_id"

    with transaction():
        partner = people.add_person(
            secretary,
            PersonFields(email="p@example.jp", post="SE", organisation="甲社"),
            kind=UserKind.PARTNER,
            city_id=city.id,
        )
    assert partner.city is None


def test_l7_saving_a_person_unchanged_records_nothing(session: Session) -> None:
    secretary, person = a_secretary(), a_person(a_city())
    same = PersonFields(email=person.email, post=person.post, section=f" {person.section} ")
    with transaction():
        people.change_person(person.id, secretary, same)
    assert _events(session) == []

    with transaction():
        people.change_person(person.id, secretary, PersonFields(email=person.email, post="係長"))
    (event,) = _events(session)
    assert event.before == {"post": "主任", "section": "学務課"}
    assert event.after == {"person": "立川市 係長", "post": "係長", "section": ""}


def test_every_change_of_an_address_is_in_the_log(session: Session) -> None:
    secretary, person = a_secretary(), a_person(a_city())
    for email in ("ab@example.jp", "ac@example.jp"):
        with transaction():
            people.change_person(
                person.id, secretary, PersonFields(email=email, post=person.post, section=person.section)
            )
    assert [set(event.before) for event in _events(session)] == [{"email"}, {"email"}]


def test_a2_closing_an_account_ends_session_roles_and_posts_at_once(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    person, secretary = a_manager(city), a_secretary()
    _grant(person, group, RoleKind.REPRESENTATIVE)
    _grant(person, a_group([city], code="EDU-09"), RoleKind.MEMBER, since=TODAY + timedelta(days=9))
    clock.travel(timedelta(hours=1))
    identity = person.get_id()

    with transaction():
        people.close_account(person.id, secretary)

    assert user_of_session(identity) is None
    assert not has_role(person, group, RoleKind.REPRESENTATIVE, clock.now())
    assert person.posts_at(clock.now()) == []
    assert [role.until for role in person.roles] == [clock.now()]
    assert _events(session)[-1].before["roles"] == ["EDU-02", "EDU-09"]

    with transaction():
        people.reopen_account(person.id, secretary)
    assert user_of_session(identity) is None
    assert not has_role(person, group, RoleKind.REPRESENTATIVE, clock.now())


def test_closing_twice_records_once_and_nobody_closes_the_own_account(session: Session) -> None:
    person, secretary = a_person(a_city()), a_secretary()
    for _ in range(2):
        with transaction():
            people.close_account(person.id, secretary)
    assert len(_events(session)) == 1

    with pytest.raises(Refused) as refusal, transaction():
        people.close_account(secretary.id, secretary)
    assert refusal.value.verdict.code == "own_account"


def test_only_secretariat_and_administrators_keep_the_register(session: Session) -> None:
    person, other = a_person(a_city()), a_person(a_city("三鷹市"))
    held = a_role(a_group([other.city]), other, RoleKind.MEMBER)
    for act in (
        lambda: people.add_person(person, FIELDS, kind=UserKind.CITY),
        lambda: people.change_person(other.id, person, FIELDS),
        lambda: people.close_account(other.id, person),
        lambda: people.reopen_account(other.id, person),
        lambda: people_roles.grant_role(other.id, person, group_ids=[], kind=RoleKind.MEMBER, since=TODAY),
        lambda: people_roles.end_role(held.id, person),
    ):
        with pytest.raises(Refused) as refusal, transaction():
            act()
        assert refusal.value.verdict.ground is Ground.PERSON

    administrator = a_person(person.city, administrator=True)
    with transaction():
        people.change_person(other.id, administrator, FIELDS)
    with pytest.raises(Refused) as refusal, transaction():
        people.change_person(administrator.id, administrator, FIELDS)
    assert refusal.value.verdict.code == "own_rights"
