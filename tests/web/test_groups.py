"""The map of groups and the page of one: what each reader sees, and in how many statements (A1, B40)."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.ballots import cast_position
from app.actions.caucus import add_caucus_entry
from app.actions.differences import raise_difference
from app.clock import now
from app.domain.differences import DifferenceKind
from app.domain.positions import PositionKind
from app.domain.roles import RoleKind, UserKind
from app.models import City, Domain, Group, GroupCity, GroupRole, User
from app.policies.standing import reads
from app.queries.groups import GroupFilter, overview
from app.transaction import transaction
from tests.builders.ballots import a_ballot
from tests.builders.council import (
    LONG_AGO,
    a_chair,
    a_deputy,
    a_domain,
    a_group,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_role,
    a_secretary,
    three_cities,
)
from tests.builders.differences import a_difference, a_surveying_difference
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def _cells(page: str, code: str) -> list[str]:
    """The numbers in the row of a group, stage by stage, then the total."""
    row = next(part for part in page.split("<tr>") if f'href="/groups/{code}"' in part)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    return [re.sub(r"<[^>]+>", "", cell) for cell in cells]


def test_the_map_counts_the_differences_of_each_group_by_stage(signed_in: SignedIn, session: Session) -> None:
    cities = three_cities()
    group, other = a_group(cities), a_group(cities, code="TAX-01", domain=a_domain("TAX", "税"))
    for _ in range(2):
        a_difference(group)
    a_surveying_difference(group)
    a_difference(other)

    page = signed_in(a_person(cities[0])).get("/groups").text

    assert _cells(page, "EDU-02") == ["2", "1", *["0"] * 8, "3"]
    assert _cells(page, "TAX-01") == ["1", *["0"] * 9, "1"]
    assert 'href="/differences?group=EDU-02&amp;stage=raised"' in page


def test_groups_are_found_by_domain_words_and_own_roles(session: Session) -> None:
    cities = three_cities()
    group = a_group(cities)
    tax = a_group(cities, code="TAX-01", domain=a_domain("TAX", "税"))
    person = a_representative(group, cities[0])
    at = group.cities[0].since
    assert at

    def found(**wanted: object) -> list[str]:
        return [line.group.code for line in overview(person, GroupFilter(**wanted), at)]

    assert found() == ["EDU-02", "TAX-01"]
    assert found(domain="TAX") == [tax.code]
    assert found(text="ｔａｘ-01") == [tax.code]
    assert found(text="就学 EDU") == [group.code]
    assert found(own=True) == [group.code]
    assert found(text="_") == []


def test_a_partner_sees_the_groups_of_its_roles_alone(signed_in: SignedIn, session: Session) -> None:
    cities = three_cities()
    group, other = a_group(cities), a_group(cities, code="TAX-01", domain=a_domain("TAX", "税"))
    partner = a_partner(group)
    browser = signed_in(partner)

    assert "TAX-01" not in browser.get("/groups").text
    assert "TAX-01" not in browser.get("/groups?view=list").text
    assert browser.get("/groups/EDU-02").status_code == 200
    assert browser.get("/groups/TAX-01").status_code == 404
    assert browser.get("/groups/NONE-99").status_code == 404
    stranger = a_partner()
    for viewer in (partner, stranger, a_secretary(), a_person(cities[0])):
        lines = overview(viewer, GroupFilter(), partner.created_at)
        by_policy = [each for each in (group, other) if reads(viewer, each, partner.created_at)]
        assert [line.group for line in lines] == by_policy


def test_the_page_of_a_group_names_who_speaks_for_each_city(signed_in: SignedIn, session: Session) -> None:
    group = a_group()
    first, second, _third = (each.city for each in group.cities)
    a_chair(group, first)
    rep = a_representative(group, first)
    a_deputy(group, first, rank=2)
    a_deputy(group, first, rank=1)
    a_member(group, second)
    past = a_role(group, a_person(second, post="前任"), RoleKind.REPRESENTATIVE, until=rep.created_at).user

    page = signed_in(rep).get("/groups/EDU-02").text
    people = page.split('id="people"')[1].split('id="meetings"')[0]

    assert "立川市 学務課 座長" in people
    assert people.index("1. ") < people.index("2. ")
    assert past.post not in people
    assert people.count("未登録") == 2


def test_only_who_may_raise_finds_the_button(signed_in: SignedIn, session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    for person, may in (
        (a_representative(group, city), True),
        (a_person(city), False),
        (a_secretary(), True),
    ):
        page = signed_in(person).get("/groups/EDU-02").text
        assert ('href="/groups/EDU-02/raise"' in page) is may
        assert ("no-button" in page) is not may


def test_a1_no_caucus_is_told_on_the_page_of_a_group(signed_in: SignedIn, session: Session) -> None:
    group = a_group()
    own, other = (each.city for each in group.cities[:2])
    difference = a_surveying_difference(group)
    writer = a_representative(group, own)
    readers = (writer, a_representative(group, other), a_secretary(), a_partner(group))
    before = {reader.id: signed_in(reader).get("/groups/EDU-02").text for reader in readers}
    with transaction():
        add_caucus_entry(difference.number, writer, body="市長はまだ決めていない。")

    for reader in readers:
        after = signed_in(reader).get("/groups/EDU-02").text
        assert _lately(after) == _lately(before[reader.id])


def test_b40_no_position_is_told_on_the_page_of_a_group(signed_in: SignedIn, session: Session) -> None:
    ballot = a_ballot(sealed=True)
    address = f"/groups/{ballot.group.code}"
    before = signed_in(ballot.secretary).get(address).text
    with transaction():
        cast_position(ballot.round.id, ballot.voice(0), kind=PositionKind.APPROVE, seen=0)

    assert _lately(signed_in(ballot.secretary).get(address).text) == _lately(before)


def _lately(page: str) -> str:
    return page.split('id="events"')[1]


@pytest.mark.parametrize(("address", "most"), [("/groups", 20), ("/groups?view=list", 22)])
def test_a_page_asks_the_database_as_often_for_many_rows_as_for_few(
    signed_in: SignedIn, session: Session, installation: Installation, address: str, most: int
) -> None:
    cities, secretary = three_cities(), a_secretary()
    browser, domain = signed_in(secretary), a_domain()

    def fill(first: int, last: int) -> int:
        with transaction():
            for number in range(first, last):
                session.add(_group(number, domain, cities, secretary))
        with counted(installation.database) as statements:
            assert browser.get(address).status_code == 200
        return len(statements)

    few = fill(1, 11)
    many = fill(11, 100)
    assert few == many <= most


def _group(number: int, domain: Domain, cities: list[City], chair: User) -> Group:
    """A group with cities and a chair."""
    group = Group(
        code=f"EDU-{number:02d}", domain=domain, name_ja="就学", name_en="Enrolment", position=number
    )
    group.cities = [GroupCity(city=city, since=LONG_AGO) for city in cities]
    group.roles = [GroupRole(user=chair, kind=RoleKind.CHAIR, since=LONG_AGO)]
    return group


def test_the_page_of_a_group_asks_as_often_for_100_rows_as_for_10(
    signed_in: SignedIn, session: Session, installation: Installation
) -> None:
    group, secretary = a_group(), a_secretary()
    city = group.cities[0].city
    browser = signed_in(secretary)

    def fill(number: int) -> int:
        with transaction():
            for each in range(number):
                title = f"就学通知の発送時期 その{each}"
                raise_difference(
                    group.id, secretary, title=title, kind=DifferenceKind.OPERATION, why="扱いが異なる。"
                )
                session.add(_member(group, city))
        with counted(installation.database) as statements:
            assert browser.get("/groups/EDU-02").status_code == 200
        return len(statements)

    few = fill(10)
    many = fill(90)
    assert few == many <= 34


def _member(group: Group, city: City) -> GroupRole:
    person = User(
        email=f"{uuid4().hex}@example.jp", kind=UserKind.CITY, city=city, post="主事", created_at=now()
    )
    return GroupRole(group=group, user=person, kind=RoleKind.MEMBER, since=LONG_AGO)
