"""The page of a difference: what it shows to whom, its number in any width, and merged numbers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.differences import announce_no_difference, hold, merge, withdraw
from app.clock import now, travel
from app.domain.calendar import tokyo_date
from app.models import Difference, User
from app.transaction import transaction
from tests.builders.ballots import a_ballot, cast_letters
from tests.builders.council import (
    a_chair,
    a_group,
    a_member,
    a_partner,
    a_representative,
    a_secretary,
    an_observer,
)
from tests.builders.differences import (
    a_difference,
    a_practice,
    a_proposing_difference,
    a_surveying_difference,
)
from tests.builders.discussion import a_caucus_entry, a_comment, a_take_home_item
from tests.builders.manual import a_decision
from tests.builders.proposals import a_difference_on_the_table, a_proposal
from tests.builders.signoff import an_escalation
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 80
TOKEN = re.compile(r'(?:content|value)="[\w.-]{50,}"')


def _page(client: FlaskClient, difference: Difference, query: str = "") -> str:
    answer = client.get(f"/differences/{difference.number}{query}")
    assert answer.status_code == 200
    return answer.text


def test_the_page_opens_at_every_stage(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    secretary = a_secretary()
    withdrawn = a_difference(group)
    with transaction():
        withdraw(withdrawn.number, secretary, reason="重ねて起票したため")
    stages = [
        a_difference(group),
        a_surveying_difference(group),
        a_proposing_difference(group),
        a_difference_on_the_table(group),
        a_ballot(group=group).difference,
        an_escalation(group).difference,
        a_decision(group).difference,
        withdrawn,
    ]
    people = [secretary, a_chair(group), an_observer(group, group.cities[2].city), a_partner(group)]
    people += [a_representative(group, place.city) for place in group.cities[:1]]

    for difference in stages:
        for person in people:
            assert difference.title in _page(signed_in(person), difference)


def test_l3_the_page_names_who_has_the_ball_and_until_when(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    group = difference.group
    a_practice(difference, group.cities[0].city)

    page = _page(signed_in(a_representative(group, group.cities[1].city)), difference)
    ball = page.split('class="ball"')[1].split("</section>")[0]
    assert "data-mine" in ball
    assert "三鷹市" in ball
    assert "日野市" in ball
    assert "立川市" not in ball
    assert "2026年12月14日(月) 24:00" in ball
    assert (
        "data-mine"
        not in _page(signed_in(an_observer(group, group.cities[2].city)), difference).split('class="ball"')[1]
    )


def test_what_is_overdue_says_so(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    travel(timedelta(days=30))

    assert "data-overdue" in _page(signed_in(a_secretary()), difference)


def test_the_grid_shows_every_city_and_what_is_not_surveyed(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    first, second, _third = (place.city for place in difference.group.cities)
    a_practice(difference, first, "郵送で行う。", source="手引き第3章", yearly_volume=1530)
    a_practice(difference, second, "郵送で行う。", is_example=True)

    grid = _page(signed_in(a_secretary()), difference).split("table grid-of-cities")[1].split("</table>")[0]
    assert grid.count("郵送で行う。") == 2
    assert grid.count('data-letter="A"') == 2
    assert grid.count('data-state="unsurveyed"') == 1
    assert "未調査" in grid
    assert "手引き第3章" in grid
    assert "1,530" in grid
    assert grid.count("例示") == 1


def test_the_grid_shows_what_the_proposal_changes_for_each_city(
    session: Session, signed_in: SignedIn
) -> None:
    difference = a_proposing_difference()
    a_proposal(difference)

    grid = _page(signed_in(a_secretary()), difference).split("table grid-of-cities")[1].split("</table>")[0]
    assert "案による変更点" in grid


def test_a_person_finds_the_button_for_the_own_city_only(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()
    group = difference.group
    home, neighbour = group.cities[0].city, group.cities[1].city

    page = _page(signed_in(a_representative(group, home)), difference)
    assert f"/practices/{home.code}" in page
    assert f"/practices/{neighbour.code}" not in page
    everything = _page(signed_in(a_secretary()), difference)
    assert all(f"/practices/{place.city.code}" in everything for place in group.cities)
    assert "/practices/" not in _page(signed_in(an_observer(group, group.cities[2].city)), difference)


def test_each_act_has_a_button_or_the_reason_why_there_is_none(session: Session, signed_in: SignedIn) -> None:
    difference = a_surveying_difference()

    leading = _page(signed_in(a_chair(difference.group)), difference)
    assert f'href="/differences/{difference.number}/hold"' in leading
    assert f'href="/differences/{difference.number}/survey/close"' in leading
    assert "現行を回答していない市が3市あります。" in leading, "why no difference cannot be announced"
    watching = _page(signed_in(an_observer(difference.group, difference.group.cities[2].city)), difference)
    assert f'href="/differences/{difference.number}/hold"' not in watching
    assert "この操作は座長と事務局のみが行えます。" in watching


def test_a_hold_an_announcement_and_an_end_stand_at_the_top(session: Session, signed_in: SignedIn) -> None:
    group, secretary = a_group(), a_secretary()
    held, announced, withdrawn = a_difference(group), a_proposing_difference(group), a_difference(group)
    with transaction():
        hold(held.number, secretary, reason="国の通知を待つため", review_on=tokyo_date(now()))
    with transaction():
        announce_no_difference(announced.number, secretary, reason="三市とも同じ扱い")
    with transaction():
        withdraw(withdrawn.number, secretary, reason="重ねて起票したため")

    client = signed_in(secretary)
    assert "国の通知を待つため" in _page(client, held).split('id="about"')[0]
    assert "三市とも同じ扱い" in _page(client, announced).split('id="about"')[0]
    assert "重ねて起票したため" in _page(client, withdrawn).split('id="about"')[0]


@pytest.mark.parametrize("typed", ["edu-02-001", "ＥＤＵ－０２－００１", "EDU-02-1"])
def test_a_number_in_any_width_leads_to_its_one_address(
    session: Session, signed_in: SignedIn, typed: str
) -> None:
    a_difference()
    client = signed_in(a_secretary())

    answer = client.get(f"/differences/{typed}?page=2")
    assert (answer.status_code, answer.location) == (301, "/differences/EDU-02-001?page=2")
    assert client.get(f"/differences/{typed}/hold").location == "/differences/EDU-02-001/hold"


@pytest.mark.parametrize("typed", ["EDU-02-009", "EDU", "x", "EDU-02-001-002"])
def test_an_unknown_number_is_not_found(session: Session, signed_in: SignedIn, typed: str) -> None:
    a_difference()

    assert signed_in(a_secretary()).get(f"/differences/{typed}").status_code == 404


def test_l9_a_merged_number_leads_to_the_other_for_ever_with_a_banner(
    session: Session, signed_in: SignedIn
) -> None:
    group, secretary = a_group(), a_secretary()
    losing, winning = a_difference(group), a_difference(group)
    with transaction():
        merge(losing.number, secretary, into=winning.number, reason="同じ内容のため")
    client = signed_in(secretary)

    answer = client.get(f"/differences/{losing.number}")
    assert answer.status_code == 301
    followed = client.get(answer.location).text
    assert f"{losing.number}はこの差異に統合されました。" in followed
    assert f"/differences/{losing.number}?stay=1" in followed
    itself = _page(client, losing, "?stay=1")
    assert "同じ内容のため" in itself
    assert f'href="/differences/{winning.number}"' in itself


def test_a_banner_cannot_be_forged(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()

    page = _page(signed_in(a_secretary()), difference, "?merged=<b>EDU-02-099</b>")

    assert "統合されました" not in page
    assert "EDU-02-099" not in page.split("<main")[1]


def test_a_partner_of_another_group_does_not_learn_that_it_exists(
    session: Session, signed_in: SignedIn
) -> None:
    difference, elsewhere = a_difference(), a_group([], code="TAX-01")

    client = signed_in(a_partner(elsewhere))
    for path in ("", "/hold", "/practices/132021", "/practices/132021/revisions", "/merge"):
        assert client.get(f"/differences/{difference.number}{path}").status_code == 404


def test_a1_a_caucus_shows_on_the_page_of_its_own_city_only(session: Session, signed_in: SignedIn) -> None:
    difference = a_proposing_difference()
    group = difference.group
    author = a_representative(group, group.cities[0].city)
    a_caucus_entry(difference, author, "予算が足りないので反対したい。")

    assert "予算が足りない" in _page(signed_in(author), difference)
    for outsider in (
        a_representative(group, group.cities[1].city),
        a_secretary(),
        a_partner(group),
        a_chair(group, group.cities[2].city),
    ):
        assert "予算が足りない" not in _page(signed_in(outsider), difference)


@pytest.mark.parametrize("letters", ["a..", "ox."])
def test_b40_a_sealed_ballot_leaves_the_page_as_it_was(
    session: Session, signed_in: SignedIn, letters: str
) -> None:
    ballot = a_ballot(sealed=True)
    client = signed_in(a_secretary())
    before = TOKEN.sub("", _page(client, ballot.difference))

    cast_letters(ballot, letters)

    assert TOKEN.sub("", _page(client, ballot.difference)) == before


def test_what_people_write_is_shown_as_text(session: Session, signed_in: SignedIn) -> None:
    evil = "<script>alert(1)</script>"
    difference = a_difference(title=evil, why=f"{evil} 困る理由")
    a_practice(difference, difference.group.cities[0].city, f"{evil} 郵送", source=evil)

    assert "<script>alert" not in _page(signed_in(a_secretary()), difference)


@pytest.mark.parametrize("path", ["", "/hold", "/survey/open"])
def test_nobody_reads_without_signing_in(session: Session, client: FlaskClient, path: str) -> None:
    number = a_difference().number

    answer = client.get(f"/differences/{number}{path}")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_a_long_history_takes_as_many_queries_as_a_short_one(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    difference = a_proposing_difference()
    group, secretary = difference.group, a_secretary()
    city = group.cities[0].city
    people = [a_member(group, place.city) for place in group.cities]
    reader = signed_in(a_representative(group, city))
    a_proposal(difference)

    def grow(rows: int) -> None:
        for number in range(rows):
            a_practice(difference, city, f"第{rows}-{number}の方法", author=secretary, instruction="電話")
        for number in range(rows // 5):
            a_comment(difference, people[number % 3], body=f"意見 {rows}-{number}")
            a_take_home_item(difference, city)

    def queries() -> int:
        with counted(installation.database) as statements:
            _page(reader, difference)
        return len(statements)

    grow(10)
    few = queries()
    grow(90)
    many = queries()
    assert many <= few
    assert many <= MOST_QUERIES, many
