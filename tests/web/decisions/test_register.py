"""The register: found by number in any width, group, domain, city, day and year; sorted, paged, as a file (M11)."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.models import City, Decision, User
from tests.builders.council import a_city, a_domain, a_group, a_partner, a_secretary, three_cities
from tests.builders.signoff import (
    a_decision,
    a_later_decision,
    an_escalation_by_the_chair,
    many_decisions,
    sign_all,
)
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 40
SCHOOL, TAX = "令和8年度 教育-1号", "令和8年度 税-1号"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {SCHOOL, TAX}),
        ("number=令和８年度　教育－１号", {SCHOOL}),
        ("number=教育ー1", {SCHOOL}),
        ("number=１", {SCHOOL, TAX}),
        ("number=2", set()),
        ("number=税", {TAX}),
        ("q=就学 末日", {SCHOOL, TAX}),
        ("q=就学 ない語", set()),
        ("q=ＥＤＵ－０２－００１", {SCHOOL}),
        ("group=EDU-02", {SCHOOL}),
        ("domain=TAX", {TAX}),
        ("city=132128", {SCHOOL}),
        ("city=132021", {SCHOOL, TAX}),
        ("city=000000", {SCHOOL, TAX}),
        ("year=2026", {SCHOOL, TAX}),
        ("year=2025", set()),
        ("year=あ", {SCHOOL, TAX}),
        ("from=2026-12-01&to=2026-12-01", {SCHOOL}),
        ("from=２０２６/１２/０２", {TAX}),
        ("to=2026-11-30", set()),
        ("number=教育&domain=TAX", set()),
    ],
)
def test_decisions_are_found_by_what_the_address_says(
    signed_in: SignedIn, session: Session, query: str, found: set[str]
) -> None:
    _two_decisions()
    page = signed_in(a_secretary()).get(f"/decisions?{query}").text
    assert {number for number in (SCHOOL, TAX) if f">{number}<" in page} == found


def test_a_city_is_found_that_signed_without_a_ballot(signed_in: SignedIn, session: Session) -> None:
    decision = sign_all(an_escalation_by_the_chair())
    browser = signed_in(a_secretary())
    assert decision.number in browser.get("/decisions?city=132047").text
    a_city("小金井市")
    assert decision.number not in browser.get("/decisions?city=132101").text


def test_an_unreadable_day_is_said_and_narrows_nothing(signed_in: SignedIn, session: Session) -> None:
    decision = a_decision()
    page = signed_in(a_secretary()).get("/decisions?from=きのう").text
    assert "日付を読み取れなかった" in page
    assert decision.number in page


@pytest.mark.parametrize(
    ("order", "first"),
    [("number", SCHOOL), ("-number", TAX), ("decided", SCHOOL), ("-decided", TAX), ("x", TAX)],
)
def test_the_register_is_sorted_by_its_address(
    signed_in: SignedIn, session: Session, order: str, first: str
) -> None:
    _two_decisions()
    page = signed_in(a_secretary()).get(f"/decisions?sort={order}").text
    assert (page.index(f">{SCHOOL}<") < page.index(f">{TAX}<")) is (first == SCHOOL)


def test_before_the_first_decision_the_page_says_what_will_stand_here(
    signed_in: SignedIn, session: Session
) -> None:
    browser = signed_in(a_secretary())
    assert "決定はまだありません" in browser.get("/decisions").text
    assert "条件に合う決定はありません" in browser.get("/decisions?number=9").text


def test_the_files_hold_all_that_was_found_and_no_formula(signed_in: SignedIn, session: Session) -> None:
    decision = a_decision(title="=HYPERLINK(0)", yearly_saving_yen=-300_000)
    many_decisions(decision, 29)
    tax = a_decision(a_group(_cities(decision), "TAX-01", a_domain("TAX", "税")))
    browser = signed_in(a_secretary())
    answer = browser.get("/decisions/register.csv?domain=EDU&sort=number")
    assert "決定_20" in unquote(answer.headers["Content-Disposition"])
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 31
    assert rows[0][:3] == ["決定番号", "件名", "番号"]
    assert rows[1][:2] == [SCHOOL, "'=HYPERLINK(0)"]
    assert "-300000" in rows[1]
    assert tax.number not in answer.data.decode()

    book = zipfile.ZipFile(io.BytesIO(browser.get("/decisions/register.xlsx?sort=number").data))
    words = book.read("xl/sharedStrings.xml").decode()
    assert all(said in words for said in (SCHOOL, tax.number, "'=HYPERLINK(0)", decision.text_hash))
    assert book.read("xl/worksheets/sheet1.xml").decode().count("<row ") == 32


def test_d3_the_register_says_which_are_in_force(signed_in: SignedIn, session: Session) -> None:
    first = a_decision(effective_on=date(2026, 12, 1))
    a_later_decision(first, effective_on=date(2027, 4, 1))
    browser = signed_in(a_secretary())
    page = browser.get("/decisions").text
    assert "施行中" in page
    assert "施行前" in page
    clock.travel(timedelta(days=400))
    page = browser.get("/decisions").text
    assert "失効" in page
    assert "施行前" not in page


def test_a_partner_sees_the_decisions_of_the_own_groups(signed_in: SignedIn, session: Session) -> None:
    school, tax = _two_decisions()
    browser = signed_in(a_partner(school.group))
    assert school.number in browser.get("/decisions").text
    assert tax.number not in browser.get("/decisions").text
    assert tax.number not in browser.get("/decisions/register.csv").data.decode()
    assert browser.get(f"/decisions/{tax.id}").status_code == 404
    assert browser.get(f"/decisions/number/{tax.number}").status_code == 404
    assert browser.get(f"/decisions/{tax.id}/decision.md").status_code == 404


def test_the_register_asks_the_database_as_often_for_10_as_for_100(
    signed_in: SignedIn, session: Session, installation: Installation
) -> None:
    decision = a_decision()
    viewer = a_secretary()
    asked = []
    for more in (9, 90):
        many_decisions(decision, more)
        with counted(installation.database) as statements:
            page = signed_in(viewer).get("/decisions").text
        asked.append(len(statements))
    assert "100件" in page
    assert asked[0] == asked[1]
    assert asked[1] <= MOST_QUERIES


def _two_decisions() -> tuple[Decision, Decision]:
    """One of the schools by three cities, decided on 1 December; one of the taxes by two, decided later."""
    cities = three_cities()
    school = a_decision(a_group(cities))
    tax = a_decision(a_group(cities[:2], "TAX-01", a_domain("TAX", "税")), "aa")
    return school, tax


def _cities(decision: Decision) -> list[City]:
    return [place.city for place in decision.group.cities]
