"""The pages of reading: confirming, what changed since, who has read; what a page of a stored chapter costs."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import template_rendered
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from app.models import User
from tests.builders.council import (
    a_domain,
    a_group,
    a_manager,
    a_partner,
    a_representative,
    a_secretary,
)
from tests.builders.decided import a_quick_decision
from tests.builders.inquiries import an_inquiry
from tests.builders.manual import a_later_decision, an_edition
from tests.builders.readings import a_reading
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
CHAPTER = "/manual/editions/{n}/EDU-02"
MOST_QUERIES_OF_A_304 = 10


def test_a_reader_confirms_and_later_sees_what_changed_one_click_away(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    an_edition()
    browser = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    assert "この章を確認しました" in browser.get(CHAPTER.format(n=1)).text
    answer = browser.post(CHAPTER.format(n=1) + "/read")
    assert (answer.status_code, answer.location) == (303, CHAPTER.format(n=1))
    browser.get(answer.location)
    assert "第1版で確認しています" in browser.get(answer.location).text

    a_later_decision(decision, title="就学通知の発送を二月末日に改める")
    an_edition()
    shown, anchor = browser.get(CHAPTER.format(n=2)).text, decision.difference.number.lower()
    diff = f"/manual/compare?from=1&to=2&group=EDU-02#change-{anchor}"
    assert "追加0件、変更1件、削除0件" in shown
    assert diff.replace("&", "&amp;") in shown
    assert f'id="change-{anchor}"' in browser.get(diff).text
    assert "確認後に変更あり" in browser.get("/manual").text


def test_who_has_read_is_for_the_secretariat_and_for_managers_of_their_city(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    cities = [place.city for place in decision.group.cities]
    readers = [a_representative(decision.group, city) for city in cities]
    manager = a_manager(cities[0])
    an_edition()
    a_reading(1, decision.group, readers[0])
    secretary = signed_in(a_secretary())

    assert "3件中1件確認済み" in secretary.get("/manual/editions/1").text
    listed = secretary.get("/manual/editions/1/readers").text
    assert all(reader.full_post in listed for reader in readers)
    own = signed_in(manager).get("/manual/editions/1/readers").text
    assert cities[0].name_ja in own
    assert f'city={cities[1].code}"' not in own
    assert signed_in(readers[1]).get("/manual/editions/1/readers").status_code == 403
    book = CalamineWorkbook.from_filelike(
        BytesIO(secretary.get("/manual/editions/1/readers.xlsx?read=no").data)
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [city.name_ja for city in cities[1:]]


def test_m1_a_304_costs_few_queries_and_no_rendering(
    on_sqlite: Installation, session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    an_edition()
    browser = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    tag = browser.get(CHAPTER.format(n=1)).headers["ETag"]
    rendered: list[object] = []

    def note(*_sender: object, **told: object) -> None:
        rendered.append(told["template"])

    with template_rendered.connected_to(note, on_sqlite.app), counted(on_sqlite.database) as statements:
        answer = browser.get(CHAPTER.format(n=1), headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data, rendered) == (304, b"", [])
    assert len(statements) <= MOST_QUERIES_OF_A_304, statements


def test_m1_the_stored_text_of_a_chapter_is_made_once_for_all_readers(
    on_sqlite: Installation, session: Session, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = a_quick_decision()
    an_edition()
    first = signed_in(a_secretary()).get(CHAPTER.format(n=1)).text
    made: list[str] = []
    monkeypatch.setattr("app.web.kit.templates.render", lambda source, **_how: made.append(source) or "")
    reader = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    again = reader.get(CHAPTER.format(n=1)).text

    assert made == []
    assert first.count("共通の様式を用いる。") == again.count("共通の様式を用いる。") == 1


@pytest.mark.parametrize("happens", ["inquiry", "reading", "edition"])
def test_what_is_living_in_a_chapter_makes_it_new(
    on_sqlite: Installation, session: Session, signed_in: SignedIn, happens: str
) -> None:
    decision = a_quick_decision()
    an_edition()
    reader = a_representative(decision.group, decision.group.cities[0].city)
    browser = signed_in(reader)
    tag = browser.get(CHAPTER.format(n=1)).headers["ETag"]
    if happens == "inquiry":
        an_inquiry(decision, a_secretary())
    elif happens == "reading":
        a_reading(1, decision.group, reader)
    else:
        a_quick_decision(decision.group)
        an_edition()

    assert browser.get(CHAPTER.format(n=1), headers={"If-None-Match": tag}).status_code == 200


def test_a6_words_are_found_in_an_edition_or_a_chapter_as_far_as_one_reads(
    session: Session, signed_in: SignedIn
) -> None:
    own = a_quick_decision(body="申請は、**窓口**及びＦＡＸで受け付ける。")
    cities = [place.city for place in own.group.cities]
    tax = a_group(cities, code="TAX-01", domain=a_domain("TAX", "税"))
    a_quick_decision(tax, title="督促状の窓口交付", body="督促状を交付する。")
    an_edition()
    secretary, partner = signed_in(a_secretary()), signed_in(a_partner(own.group))
    address = "/manual/editions/1/find?q="

    assert _found(secretary, f"{address}窓口") == {"EDU-02", "TAX-01"}
    assert _found(secretary, f"{address}窓口&chapter=EDU-02") == {"EDU-02"}
    assert _found(secretary, f"{address}窓口 fax") == {"EDU-02"}
    assert _found(partner, f"{address}窓口") == {"EDU-02"}
    assert _found(secretary, f"{address}印鑑") == set()


def _found(browser: FlaskClient, address: str) -> set[str]:
    return set(
        re.findall(
            r'<h2 class="hit-title"><a href="/manual/editions/1/([A-Z]+-\d+)#', browser.get(address).text
        )
    )
