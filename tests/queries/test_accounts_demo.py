"""The accounts a demo offers: by side and section, in as many statements for many as for few."""

from sqlalchemy.orm import Session

from app.clock import now
from app.domain.roles import RoleKind, UserKind
from app.models import City, Group, GroupRole, Post, PostHolding, User
from app.queries.accounts_demo import demo_sides
from app.transaction import transaction
from tests.builders.council import (
    LONG_AGO,
    a_chair,
    a_group,
    a_manager,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
)
from tests.conftest import Installation
from tests.support.queries import counted


def test_people_stand_by_side_then_by_section_then_by_role(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    representative, chair = a_representative(group, city), a_chair(group, city)
    clerk = a_person(city)
    manager = a_manager(city)
    secretary, partner = a_secretary(), a_partner(group)
    a_person(city, active=False)

    sides = demo_sides(now())

    assert [(side.kind, side.city) for side in sides] == [
        (UserKind.SECRETARIAT, None),
        (UserKind.CITY, city),
        (UserKind.PARTNER, None),
    ]
    office, others = sides[1].sections
    assert (office.name, office.codes) == ("学務課", ["EDU-02"])
    assert [each.person for each in office.people] == [chair, representative, clerk]
    assert [(each.person, len(each.posts)) for each in others.people] == [(manager, 1)]
    assert [each.person for each in sides[0].sections[0].people] == [secretary]
    assert [each.kinds for each in sides[2].sections[0].people] == [[RoleKind.PARTNER]]
    assert sides[2].sections[0].people[0].person == partner


def test_the_demo_asks_the_database_as_often_for_100_people_as_for_10(
    session: Session, installation: Installation
) -> None:
    group = a_group()
    city = group.cities[0].city

    def fill(first: int, last: int) -> int:
        with transaction():
            for number in range(first, last):
                session.add_all(_somebody(number, group, city))
        with installation.database.scope(), counted(installation.database) as statements:
            demo_sides(now())
        return len(statements)

    few = fill(0, 10)
    many = fill(10, 100)
    assert few == many <= 8


def _somebody(number: int, group: Group, city: City) -> list[object]:
    person = User(
        email=f"demo{number}@example.jp",
        kind=UserKind.CITY,
        city=city,
        section=f"第{number % 9}課",
        post="主事",
        created_at=now(),
    )
    post = Post(city=city, name=f"課長{number}")
    return [
        GroupRole(group=group, user=person, kind=RoleKind.MEMBER, since=LONG_AGO),
        PostHolding(post=post, user=person, since=LONG_AGO),
    ]
