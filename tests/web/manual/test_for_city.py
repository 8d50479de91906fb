"""The manual for one city on a day: what stands there then; marks in a chapter (M4, D3, D4, D6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.calendar import tokyo_date
from app.models import User
from tests.builders.council import a_domain, a_group, a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.exceptions import BODY, a_granted_exception
from tests.builders.manual import a_later_decision, an_edition
from tests.builders.signoff import an_escalation, many_decisions, sign_all
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
DAY = timedelta(days=1)
MOST_QUERIES = 24


def test_m4_the_manual_of_a_city_follows_its_exception_until_the_last_day(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()), body="9月に発送する。")
    exception = a_granted_exception(decision, days=30)
    browser, last = signed_in(a_secretary()), exception.last_day
    first, second = (place.city.code for place in decision.group.cities[:2])

    assert BODY in page(browser, first, last)
    assert "例外適用中" in page(browser, first, last)
    after = page(browser, first, last + DAY)
    assert BODY not in after
    assert "9月に発送する。" in after
    assert BODY not in page(browser, second, last)


def test_d6_a_city_without_its_ordinance_is_in_transition_and_is_told_why(
    session: Session, signed_in: SignedIn
) -> None:
    decision = sign_all(an_escalation())
    shown = page(signed_in(a_secretary()), "132021", decision.effective_on + 90 * DAY)

    assert "移行中" in shown
    assert "条例の改正を待っています" in shown
    assert decision.number in shown


def test_d3_a_future_day_shows_the_later_decision(session: Session, signed_in: SignedIn) -> None:
    today = tokyo_date(now())
    earlier = a_quick_decision(effective_on=today, body="10月に発送する。")
    a_later_decision(earlier, effective_on=today + 100 * DAY, body="9月に発送する。")
    browser = signed_in(a_secretary())

    before = page(browser, "132021", today + 99 * DAY)
    assert "10月に発送する。" in before
    assert "施行日の到来前です" in before
    assert "9月に発送する。" in page(browser, "132021", today + 100 * DAY)


def test_the_own_city_and_today_are_shown_first_and_readers_without_a_city_choose(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    city = decision.group.cities[1].city
    voice = signed_in(a_representative(decision.group, city))

    own = voice.get("/manual/for-city").text
    assert f'value="{city.code}" selected' in own
    assert decision.group.code in own
    assert signed_in(a_secretary()).get("/manual/for-city").status_code == 200
    assert voice.get("/manual/for-city?city=999999").status_code == 404
    assert "読み取れない日付です" in voice.get("/manual/for-city?day=x").text


def test_a_partner_sees_the_own_groups_only(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()), body="9月に発送する。")
    other = a_group([], code="TAX-01", domain=a_domain("TAX", "税"))
    stranger = signed_in(a_partner(other))

    assert decision.group.code not in stranger.get("/manual/for-city?city=132021").text
    assert "9月に発送する。" not in page(stranger, "132021", tokyo_date(now()))
    assert "9月に発送する。" in page(signed_in(a_partner(decision.group)), "132021", tokyo_date(now()))


def test_m3_a_chapter_marks_the_cities_in_which_something_else_stands(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    an_edition()
    browser, path = signed_in(a_secretary()), f"/manual/editions/1/{decision.group.code}"
    before = browser.get(path)
    assert "例外適用中" not in before.text
    a_granted_exception(decision)
    after = browser.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "例外適用中" in after.text
    assert "立川市" in after.text


@pytest.mark.parametrize("count", [10, 100])
def test_the_manual_of_a_city_asks_the_database_as_often_for_10_as_for_100(
    installation: Installation, session: Session, signed_in: SignedIn, count: int
) -> None:
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    many_decisions(decision, count)
    browser = signed_in(a_secretary())
    with counted(installation.database) as statements:
        shown = page(browser, "132021", tokyo_date(now()))
    assert shown.count("manual-paragraph-head") == count + 1
    assert len(statements) <= MOST_QUERIES


def page(browser: FlaskClient, city: str, day: object) -> str:
    """The chapter of the group as it stands in a city on a day."""
    answer = browser.get(f"/manual/for-city?city={city}&day={day}&group=EDU-02")
    assert answer.status_code == 200
    return answer.text
