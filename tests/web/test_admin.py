"""The registers of cities, groups and posts, as the secretariat keeps them on the screen."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.clock import now
from app.domain.roles import RoleKind, StepRule, UserKind
from app.models import (
    City,
    Group,
    GroupCity,
    GroupRole,
    Membership,
    Post,
    PostHolding,
    User,
)
from app.policies.standing import has_role
from app.queries.accounts import user_with_password
from app.queries.council import routes_of_city
from app.transaction import transaction
from tests.builders.council import (
    LONG_AGO,
    a_city,
    a_domain,
    a_group,
    a_post,
    a_route,
    a_secretary,
    three_cities,
)
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
TODAY = "2026-11-23"


@pytest.fixture
def browser(signed_in: SignedIn, session: Session) -> FlaskClient:
    """A browser of the secretariat."""
    return signed_in(a_secretary())


def _sent(answer: TestResponse, to: str = "") -> str:
    """Where a form that was accepted leads."""
    assert answer.status_code == 303, _errors(answer)
    assert answer.location.startswith(to), answer.location
    return answer.location


def _errors(answer: TestResponse) -> list[str]:
    return re.findall(r'<p class="field-error">.*?</span>([^<]+)</span>', answer.text)


def test_a_new_city_is_set_up_from_nothing_by_the_screens_alone(
    browser: FlaskClient, client: FlaskClient, session: Session
) -> None:
    """The way the pages lead: city, groups, people, posts, who holds them, route."""
    group, other = a_group([]), a_group([], code="EDU-05")
    city_fields = {
        "code": "１３２１０１",
        "name_ja": "小金井市",
        "name_en": "Koganei",
        "reading": "こがねいし",
        "population": "126,253",
        "population_on": "2020-10-01",
        "kind": "member",
        "since": TODAY,
    }
    page = _sent(
        browser.post("/administration/cities/new", data=city_fields), "/administration/cities/132101"
    )
    assert "5件中0件" in browser.get(page).text

    session.rollback()
    city = session.scalars(select(City)).one()
    chosen = {"chosen": [str(group.id), str(other.id)], "since": TODAY}
    _sent(browser.post(f"{page}/groups", data=chosen), page)

    person = {"kind": "city", "city_id": str(city.id), "section": "学務課", "invite": "y"}
    link_page = _sent(
        browser.post(
            "/administration/people/new", data={**person, "email": "gakumu@koganei.example", "post": "主任"}
        )
    )
    shown = browser.get(link_page).text
    token = re.search(r"/set-password/([\w-]+)", shown).group(1)
    assert "/set-password/" not in browser.get(link_page, follow_redirects=True).text

    session.rollback()
    staff = session.scalars(select(User).where(User.email == "gakumu@koganei.example")).one()
    role = {"kind": "representative", "group_ids": [str(group.id), str(other.id)], "since": TODAY}
    _sent(browser.post(f"/administration/people/{staff.id}/roles/new", data=role))

    _sent(browser.post(f"{page}/posts", data={"name": "学務課長"}), page)
    _sent(
        browser.post(
            "/administration/people/new",
            data={**person, "email": "kacho@koganei.example", "post": "学務課長", "invite": ""},
        )
    )
    session.rollback()
    post = session.scalars(select(Post)).one()
    chief = session.scalars(select(User).where(User.email == "kacho@koganei.example")).one()
    held = {"post_id": str(post.id), "since": TODAY}
    _sent(browser.post(f"/administration/people/{chief.id}/posts/new", data=held))
    _sent(browser.post(f"{page}/routes/common", data={"steps-0-posts": str(post.id)}), page)

    assert "5件中5件" in browser.get(page).text
    phrase = "a phrase of Koganei"
    _sent(client.post(f"/set-password/{token}", data={"password": phrase, "again": phrase}))
    session.rollback()
    assert user_with_password("gakumu@koganei.example", phrase) == staff
    assert has_role(staff, group, RoleKind.REPRESENTATIVE, now())
    assert city.is_member(now())
    assert [[p.post for p in step.posts] for step in routes_of_city(city)[0].steps] == [[post]]


def test_a_form_with_a_fault_keeps_everything_typed(browser: FlaskClient, session: Session) -> None:
    city = a_city()
    typed = {"kind": "partner", "email": "no address", "post": "SE", "section": "公共事業部", "name": "甲野"}
    answer = browser.post("/administration/people/new", data=typed)
    assert answer.status_code == 422
    for value in ("no address", "SE", "公共事業部", "甲野"):
        assert f'value="{value}"' in answer.text
    assert "メールアドレスの形式ではありません" in answer.text

    fields = {"name_ja": "甲市", "name_en": "Ko", "reading": "", "population": "たくさん"}
    answer = browser.post(f"/administration/cities/{city.code}/edit", data=fields)
    assert answer.status_code == 422
    assert 'value="甲市"' in answer.text
    assert 'value="たくさん"' in answer.text


def test_a_city_is_admitted_and_leaves(browser: FlaskClient, session: Session) -> None:
    city = a_city()
    page = f"/administration/cities/{city.code}"
    assert browser.get(f"{page}/membership").status_code == 200
    assert browser.post(f"{page}/membership", data={"kind": "member", "since": TODAY}).status_code == 422
    _sent(browser.post(f"{page}/membership", data={"kind": "leaves", "since": "2026-12-01"}), page)
    session.rollback()
    ((kind, until),) = session.execute(select(Membership.kind, Membership.until)).all()
    assert (kind.value, until.date()) == ("member", date(2026, 11, 30))


def test_groups_are_kept(browser: FlaskClient, session: Session) -> None:
    cities = three_cities()
    domain = {"code": "TAX", "name_ja": "税分野", "name_en": "Tax", "short_name_ja": "税"}
    _sent(browser.post("/administration/domains/new", data=domain), "/administration/groups")
    session.rollback()
    domain_id = a_domain("TAX").id
    wrong = {"domain_id": str(domain_id), "code": "EDU-01", "name_ja": "固定資産税", "name_en": "Property"}
    assert browser.post("/administration/groups/new", data=wrong).status_code == 422
    page = _sent(browser.post("/administration/groups/new", data={**wrong, "code": "TAX-01"}))
    assert page == "/administration/groups/TAX-01"
    _sent(browser.post(f"{page}/cities", data={"chosen": [str(c.id) for c in cities[:2]], "since": TODAY}))
    renamed = {"name_ja": "固定資産税", "name_en": "Property tax", "active": "y"}
    _sent(browser.post(f"{page}/edit", data=renamed), page)
    session.rollback()
    group = session.scalars(select(Group)).one()
    assert (group.name_en, group.active) == ("Property tax", True)
    assert group.voting_cities_at(now()) == cities[:2]
    assert 'href="/administration/groups/TAX-01"' in browser.get("/administration/groups?text=固定").text
    assert 'href="/administration/groups/TAX-01"' not in browser.get("/administration/groups?text=就学").text
    _sent(browser.post(f"{page}/cities", data={"since": "2026-12-01"}), page)
    session.rollback()
    assert session.scalar(select(func.count()).where(GroupCity.until.is_(None))) == 0


def test_routes_are_set_and_taken_away(browser: FlaskClient, session: Session) -> None:
    city, domain = a_city(), a_domain()
    chief, head = a_post(city, "学務課長"), a_post(city, "教育部長")
    a_route(city, [chief])
    page = f"/administration/cities/{city.code}/routes"
    assert browser.get(page).status_code == 200
    assert "checked" in browser.get(f"{page}/common").text
    assert browser.get(f"{page}/NONE").status_code == 404
    steps = {
        "steps-0-posts": [str(chief.id), str(head.id)],
        "steps-0-rule": "any",
        "steps-1-rule": "all",
        "steps-2-posts": str(head.id),
    }
    refused = browser.post(f"{page}/{domain.code}", data=steps)
    assert refused.status_code == 422
    assert "1つの職を複数の段階に置くことはできません" in refused.text
    _sent(browser.post(f"{page}/{domain.code}", data={**steps, "steps-0-posts": str(chief.id)}))
    session.rollback()
    own = routes_of_city(city)[1]
    assert [(step.rule, step.posts[0].post) for step in own.steps] == [
        (StepRule.ANY, chief),
        (StepRule.ALL, head),
    ]
    assert browser.post(f"{page}/{domain.code}", data={}).status_code == 422
    _sent(browser.post(f"{page}/{domain.code}/remove"))
    session.rollback()
    assert len(routes_of_city(city)) == 1


def test_a_post_is_renamed(browser: FlaskClient, session: Session) -> None:
    post = a_post(a_city())
    address = f"/administration/posts/{post.id}/rename"
    assert browser.get(address).status_code == 200
    assert browser.post(address, data={"name": " "}).status_code == 422
    _sent(browser.post(address, data={"name": "教育総務課長"}))
    session.rollback()
    assert post.name == "教育総務課長"


def _statements(installation: Installation, browser: FlaskClient, address: str) -> int:
    with counted(installation.database) as statements:
        assert browser.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/administration/people", 30),
        ("/administration/groups", 30),
        ("/administration/cities", 30),
        ("/administration", 30),
        ("/administration/groups/EDU-01", 30),
        ("/administration/cities/132021", 36),
    ],
)
def test_a_page_asks_the_database_as_often_for_100_rows_as_for_10(
    browser: FlaskClient, session: Session, installation: Installation, address: str, most: int
) -> None:
    cities = three_cities()
    groups = [a_group(cities, code=f"EDU-{n:02d}") for n in range(1, 11)]

    def fill(first: int, last: int) -> None:
        with transaction():
            for number in range(first, last):
                session.add_all(_somebody(number, groups[number % 10], cities[number % 3]))

    fill(0, 10)
    few = _statements(installation, browser, address)
    fill(10, 100)
    for number in range(11, 41):
        a_group(cities, code=f"EDU-{number:02d}")
    many = _statements(installation, browser, address)

    assert few == many <= most


def _somebody(number: int, group: Group, city: City) -> list[object]:
    """A person with a role in the group and a post of the city."""
    person = User(
        email=f"somebody{number}@example.jp", kind=UserKind.CITY, city=city, post="主事", created_at=now()
    )
    post = Post(city=city, name=f"課長{number}")
    return [
        GroupRole(group=group, user=person, kind=RoleKind.MEMBER, since=LONG_AGO),
        PostHolding(post=post, user=person, since=LONG_AGO),
    ]
