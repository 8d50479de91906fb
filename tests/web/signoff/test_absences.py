"""Absences, deputies and reading afterwards on the pages (S5, S6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.signoff import pass_over
from app.domain.calendar import tokyo_date
from app.domain.signoff import SignoffState
from app.domain.texts import Flag
from app.models import Absence, LaterReading, User
from app.transaction import transaction
from tests.builders.council import a_member, a_person, a_secretary
from tests.builders.signoff import (
    DEPARTMENT,
    PASSWORD,
    Signing,
    an_absence,
    an_escalation,
    an_escalation_by_the_chair,
    decision_on,
    sign_city,
    sign_step,
    with_password,
)
from tests.support.times import MONDAY

SignedIn = Callable[[User], FlaskClient]
TODAY = tokyo_date(MONDAY)


def test_s5_a_manager_registers_an_absence_with_deputies(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    away, deputy = signing.manager(0, DEPARTMENT), a_member(signing.group, signing.cities[0])
    browser = signed_in(signing.manager(0))
    address = f"/sign-off/absences/{signing.cities[0].code}/new"
    assert away.printed in browser.get(address).text
    data = {
        "holding_id": away.holdings[0].id,
        "since": TODAY.isoformat(),
        "last_day": (TODAY + timedelta(days=1)).isoformat(),
        "reason": "出張<b>",
        "deputies-0": deputy.id,
        "deputies-1": "0",
        "deputies-2": "0",
        "key": "k",
    }
    answer = browser.post(address, data=data)
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "出張&lt;b&gt;" in page
    assert f"1. {deputy.printed}" in page
    assert "不在中" in page
    session.rollback()  # the test looks at what stands now
    assert session.scalars(select(Absence)).one().user_id == away.id


def test_s5_what_is_wrong_stands_beside_its_field_and_everything_typed_stays(
    signed_in: SignedIn, session: Session
) -> None:
    signing = an_escalation_by_the_chair()
    away = signing.manager(0)
    data = {
        "holding_id": away.holdings[0].id,
        "since": "2026/11/23",
        "last_day": "2026/11/20",
        "reason": "研修のため",
        "deputies-0": away.id,
    }
    answer = signed_in(away).post(f"/sign-off/absences/{signing.cities[0].code}/new", data=data)
    assert answer.status_code == 422
    assert "研修のため" in answer.text


def test_s5_why_somebody_is_away_stays_in_the_own_city(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    an_absence(signing.manager(0))
    own = signed_in(a_member(signing.group, signing.cities[0])).get("/sign-off/absences").text
    assert "出張" in own
    assert "不在を登録できるのは" in own
    assert "出張" not in signed_in(signing.manager(1)).get("/sign-off/absences").text
    other = signed_in(signing.manager(1)).get(f"/sign-off/absences?city={signing.cities[0].code}").text
    assert "出張" not in other
    assert "出張" in signed_in(a_secretary()).get("/sign-off/absences").text
    matter = signed_in(signing.manager(1)).get(f"/sign-off/{signing.escalation.id}").text
    assert "まで不在" in matter
    assert "出張" not in matter


def test_s5_a_deputy_finds_the_matter_signs_it_and_is_marked(signed_in: SignedIn, session: Session) -> None:
    signing, deputy = _absent_department()
    browser = signed_in(deputy)
    assert signing.difference.number in browser.get("/sign-off?view=mine").text
    assert f"/sign-off/steps/{signing.step(0, 2).id}" in browser.get("/").text
    address = f"/sign-off/{signing.escalation.id}"
    page = browser.get(address).text
    assert "代決者として決裁します" in page
    step = signing.step(0, 2)
    data = {
        "post_id": step.holders[0].post_id,
        "text_hash": signing.escalation.text_hash,
        "password": PASSWORD,
        "meaning": "approve",
    }
    assert browser.post(f"/sign-off/steps/{step.id}/sign", data=data).status_code == 303
    principal = signing.manager(0, DEPARTMENT).printed
    assert f"【代】{deputy.printed}（{principal}の代決）" in browser.get(address).text
    timeline = browser.get(f"/differences/{signing.difference.number}").text
    assert f"{principal}の代決" in timeline


def test_s5_the_decision_and_its_file_mark_the_deputy(signed_in: SignedIn, session: Session) -> None:
    signing, deputy = _absent_department()
    sign_step(signing.step(0, 2), deputy)
    sign_city(signing, 1)
    sign_city(signing, 2)
    browser = signed_in(a_secretary())
    page = browser.get(f"/differences/{signing.difference.number}").text
    decision = page.split("/decisions/")[1].split('"')[0].split("#")[0]
    principal = signing.manager(0, DEPARTMENT).printed
    assert f"{principal}の代決" in browser.get(f"/decisions/{decision}").text
    assert f"【代】{deputy.printed}" in browser.get(f"/decisions/{decision}/decision.md").text


def test_s5_basic_policy_waits_for_the_holder(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation(flags=frozenset({Flag.BASIC_POLICY}))
    sign_step(signing.step(0), signing.manager(0))
    deputy = with_password(a_person(signing.cities[0]))
    an_absence(signing.manager(0, DEPARTMENT), deputy)
    browser = signed_in(deputy)
    assert signing.difference.number not in browser.get("/sign-off?view=mine").text
    step = signing.step(0, 2)
    answer = browser.post(f"/sign-off/steps/{step.id}/sign", data={"post_id": step.holders[0].post_id})
    assert answer.status_code == 409
    assert "代決はできません" in answer.text


def test_s6_passing_over_is_confirmed_and_the_absent_manager_reads_afterwards(
    signed_in: SignedIn, session: Session
) -> None:
    signing = an_escalation_by_the_chair()
    away = signing.manager(0)
    an_absence(away)
    browser = signed_in(signing.manager(0, DEPARTMENT))
    matter = f"/sign-off/{signing.escalation.id}"
    address = f"/sign-off/steps/{signing.step(0).id}/pass-over/{signing.step(0).holders[0].post_id}"
    assert address in browser.get(matter).text
    assert address not in signed_in(signing.manager(1)).get(matter).text
    assert "承認とも否認とも扱いません" in browser.get(address).text
    assert browser.post(address, data={"key": "k"}).status_code == 303
    assert browser.post(address, data={"key": "k"}).status_code == 303  # sent twice, done once
    assert browser.post(address, data={"key": "other"}).status_code == 409
    assert "後閲待ち" in browser.get(matter).text

    session.rollback()
    clock.travel(timedelta(days=4))
    reading = session.scalars(select(LaterReading)).one()
    own = signed_in(away)
    assert f"/sign-off/readings/{reading.id}" in own.get("/").text
    answer = own.post(f"/sign-off/readings/{reading.id}/read", data={"remark": "承知した。", "key": "r"})
    assert answer.status_code == 303
    page = own.get(matter).text
    assert "承知した。" in page
    assert "後閲済" in page
    assert f"/sign-off/readings/{reading.id}" not in own.get("/").text
    assert signing.step(0).state is SignoffState.PASSED_OVER


def test_s6_the_decision_shows_who_was_passed_over(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    away, department = signing.manager(0), signing.manager(0, DEPARTMENT)
    an_absence(away)
    with transaction():
        pass_over(signing.step(0).id, department, post_id=away.holdings[0].post_id)
    sign_step(signing.step(0, 2), department)
    sign_city(signing, 1)
    sign_city(signing, 2)
    decision = decision_on(signing.difference)
    browser = signed_in(a_secretary())
    assert f"学務課長 {away.printed}" in browser.get(f"/decisions/{decision.id}").text
    assert f"後閲: 学務課長 {away.printed}" in browser.get(f"/decisions/{decision.id}/decision.md").text


def test_s6_a_remark_too_long_is_kept_on_the_page(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    away = signing.manager(0)
    an_absence(away)
    with transaction():
        (reading,) = pass_over(signing.step(0).id, away, post_id=away.holdings[0].post_id)
    answer = signed_in(away).post(f"/sign-off/readings/{reading.id}/read", data={"remark": "あ" * 2001})
    assert answer.status_code == 422
    assert "あ" * 2001 in answer.text


@pytest.mark.parametrize("address", ["/sign-off/absences", "/sign-off/absences/000000/new"])
def test_an_unknown_city_is_not_found(signed_in: SignedIn, session: Session, address: str) -> None:
    an_escalation_by_the_chair()
    assert signed_in(a_secretary()).get(f"{address}?city=000000").status_code == 404


def _absent_department() -> tuple[Signing, User]:
    """The first city's 課長 has signed; its 部長 is away, with a deputy who knows the password."""
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0))
    deputy = with_password(a_person(signing.cities[0], post="次長"))
    an_absence(signing.manager(0, DEPARTMENT), deputy)
    return signing, deputy
