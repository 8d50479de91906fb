"""Domains and groups, and the cities that take part in them (B3, L7)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions import groups, groups_cities
from app.actions.differences import withdraw
from app.domain.calendar import start_of_day_tokyo
from app.models import Domain, Event, Group, User
from app.policies.verdicts import Invalid
from app.transaction import transaction
from tests.builders.council import a_city, a_domain, a_group, a_secretary, three_cities
from tests.builders.differences import a_difference

TODAY = date(2026, 11, 23)


def _events(session: Session) -> list[Event]:
    return list(session.scalars(select(Event).order_by(Event.id)))


def _add_group(domain: Domain, code: str, secretary: User, key: str = "") -> Group:
    with transaction():
        return groups.add_group(
            secretary, domain_id=domain.id, code=code, name_ja="就学", name_en="Enrolment", key=key
        )


def test_groups_are_numbered_within_their_domain(session: Session) -> None:
    secretary = a_secretary()
    with transaction():
        domain = groups.add_domain(secretary, code="TAX", name_ja="税分野", name_en="Tax", short_name_ja="税")
    group = _add_group(domain, "TAX-01", secretary, "a form")
    assert _add_group(domain, "TAX-01", secretary, "a form") is group
    for code, refused in (
        ("TAX-01", "code_exists"),
        ("TAX-1", "group_code_wrong"),
        ("tax-02", "group_code_wrong"),
        ("EDU-02", "group_code_of_domain"),
    ):
        with pytest.raises(Invalid) as refusal:
            _add_group(domain, code, secretary)
        assert (refusal.value.field, refusal.value.code) == ("code", refused)
    with pytest.raises(Invalid) as refusal, transaction():
        groups.add_domain(secretary, code="TAX", name_ja="税", name_en="Tax", short_name_ja="税")
    assert refusal.value.code == "code_exists"


def test_l7_a_group_saved_unchanged_records_nothing(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    with transaction():
        tax = groups.add_standard_business(secretary, "就学")
        again = groups.add_standard_business(secretary, "就学")
    assert tax is again

    def save(**changes: object) -> None:
        kept = {
            "name_ja": group.name_ja,
            "name_en": group.name_en,
            "standard_ids": [s.id for s in group.standards],
            "active": group.active,
        }
        with transaction():
            groups.change_group(group.id, secretary, **{**kept, **changes})

    save()
    assert len(_events(session)) == 1
    save(standard_ids=[tax.id], name_en="School places")
    assert _events(session)[-1].after == {
        "group": "EDU-02",
        "name_en": "School places",
        "standards": ["就学"],
    }
    save(active=False)
    assert not group.active


def test_a_group_closes_when_none_of_its_differences_is_in_work(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    difference = a_difference(group, secretary)

    def close() -> None:
        with transaction():
            groups.change_group(
                group.id, secretary, name_ja="就学", name_en="Enrolment", standard_ids=[], active=False
            )

    with pytest.raises(Invalid) as refusal:
        close()
    assert (refusal.value.field, refusal.value.code) == ("active", "group_in_work")

    with transaction():
        withdraw(difference.number, secretary, reason="重ねて起票したため。")
    close()
    assert not group.active


def test_cities_join_and_leave_a_group_from_a_day_on(session: Session) -> None:
    cities = three_cities()
    group, secretary = a_group(cities[:2]), a_secretary()
    tomorrow = TODAY + timedelta(days=1)
    for _ in range(2):
        with transaction():
            groups_cities.set_cities(
                group.id, secretary, city_ids=[cities[0].id, cities[2].id], since=tomorrow
            )

    session.expire_all()
    before = start_of_day_tokyo(tomorrow) - timedelta(seconds=1)
    assert group.voting_cities_at(before) == cities[:2]
    assert group.voting_cities_at(start_of_day_tokyo(tomorrow)) == [cities[0], cities[2]]
    assert [(e.after["city_name"]["ja"], "since" in e.after) for e in _events(session)] == [
        ("日野市", True),
        ("三鷹市", False),
    ]


def test_a_city_is_entered_into_many_groups_by_one_form(session: Session) -> None:
    city, secretary = a_city(), a_secretary()
    ours = [a_group([], code=f"EDU-0{n}", domain=a_domain()) for n in range(1, 4)]
    with transaction():
        groups_cities.set_groups(
            city.id, secretary, group_ids=[group.id for group in ours], since=date(2026, 4, 2)
        )
    with transaction():
        groups_cities.set_groups(city.id, secretary, group_ids=[ours[0].id], since=TODAY)

    session.expire_all()
    assert [group.cities_at(clock.now()) == [city] for group in ours] == [True, False, False]
    assert len(_events(session)) == 5


def test_a_city_takes_part_only_while_it_belongs_to_the_council(session: Session) -> None:
    city, secretary, group = a_city(), a_secretary(), a_group([])
    with pytest.raises(Invalid) as refusal, transaction():
        groups_cities.set_groups(city.id, secretary, group_ids=[group.id], since=date(2026, 3, 1))
    assert (refusal.value.field, refusal.value.code) == ("since", "city_not_of_council_then")

    with transaction():
        groups_cities.set_groups(city.id, secretary, group_ids=[group.id], since=TODAY)
    with pytest.raises(Invalid) as refusal, transaction():
        groups_cities.set_groups(city.id, secretary, group_ids=[], since=TODAY)
    assert refusal.value.code == "takes_part_only_from"
