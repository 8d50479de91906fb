"""The calendar of all groups, and the secret addresses from which calendars of people's own read meetings."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar, Component
from sqlalchemy.orm import Session

from app import clock
from app.actions.calendar_links import make_calendar_link, revoke_calendar_link
from app.actions.meetings import cancel_meeting
from app.actions.meetings.written import plan_written
from app.actions.people import close_account, reopen_account
from app.actions.people_roles import end_role
from app.models import CalendarLink, Group, Meeting, User
from app.policies.calendar import MOST_LINKS
from app.policies.verdicts import NotFound, Refused
from app.queries.meetings.feed import links_of
from app.transaction import transaction
from tests.builders.calendar import a_calendar_token
from tests.builders.council import a_domain, a_group, a_partner, a_person, a_representative, a_secretary
from tests.builders.meetings import a_meeting, an_item
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
LONG = "一括処理の様式、及び\\記号;の扱いについて、各市の考え方を確認し、意見の違いを整理するための臨時の会議"


def test_the_month_shows_meetings_on_their_days_with_holidays_and_today_and_narrows_by_address(
    session: Session, signed_in: SignedIn
) -> None:
    group, leader = a_group(), a_secretary()
    other = a_group([], code="TAX-01", domain=a_domain("TAX", "税"))
    a_meeting(group, leader, title="月内の会議")
    a_meeting(other, leader, title="税の会議", starts_at=clock.now() + timedelta(days=1))
    a_meeting(group, leader, title="翌月の会議", starts_at=clock.now() + timedelta(days=20))
    browser, city = signed_in(leader), group.cities[0].city.code
    page = browser.get("/meetings/calendar").text

    assert "2026年11月" in page
    assert "勤労感謝の日" in page
    assert page.count("本日") == 1
    assert re.search(r'aria-current="date"(?:(?!</td>).)*月内の会議', page, re.DOTALL)
    assert _titles(page) == ["月内の会議", "税の会議"]
    assert _titles(browser.get("/meetings/calendar?month=２０２６－１２").text) == ["翌月の会議"]
    assert "閉庁日" in browser.get("/meetings/calendar?month=2026-12").text
    for query in ("group=EDU-02", "domain=EDU", f"city={city}"):
        narrowed = browser.get(f"/meetings/calendar?month=2026-11&{query}").text
        assert _titles(narrowed) == ["月内の会議"], query
        assert f"{query}&amp;month=2026-12" in narrowed
    assert browser.get("/meetings/calendar?month=9999-99&group=x&city=%00").status_code == 200
    assert _titles(signed_in(a_partner(other)).get("/meetings/calendar").text) == ["税の会議"]


def test_a_month_of_many_meetings_takes_as_many_statements_as_one_of_few(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    group, leader = a_group(), a_secretary()
    browser, token, counts = signed_in(leader), a_calendar_token(leader), []
    for more in (10, 40):
        for minute in range(more):
            a_meeting(group, leader, starts_at=clock.now() + timedelta(minutes=more + minute))
        for address in ("/meetings/calendar", f"/calendar/{token}.ics"):
            browser.get(address)
            with counted(installation.database) as statements:
                assert browser.get(address).status_code == 200
            counts.append(len(statements))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 15


def test_the_feed_is_icalendar_that_programs_read(session: Session, client: FlaskClient) -> None:
    group, leader = a_group(), a_secretary()
    meeting = a_meeting(group, leader, title=LONG, place="市役所本庁舎, 3階; 大会議室")
    an_item(meeting, title="連絡事項, その他")
    off = a_meeting(group, leader, title="消えた会議", starts_at=clock.now() + timedelta(days=3))
    with transaction():
        cancel_meeting(off.id, leader, reason="台風のため。")
    _far(group, leader)
    answer = client.get(f"/calendar/{a_calendar_token(leader, group)}.ics")
    lines = answer.data.split(b"\r\n")
    first, second = _events(answer.data)

    assert answer.mimetype == "text/calendar"
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert str(first["uid"]) == f"meeting-{meeting.id}@localhost"
    assert (str(first["location"]), first["sequence"]) == ("市役所本庁舎, 3階; 大会議室", meeting.serial)
    assert str(first["summary"]).endswith(LONG)
    assert "1. 連絡事項, その他 [協議]" in str(first["description"])
    assert str(first["url"]) == f"http://localhost/meetings/{meeting.id}"
    assert first.decoded("dtstart") == meeting.starts_at
    assert first.decoded("dtend") == meeting.ends_at
    assert first.decoded("dtstamp") == clock.now()
    assert (str(first["status"]), str(second["status"])) == ("CONFIRMED", "CANCELLED")
    assert str(second["summary"]).startswith("【中止】")
    assert second["sequence"] == off.serial > 0


def test_a_written_resolution_stands_in_no_feed_before_it_is_sent(
    session: Session, signed_in: SignedIn, client: FlaskClient
) -> None:
    group, leader = a_group(), a_secretary()
    with transaction():
        plan_written(group.id, leader, title="書面による決議", closes_on=date(2026, 12, 18))

    assert _events(client.get(f"/calendar/{a_calendar_token(leader)}.ics").data) == []
    assert "書面決議" in signed_in(leader).get("/meetings/calendar").text


def test_a_calendar_that_has_the_feed_already_is_told_so_until_a_meeting_changes(
    session: Session, client: FlaskClient
) -> None:
    leader = a_secretary()
    meeting = a_meeting(a_group(), leader)
    address = f"/calendar/{a_calendar_token(leader)}.ics"
    known = {"If-None-Match": client.get(address).headers["ETag"]}

    assert client.get(address, headers=known).status_code == 304
    with transaction():
        cancel_meeting(meeting.id, leader, reason="台風のため。")
    assert client.get(address, headers=known).status_code == 200


def test_a2_an_address_opens_nothing_once_it_is_revoked(session: Session, client: FlaskClient) -> None:
    person, other = a_representative(group := a_group(), group.cities[0].city), a_secretary()
    address = f"/calendar/{a_calendar_token(person)}.ics"
    link = links_of(person)[0]
    with pytest.raises(NotFound), transaction():
        revoke_calendar_link(link.id, other)

    assert client.get(address).status_code == 200
    with transaction():
        revoke_calendar_link(link.id, person)
    assert client.get(address).status_code == 404
    assert client.get("/calendar/none.ics").status_code == 404


def test_a2_a_closed_account_ends_its_addresses_for_good(session: Session, client: FlaskClient) -> None:
    person, secretary = a_representative(group := a_group(), group.cities[0].city), a_secretary()
    address = f"/calendar/{a_calendar_token(person)}.ics"
    assert client.get(address).status_code == 200
    with transaction():
        close_account(person.id, secretary)
    assert client.get(address).status_code == 404
    with transaction():
        reopen_account(person.id, secretary)

    assert client.get(address).status_code == 404


def test_a2_an_address_of_an_account_that_is_not_open_opens_nothing(
    session: Session, client: FlaskClient
) -> None:
    person = a_secretary()
    address = f"/calendar/{a_calendar_token(person)}.ics"
    with transaction():
        person.active = False

    assert client.get(address).status_code == 404


def test_a2_a_partner_reads_the_own_groups_only_and_nothing_once_the_role_ended(
    session: Session, client: FlaskClient
) -> None:
    group, leader = a_group(), a_secretary()
    other = a_group([], code="TAX-01", domain=a_domain("TAX", "税"))
    mine, _theirs = a_meeting(group, leader), a_meeting(other, leader)
    partner = a_partner(group)
    every, one = (f"/calendar/{a_calendar_token(partner, which)}.ics" for which in (None, group))
    with pytest.raises(NotFound), transaction():
        make_calendar_link(partner, group_id=other.id)

    for address in (every, one):
        assert [str(event["url"]) for event in _events(client.get(address).data)] == [
            f"http://localhost/meetings/{mine.id}"
        ]
    with transaction():
        end_role(partner.roles[0].id, leader)
    assert _events(client.get(every).data) == []
    assert client.get(one).status_code == 404


def test_an_address_is_made_shown_once_listed_with_its_last_day_and_revoked(
    session: Session, signed_in: SignedIn, client: FlaskClient
) -> None:
    person = a_person(a_group().cities[0].city)
    browser = signed_in(person)
    sent = {"group": "EDU-02", "key": "the-same-form"}
    shown = browser.post("/calendar/links", data=sent, follow_redirects=True).text
    address = re.search(r"http://localhost(/calendar/[\w-]+\.ics)", shown)

    assert address is not None
    assert browser.get("/calendar/links/new").status_code == 302
    assert browser.post("/calendar/links", data=sent).status_code == 303
    session.rollback()
    assert len(links_of(person)) == 1
    assert "未使用" in browser.get("/calendar/links").text
    assert client.get(address[1]).status_code == 200
    session.rollback()
    (link,) = links_of(person)
    assert (link.used_on, address[1].split("/")[-1] in link.token_hash) == (date(2026, 11, 23), False)
    assert "未使用" not in browser.get("/calendar/links").text
    assert browser.post(f"/calendar/links/{link.id}/revoke").status_code == 303
    assert client.get(address[1]).status_code == 404
    assert browser.post("/calendar/links", data={"group": "NO-99"}).status_code == 422


def test_the_number_of_addresses_of_a_person_is_bounded(session: Session) -> None:
    person = a_secretary()
    with transaction():
        session.add_all(
            CalendarLink(user_id=person.id, token_hash=str(number), created_at=clock.now())
            for number in range(MOST_LINKS)
        )

    with pytest.raises(Refused, match="too_many_calendar_links"), transaction():
        make_calendar_link(person)


def test_the_page_of_a_meeting_offers_it_as_a_file(session: Session, signed_in: SignedIn) -> None:
    leader = a_secretary()
    meeting = a_meeting(a_group(), leader)
    browser = signed_in(leader)
    answer = browser.get(f"/meetings/{meeting.id}/meeting.ics")

    assert f"/meetings/{meeting.id}/meeting.ics" in browser.get(f"/meetings/{meeting.id}").text
    assert "filename=EDU-02-1.ics" in answer.headers["Content-Disposition"]
    assert [str(event["uid"]) for event in _events(answer.data)] == [f"meeting-{meeting.id}@localhost"]


def _far(group: Group, leader: User) -> list[Meeting]:
    """Meetings that lie outside what a feed holds."""
    return [a_meeting(group, leader, starts_at=clock.now() + timedelta(days=days)) for days in (-91, 401)]


def _events(content: bytes) -> list[Component]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def _titles(page: str) -> list[str]:
    return re.findall(r'<span class="small muted">[A-Z]+-\d+ ([^<]+)</span>', page)
