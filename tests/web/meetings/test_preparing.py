"""Preparing a meeting on its pages: what is to be decided, how far the cities are, one click for an item."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.models import User
from tests.builders.council import a_representative, a_secretary
from tests.builders.meetings import a_meeting
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
