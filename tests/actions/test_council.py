"""The council's settings and its cities (B2, D10, L7)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import clock
from app.actions import council, council_cities, groups, groups_cities
from app.actions.council_cities import CityFields
from app.domain.calendar import start_of_day_tokyo
from app.domain.events import EventKind
from app.domain.roles import MembershipKind
from app.domain.tally import RuleKind
from app.models import City, Council, Event
from app.policies.verdicts import Invalid, Refused
from app.queries.audit import verify_chain
from app.queries.council import the_council
from app.transaction import transaction
from tests.builders.council import a_group, a_person, a_secretary

TODAY = date(2026, 11, 23)
KOGANEI = CityFields("小金井市", "Koganei", "こがねいし", 126_253, date(2020, 10, 1))


def _events(session: Session) -> list[Event]:
    return list(session.scalars(select(Event).order_by(Event.id)))


def _change(**changes: object) -> Council:
    secretary = a_secretary()
    with transaction():
        return council.change_council(secretary, changes)


def test_l7_settings_saved_unchanged_record_nothing_and_a_change_tells_before_and_after(
    session: Session,
) -> None:
    _change(**the_council().settings())
    assert _events(session) == []

    _change(default_rule=RuleKind.TWO_THIRDS, quorum=2, name_ja="試験協議会")
    (event,) = _events(session)
    assert event.before == {"default_rule": "unanimous", "quorum": None}
    assert event.after == {"default_rule": "two_thirds", "quorum": 2}
    assert the_council().quorum == 2


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"default_rule": RuleKind.MAJORITY}, "quorum", "quorum_due"),
        ({"quorum": 0}, "quorum", "at_least_one"),
        ({"casting_vote": True}, "casting_vote", "casting_vote_under_majority"),
        ({"name_en": " 　"}, "name_en", "required"),
        ({"survey_days": 0}, "survey_days", "at_least_one"),
        ({"survey_days": 400}, "survey_days", "too_many_days"),
        ({"objection_days": -1}, "objection_days", "not_negative"),
        ({"cost_limit_yen": -1}, "cost_limit_yen", "not_negative"),
        ({"fiscal_year_start_month": 13}, "fiscal_year_start_month", "no_such_month"),
        ({"min_ballot_working_days": 6}, "ballot_working_days", "ballot_shorter_than_minimum"),
    ],
)
def test_settings_that_could_not_work_are_refused(
    session: Session, changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _change(**changes)
    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert _events(session) == []


def test_the_chain_is_no_setting(session: Session) -> None:
    for name in ("chain_head", "chain_length", "id"):
        with pytest.raises(ValueError):
            _change(**{name: 0})


def test_a_council_is_founded_once_with_its_first_administrator(session: Session) -> None:
    settings = the_council().settings()
    found = {"email": "First@example.jp", "organisation": "協議会事務局", "post": "係長"}
    with pytest.raises(Refused), transaction():
        council.found_council(settings, **found)

    with transaction():
        session.execute(delete(Council))
    with transaction():
        first = council.found_council(settings, **found)
    assert first.administrator
    assert first.email == "first@example.jp"
    assert [event.kind for event in _events(session)] == [EventKind.COUNCIL_CHANGED, EventKind.PERSON_ADDED]
    assert verify_chain().whole


def _add_city(code: str = "132101", fields: CityFields = KOGANEI, key: str = "") -> City:
    secretary = a_secretary()
    with transaction():
        return council_cities.add_city(
            secretary, code, fields, kind=MembershipKind.ASSOCIATE, since=TODAY, key=key
        )


def test_a_city_is_added_by_its_code_in_any_width_once(session: Session) -> None:
    city = _add_city("１３２１０１")
    assert (city.code, city.membership_at(clock.now()).kind) == ("132101", MembershipKind.ASSOCIATE)
    assert not city.is_member(clock.now())

    with pytest.raises(Invalid) as refusal:
        _add_city("132101")
    assert (refusal.value.field, refusal.value.code) == ("code", "city_exists")


def test_the_same_form_adds_one_city(session: Session) -> None:
    secretary = a_secretary()
    for _ in range(2):
        with transaction():
            council_cities.add_city(
                secretary, "132101", KOGANEI, kind=MembershipKind.MEMBER, since=TODAY, key="form"
            )
    assert len(_events(session)) == 1


@pytest.mark.parametrize("code", ["132102", "13210", "992101", "abcdef", ""])
def test_a_code_with_a_wrong_check_digit_is_refused(session: Session, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _add_city(code)
    assert (refusal.value.field, refusal.value.code) == ("code", "city_code_wrong")


def test_a_population_stands_with_its_date(session: Session) -> None:
    for fields, field in (
        (CityFields("小金井市", "Koganei", "こがねいし", population=126_253), "population_on"),
        (CityFields("小金井市", "Koganei", "こがねいし", population_on=TODAY), "population"),
        (CityFields("小金井市", "Koganei", " "), "reading"),
    ):
        with pytest.raises(Invalid) as refusal:
            _add_city(fields=fields)
        assert refusal.value.field == field


def test_l7_a_city_saved_unchanged_records_nothing(session: Session) -> None:
    city, secretary = _add_city(), a_secretary()
    with transaction():
        council_cities.change_city(city.id, secretary, KOGANEI)
    assert len(_events(session)) == 1

    with transaction():
        council_cities.change_city(
            city.id, secretary, CityFields("小金井市", "Koganei", "こがねいし", 124_756, date(2026, 10, 1))
        )
    assert _events(session)[-1].before == {"population": 126_253, "population_on": "2020-10-01"}


def _belong(city: City, kind: MembershipKind | None, since: date) -> None:
    secretary = a_secretary()
    with transaction():
        council_cities.change_membership(city.id, secretary, kind=kind, since=since)


def test_an_associate_becomes_a_member_on_a_day_and_leaves_on_another(session: Session) -> None:
    city = _add_city()
    joins, leaves = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    _belong(city, MembershipKind.MEMBER, joins)
    session.refresh(city)
    assert not city.is_member(start_of_day_tokyo(joins) - timedelta(seconds=1))
    assert city.is_member(start_of_day_tokyo(joins))

    _belong(city, None, leaves)
    session.refresh(city)
    assert city.is_member(start_of_day_tokyo(leaves) - timedelta(seconds=1))
    assert city.membership_at(start_of_day_tokyo(leaves)) is None
    assert [event.after.get("kind") for event in _events(session)] == ["associate", "member", None]

    _belong(city, MembershipKind.ASSOCIATE, leaves + timedelta(days=1))
    session.refresh(city)
    assert len(city.memberships) == 3


def test_a_membership_that_makes_no_sense_is_refused(session: Session) -> None:
    city = _add_city()
    for kind, since, code in (
        (MembershipKind.ASSOCIATE, TODAY + timedelta(days=1), "membership_same"),
        (MembershipKind.MEMBER, TODAY, "membership_too_early"),
    ):
        with pytest.raises(Invalid) as refusal:
            _belong(city, kind, since)
        assert refusal.value.code == code
    _belong(city, None, TODAY + timedelta(days=5))
    with pytest.raises(Invalid) as refusal:
        _belong(city, None, TODAY + timedelta(days=9))
    assert refusal.value.code == "not_a_city_of_council"
    with pytest.raises(Invalid) as refusal:
        _belong(city, MembershipKind.MEMBER, TODAY + timedelta(days=4))
    assert refusal.value.code == "membership_too_early"


def test_only_the_secretariat_keeps_settings_cities_and_groups(session: Session) -> None:
    group = a_group()
    person = a_person(group.cities[0].city)
    for act in (
        lambda: council.change_council(person, {"survey_days": 3}),
        lambda: council_cities.add_city(person, "132101", KOGANEI, kind=MembershipKind.MEMBER, since=TODAY),
        lambda: council_cities.change_city(person.city_id, person, KOGANEI),
        lambda: council_cities.change_membership(person.city_id, person, kind=None, since=TODAY),
        lambda: groups.add_domain(person, code="TAX", name_ja="税", name_en="Tax", short_name_ja="税"),
        lambda: groups.add_standard_business(person, "就学"),
        lambda: groups.add_group(person, domain_id=group.domain_id, code="EDU-09", name_ja="x", name_en="x"),
        lambda: groups.change_group(group.id, person, name_ja="x", name_en="x", standard_ids=[], active=True),
        lambda: groups_cities.set_cities(group.id, person, city_ids=[], since=TODAY),
        lambda: groups_cities.set_groups(person.city_id, person, group_ids=[], since=TODAY),
    ):
        with pytest.raises(Refused), transaction():
            act()
