"""Preparing a meeting on its pages: what is to be decided, how far the cities are, one click for an item."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.models import User
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.meetings import a_meeting, an_item
from tests.builders.proposals import a_difference_on_the_table

SignedIn = Callable[[User], FlaskClient]


def test_one_click_adds_an_item_and_the_page_says_what_is_decided_and_how_far_the_cities_are(
    session: Session, signed_in: SignedIn
) -> None:
    difference, secretary = a_difference_on_the_table(), a_secretary()
    voice = a_representative(difference.group, difference.group.cities[0].city)
    meeting = a_meeting(difference.group, secretary, starts_at=clock.now() + timedelta(days=8))
    address, browser = f"/meetings/{meeting.id}", signed_in(secretary)
    prepared = browser.get(f"{address}/agenda").text

    assert f'name="numbers" value="{difference.number}"' in prepared
    assert "この案を採決に付すかどうかを決めます。" in prepared
    assert "案1 第1版" in prepared
    browser.post(f"{address}/agenda/proposed", data={"numbers": difference.number})
    shown = browser.get(address).text
    assert "各市の準備状況" in shown
    assert "賛否を表明できる人がいません" in shown
    assert "庁内協議で賛否の案が決まっていません" not in shown
    assert "庁内協議で賛否の案が決まっていません" in signed_in(voice).get(address).text


def test_the_consent_list_is_listed_pulled_from_put_to_the_ballots_and_approved_on_the_pages(
    session: Session, signed_in: SignedIn
) -> None:
    group, secretary = a_group(), a_secretary()
    voices = [a_representative(group, city) for city in group.voting_cities_at(clock.now())]
    meeting = a_meeting(group, secretary)
    items = [an_item(meeting, a_difference_on_the_table(group), secretary) for _ in range(2)]
    address, lead, voice = f"/meetings/{meeting.id}", signed_in(secretary), signed_in(voices[0])
    for item in items:
        assert lead.post(f"{address}/agenda/{item.id}/consent", data={"on": "1"}).status_code == 303

    assert "個別の審議を求める" in voice.get(address).text
    assert "個別の審議を求める" not in lead.get(address).text
    voice.post(f"{address}/agenda/{items[0].id}/pull", data={"reason": "窓口への影響を確かめたい。"})
    assert "窓口への影響を確かめたい。" in lead.get(address).text
    form = lead.get(f"{address}/consent").text
    assert items[1].title in form
    assert (
        lead.post(f"{address}/consent", data={"closes_on": "2026-11-01", "reason": "ー"}).status_code == 422
    )
    sent = {"closes_on": "2026-12-18", "reason": "異議の見込みがないため。"}
    assert lead.post(f"{address}/consent", data=sent).status_code == 303
    assert "一括承認の全件に、市として賛成する" in voice.get(address).text
    answered = voice.post(f"{address}/consent/approve", follow_redirects=True).text
    assert "1件の採決に賛成を表明しました。" in answered
    assert "一括承認の全件に、市として賛成する" not in answered


def test_a_written_resolution_is_planned_given_its_agenda_and_sent_on_the_pages(
    session: Session, signed_in: SignedIn
) -> None:
    difference, secretary = a_difference_on_the_table(), a_secretary()
    voice = a_representative(difference.group, difference.group.cities[0].city)
    lead = signed_in(secretary)
    fields = {"group": difference.group.code, "title": "通知文の様式", "closes_on": "2026-11-24"}
    assert lead.post("/meetings/written/new", data=fields).status_code == 422
    made = lead.post("/meetings/written/new", data=fields | {"closes_on": "2026-12-04"})
    address = made.location.removesuffix("/agenda")
    lead.post(f"{address}/agenda/proposed", data={"numbers": difference.number})

    assert "通知文の様式" in lead.get(f"{address}/written").text
    assert "書面決議はまだ送られていません" in lead.get(address).text
    assert difference.title in lead.get(f"{address}/written/send").text
    sent = lead.post(
        f"{address}/written/send", data={"message": "ご確認ください。"}, follow_redirects=True
    ).text
    assert "採決を始め、各市に知らせました。" in sent
    assert "書面決議を変更する" not in sent
    assert "書面決議" in signed_in(voice).get("/meetings").text
    assert signed_in(voice).get(f"{address}/written/send").status_code == 403
