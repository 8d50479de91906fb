"""Reading editions: the index, contents, a chapter with where each paragraph comes from; what a partner sees; 304."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.domain.calendar import tokyo_date
from app.models import User
from tests.builders.council import a_domain, a_group, a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import (
    a_later_decision,
    a_section,
    a_text,
    an_edition,
    copies_of,
    dispose,
    placed,
)
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 24


def test_before_the_first_edition_the_pages_say_how_one_comes(session: Session, signed_in: SignedIn) -> None:
    browser = signed_in(a_secretary())

    assert "まだ版が発行されていません" in browser.get("/manual").text
    assert "まだ版が発行されていません" in browser.get("/manual/compare").text
    assert browser.get("/manual/editions/1").status_code == 404
    assert browser.get("/manual/compare.docx").status_code == 404


def test_m3_a_paragraph_shows_its_decision_day_vote_and_exceptions(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision(
        letters="aca", exceptions="日野市は令和9年度末までは従前の様式を使う。", scope="公立小学校"
    )
    dispose(decision)
    an_edition()
    page = signed_in(a_representative(decision.group, decision.group.cities[0].city)).get(
        f"/manual/editions/1/{decision.group.code}"
    )
    shown = page.text

    assert page.status_code == 200
    for words in (
        decision.title,
        decision.number,
        "3市全会一致（付帯意見付き賛成1）",
        "日野市は令和9年度末までは従前の様式を使う。",
        "公立小学校",
        "手順書の備考に記載する。",
        decision.text_hash,
        "なぜこうなったか",
        f'id="{decision.difference.number.lower()}"',
        f'href="/decisions/{decision.id}"',
        f'href="/differences/{decision.difference.number}"',
    ):
        assert words in shown, words


def test_the_index_names_what_waits(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    free, waiting = a_quick_decision(group), a_quick_decision(group, "aca")
    shown = signed_in(a_secretary()).get("/manual").text

    assert free.number in shown
    assert waiting.number in shown
    assert "三鷹市の付帯意見への対応を待っています" in shown


def test_an_older_edition_says_so_and_leads_to_the_newest(session: Session, signed_in: SignedIn) -> None:
    earlier = a_quick_decision()
    an_edition()
    a_later_decision(earlier, title="就学通知の発送を二月末日に改める")
    an_edition()
    browser, code = signed_in(a_secretary()), earlier.group.code
    old, new = (browser.get(f"/manual/editions/{number}/{code}").text for number in (1, 2))

    assert "最新は第2版です" in old
    assert "二月末日に改める" not in old
    assert "最新は" not in new
    assert earlier.number in new


def test_m4_the_manual_is_read_as_of_a_day(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    an_edition()
    first_day = tokyo_date(clock.now())
    clock.travel(timedelta(days=10))
    a_later_decision(decision, body="改めた本文")
    an_edition()
    browser = signed_in(a_secretary())

    assert browser.get(f"/manual/on?day={first_day}").location == "/manual/editions/1"
    assert browser.get("/manual/on?day=2099-01-01").location == "/manual/editions/2"
    for day in ("2000-01-01", "", "x", "2026-13-40"):
        assert browser.get(f"/manual/on?day={day}").status_code == 404


def test_m3_a_paragraph_has_an_address_for_ever(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    an_edition()
    anchor = decision.difference.number.lower()
    browser = signed_in(a_secretary())

    assert (
        browser.get(f"/manual/paragraphs/{anchor.upper()}").location == f"/manual/editions/1/EDU-02#{anchor}"
    )
    a_later_decision(decision, body="改めた本文")
    an_edition()
    assert browser.get(f"/manual/paragraphs/{anchor}").location == f"/manual/editions/2/EDU-02#{anchor}"
    assert browser.get("/manual/paragraphs/edu-02-999").status_code == 404


def test_a_partner_reads_the_chapters_of_its_groups_alone(session: Session, signed_in: SignedIn) -> None:
    own = a_quick_decision()
    cities = [place.city for place in own.group.cities]
    other = a_quick_decision(
        a_group(cities, code="TAX-01", domain=a_domain("TAX", "税")), title="督促状の発送日をそろえる"
    )
    an_edition()
    browser = signed_in(a_partner(own.group))

    assert browser.get("/manual/editions/1/EDU-02").status_code == 200
    for hidden in ("/manual/editions/1/TAX-01", "/manual/editions/1/TAX-01.md"):
        assert browser.get(hidden).status_code == 404, hidden
    for shown in ("/manual", "/manual/editions/1", "/manual/compare?from=0&to=1", "/manual/coming"):
        assert other.title not in browser.get(shown).text, shown
    assert browser.get(f"/manual/paragraphs/{other.difference.number}").status_code == 404
    assert own.title in browser.get("/manual/editions/1").text


@pytest.mark.parametrize(
    "path", ["/manual/editions/1", "/manual/editions/1/EDU-02", "/manual/editions/1/EDU-02.md"]
)
def test_m1_a_stored_page_is_asked_for_once(session: Session, signed_in: SignedIn, path: str) -> None:
    decision = a_quick_decision()
    an_edition()
    browser = signed_in(a_secretary())
    first = browser.get(path)
    again = browser.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"]
    assert (again.status_code, again.data) == (304, b"")
    stranger = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    if not path.endswith(".md"):
        assert stranger.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
        a_later_decision(decision, body="改めた本文")
        an_edition()
        assert browser.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_page_with_a_message_is_not_kept(session: Session, signed_in: SignedIn) -> None:
    a_quick_decision()
    an_edition()
    browser = signed_in(a_secretary())
    known = browser.get("/manual/editions/1").headers["ETag"]
    with browser.session_transaction() as kept:
        kept["_flashes"] = [("success", "第1版を発行しました。")]
    answer = browser.get("/manual/editions/1", headers={"If-None-Match": known})

    assert answer.status_code == 200
    assert "第1版を発行しました。" in answer.text
    assert "ETag" not in answer.headers


def test_the_files_are_taken_away_by_name(session: Session, signed_in: SignedIn) -> None:
    a_quick_decision()
    an_edition()
    browser = signed_in(a_secretary())
    for path, kind in (
        ("/manual/editions/1/EDU-02.md", "text/markdown"),
        ("/manual/editions/1/EDU-02.docx", "application/vnd.openxmlformats"),
        ("/manual/editions/1/EDU-02.pdf", "application/pdf"),
        ("/manual/editions/1/EDU-02.zip", "application/zip"),
        ("/manual/editions/1/EDU-02.json", "application/json"),
        ("/manual/compare.docx?from=0&to=1", "application/vnd.openxmlformats"),
    ):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert answer.content_type.startswith(kind)
        assert "filename" in answer.headers["Content-Disposition"]
        assert len(answer.data) > 500


def test_no_page_asks_more_questions_for_more_decisions(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    section = a_section(decision.group)
    a_text(section)
    placed(decision, section)
    copies_of(decision, 9)
    an_edition()
    copies_of(decision, 10)
    browser = signed_in(a_secretary())
    paths = ("/manual", "/manual/editions/{n}", "/manual/editions/{n}/EDU-02", "/manual/compare?from=0&to={n}",
             "/manual/coming", "/manual/structure", "/manual/structure/EDU-02",
             "/manual/editions/{n}/EDU-02.md")  # fmt: skip
    few = {path: _queries(installation, browser, path.format(n=1)) for path in paths}
    copies_of(decision, 80)
    an_edition()
    copies_of(decision, 100)
    many = {path: _queries(installation, browser, path.format(n=2)) for path in paths}

    assert many == few
    assert max(many.values()) <= MOST_QUERIES, many


def _queries(installation: Installation, browser: FlaskClient, path: str) -> int:
    browser.get(path)  # what is asked once for each process does not count
    with counted(installation.database) as statements:
        answer = browser.get(path)
    assert answer.status_code == 200
    return len(statements)


def test_headings_of_a_chapter_stand_in_order_and_ids_are_unique(
    session: Session, signed_in: SignedIn
) -> None:
    group = a_group()
    a_quick_decision(group)
    a_quick_decision(group)
    a_text(a_section(group), body="## 目的\n\n本文")
    an_edition()
    shown = signed_in(a_secretary()).get("/manual/editions/1/EDU-02").text
    ids = re.findall(r'\sid="([^"]+)"', shown)
    levels = [int(level) for level in re.findall(r"<h([1-6])", shown)]

    assert len(ids) == len(set(ids))
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
