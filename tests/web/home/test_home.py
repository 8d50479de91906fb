"""Home: what waits, with one click to the act; for the secretariat, who has not answered; the inbox."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import travel
from app.domain.meetings import MinutesState
from app.models import Notice, User
from tests.builders.ballots import a_ballot, cast_letters
from tests.builders.council import (
    a_chair,
    a_group,
    a_member,
    a_person,
    a_representative,
    a_secretary,
)
from tests.builders.differences import a_difference, a_practice, a_surveying_difference
from tests.builders.discussion import a_concern, a_reply, a_take_home_item
from tests.builders.manual import a_decision, an_edition
from tests.builders.meetings import a_meeting, some_minutes
from tests.builders.proposals import a_difference_on_the_table
from tests.builders.signoff import an_escalation
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 45


def _part(page: str, name: str) -> str:
    return page.split(f'id="{name}"')[1].split("</section>", maxsplit=1)[0]


def _links(part: str) -> list[str]:
    return re.findall(r'<p class="task-subject"><a href="([^"]*)"', part)


def test_nothing_waits_and_the_page_says_what_will(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    member = signed_in(a_member(group, group.cities[0].city)).get("/").text
    stranger = signed_in(a_person(group.cities[0].city)).get("/").text

    assert "対応が必要なものはありません" in member
    assert "ワーキンググループでの役割がまだありません" in stranger


def test_every_task_leads_to_its_act_and_the_act_opens(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    city = group.cities[0].city
    person = a_representative(group, city)
    surveying = a_surveying_difference(group)
    ballot = a_ballot(group=group)
    discussed = a_difference_on_the_table(group)
    concern = a_concern(discussed, person)
    a_reply(concern, a_secretary())
    item = a_take_home_item(discussed, city, owner_id=person.id)
    sitting = some_minutes(group, until=MinutesState.CIRCULATED)
    client = signed_in(person)

    links = _links(_part(client.get("/").text, "own"))
    assert set(links) == {
        f"/differences/{surveying.number}/practices/{city.code}",
        f"/ballots/{ballot.round.id}#position",
        f"/comments/{concern.id}",
        f"/take-home/{item.id}/done",
        f"/meetings/{sitting.meeting.id}/minutes",
    }
    for link in links:
        assert client.get(link, follow_redirects=True).status_code == 200, link


def test_a_manager_is_led_to_the_signature(session: Session, signed_in: SignedIn) -> None:
    signing = an_escalation()
    client = signed_in(signing.manager(0))

    (link,) = _links(_part(client.get("/").text, "own"))
    assert client.get(link, follow_redirects=True).status_code == 200


def test_a_chair_is_led_to_each_act_of_the_group(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    raised, discussed = a_difference(group), a_difference_on_the_table(group)
    client = signed_in(a_chair(group, group.cities[0].city))

    links = _links(_part(client.get("/").text, "own"))
    assert set(links) == {
        f"/differences/{raised.number}/survey/open",
        f"/differences/{discussed.number}/ballot/open",
    }
    for link in links:
        assert client.get(link).status_code == 200


def test_what_is_overdue_stands_first_and_is_marked(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    person = a_representative(group, group.cities[0].city)
    late = a_surveying_difference(group)
    travel(timedelta(days=40))
    a_surveying_difference(group)

    part = _part(signed_in(person).get("/").text, "own")
    assert re.findall(r'data-urgency="(\w+)"', part) == ["overdue", "normal"]
    assert part.index(late.number) < part.index("EDU-02-002")
    assert "期限超過" in part


def test_what_waits_for_others_of_the_city_stands_apart(session: Session, signed_in: SignedIn) -> None:
    ballot = a_ballot()
    client = signed_in(a_member(ballot.group, ballot.cities[0]))

    page = client.get("/").text
    assert ballot.difference.number in _part(page, "city")
    assert ballot.difference.number not in _part(page, "own")
    assert ballot.difference.number in client.get("/todo?for=city").text
    assert ballot.difference.number not in client.get("/todo").text.split("<main")[1]


def test_the_secretariat_sees_who_has_not_answered_by_city(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    difference = a_surveying_difference(group)
    home = group.cities[0].city
    a_practice(difference, home)
    ballot = a_ballot(group=group)
    cast_letters(ballot, ".aa")
    some_minutes(group, until=MinutesState.CIRCULATED)
    client = signed_in(a_secretary())

    page = client.get("/").text
    rows = dict(
        zip(("立川市", "三鷹市", "日野市"), _part(page, "outstanding").split("<tr>")[2:], strict=True)
    )
    assert f"ball={home.code}&amp;stage=voting" in rows["立川市"]
    assert "stage=surveying" not in rows["立川市"]
    assert "stage=surveying" in rows["三鷹市"]
    assert "stage=voting" not in rows["三鷹市"]
    waiting = client.get(f"/differences?ball={home.code}&stage=voting").text
    assert ballot.difference.title in waiting
    assert all(city in _part(page, "minutes") for city in rows)


def test_city_people_do_not_see_the_answers_of_the_others(session: Session, signed_in: SignedIn) -> None:
    group = a_group()

    page = signed_in(a_representative(group, group.cities[0].city)).get("/").text
    assert 'id="outstanding"' not in page


@pytest.mark.parametrize("letters", ["...", "ao."])
def test_b40_home_tells_nobody_who_has_acted_in_a_sealed_ballot(
    session: Session, signed_in: SignedIn, letters: str
) -> None:
    ballot = a_ballot(sealed=True)
    cast_letters(ballot, letters)

    rows = _part(signed_in(a_secretary()).get("/").text, "outstanding").split("<tr>")[2:]
    assert ["stage=voting" in row for row in rows] == [True, True, True]


def test_the_groups_changes_stand_on_home(session: Session, signed_in: SignedIn) -> None:
    group, elsewhere = a_group(), a_group([], code="TAX-01")
    mine, other = a_difference(group, title="自分の差異"), a_difference(elsewhere, title="よその差異")

    recent = _part(signed_in(a_member(group, group.cities[0].city)).get("/").text, "recent")
    assert mine.title in recent
    assert other.title not in recent
    assert other.title in _part(signed_in(a_secretary()).get("/").text, "recent")


def test_a_long_list_shows_ten_and_leads_to_all_in_pages(session: Session, signed_in: SignedIn) -> None:
    group, secretary = a_group(), a_secretary()
    person = a_representative(group, group.cities[0].city)
    for _ in range(26):
        a_surveying_difference(group, secretary)
    client = signed_in(person)

    assert len(_links(_part(client.get("/").text, "own"))) == 10
    assert len(_links(client.get("/todo").text)) == 25
    assert len(_links(client.get("/todo?page=2").text)) == 1


def test_notices_lead_to_what_they_are_about_and_are_read_by_a_button(
    session: Session, signed_in: SignedIn
) -> None:
    group = a_group()
    person = a_representative(group, group.cities[0].city)
    difference = a_surveying_difference(group)
    meeting = a_meeting(group)
    client = signed_in(person)

    inbox = client.get("/notices").text
    assert inbox.count("未読") == 2
    assert f"/differences/{difference.number}" in inbox
    assert f"{group.name_ja} 第{meeting.number}回会議" in inbox
    notice = session.scalars(select(Notice).where(Notice.user_id == person.id).order_by(Notice.id)).first()
    assert notice is not None
    assert client.post(f"/notices/{notice.id}/read").status_code == 303
    assert client.get("/notices").text.count("未読") == 1
    assert client.post("/notices/read").status_code == 303
    assert client.get("/notices").text.count("未読") == 0


def test_every_kind_of_notice_opens(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    person = a_representative(group, group.cities[0].city)
    some_minutes(group, [a_decision(group).difference], until=MinutesState.FINAL)
    an_edition()
    client = signed_in(person)

    inbox = client.get("/notices").text
    links = set(re.findall(r'<a href="([^"]*)"', inbox.split('class="timeline"')[1].split("</ol>")[0]))
    assert len(links) >= 4
    for link in links:
        assert client.get(link, follow_redirects=True).status_code == 200, link


def test_a_notice_of_somebody_else_stays_unread(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    person, stranger = (a_representative(group, place.city) for place in group.cities[:2])
    a_surveying_difference(group)
    notice = session.scalars(select(Notice).where(Notice.user_id == person.id)).one()

    signed_in(stranger).post(f"/notices/{notice.id}/read")

    session.rollback()
    assert notice.read_at is None


def test_an_empty_inbox_says_what_will_stand_there(session: Session, signed_in: SignedIn) -> None:
    assert "お知らせはありません" in signed_in(a_secretary()).get("/notices").text


def test_ten_rows_and_a_hundred_take_the_same_queries(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    group, secretary = a_group(), a_secretary()
    chair = a_chair(group, group.cities[0].city)
    some_minutes(group, until=MinutesState.CIRCULATED)
    a_ballot(group=group)
    a_concern(a_difference_on_the_table(group), chair)
    browsers = {path: signed_in(chair) for path in ("/", "/todo", "/notices")}
    browsers["/?of=secretariat"] = signed_in(secretary)

    def grow(rows: int) -> None:
        for _ in range(rows):
            a_surveying_difference(group, secretary)

    def queries() -> dict[str, int]:
        found = {}
        for path, browser in browsers.items():
            with counted(installation.database) as statements:
                assert browser.get(path).status_code == 200
            found[path] = len(statements)
        return found

    grow(10)
    few = queries()
    grow(90)
    assert queries() == few
    assert max(few.values()) <= MOST_QUERIES
