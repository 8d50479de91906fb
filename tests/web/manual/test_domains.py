"""The domains on their pages: ordered, named, emptied and removed; nothing typed is lost."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from app.queries.manual.domains import domain_lines
from tests.builders.council import a_domain, a_group, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_the_parts_of_the_manual_are_ordered_from_their_pages(session: Session, signed_in: SignedIn) -> None:
    a_group([]), a_group([], code="EDU-03")
    a_domain("TAX", "税")
    browser = signed_in(a_secretary())
    assert browser.post("/manual/domains/TAX/move", data={"way": "up"}).location == "/manual/domains#tax"
    moved = browser.post("/manual/structure/EDU-03/move", data={"way": "up"})
    assert moved.location == "/manual/domains/EDU#edu-03"
    assert browser.post("/manual/structure/EDU-02/domain", data={"domain": "TAX"}).status_code == 303
    shown = browser.get("/manual/domains").text
    assert shown.index("EDU-02") < shown.index("EDU-03")
    session.rollback()
    assert [line.domain.code for line in domain_lines()] == ["TAX", "EDU"]

    assert "ワーキンググループが属しています" in browser.get("/manual/domains/EDU").text
    nowhere = browser.post("/manual/structure/EDU-03/domain", data={"domain": ""})
    assert (nowhere.status_code, "error-summary" in nowhere.text) == (422, True)
    browser.post("/manual/structure/EDU-03/domain", data={"domain": "TAX"})
    assert "この分野を削除しますか" in browser.get("/manual/domains/EDU/remove").text
    assert browser.post("/manual/domains/EDU/remove").location == "/manual/domains"
    assert browser.get("/manual/domains/EDU").status_code == 404
    assert "分野の変更" in browser.get("/audit").text


def test_a_colleague_who_named_the_domain_first_takes_nothing_of_what_was_typed(
    session: Session, signed_in: SignedIn
) -> None:
    a_domain()
    browser = signed_in(a_secretary())
    seen = seen_in(browser.get("/manual/domains/EDU").text)
    typed = {"name_ja": "学務分野", "name_en": "Schools", "short_name_ja": "学務", "seen": seen}
    assert browser.post("/manual/domains/EDU", data=typed).status_code == 303
    late = browser.post("/manual/domains/EDU", data={**typed, "name_ja": "学校<b>"})

    assert late.status_code == 422
    assert "学校&lt;b&gt;" in late.text
    assert "現在の名称" in late.text


def test_m2_an_introduction_is_written_with_its_mark_published_and_found_again(
    session: Session, signed_in: SignedIn
) -> None:
    a_quick_decision()
    browser = signed_in(a_secretary())
    first = seen_in(browser.get("/manual/domains/EDU/introduction").text)
    typed = {"body": "この分野は**学校**を扱う。", "seen": first}
    saved = browser.post("/manual/domains/EDU/introduction", data=typed)
    assert saved.location == "/manual/domains/EDU#introduction"
    assert "<strong>学校</strong>" in browser.get("/manual/domains/EDU").text
    late = browser.post("/manual/domains/EDU/introduction", data={**typed, "body": "後の<b>解説"})
    assert late.status_code == 422
    assert "<strong>学校</strong>" in late.text
    assert "後の&lt;b&gt;解説" in late.text
    coming = browser.get("/manual/coming").text
    assert "分野の解説" in coming
    an_edition()

    shown = browser.get("/manual/editions/1").text
    introduction = shown[shown.index('id="edu-introduction"') :][:600]
    assert "<strong>学校</strong>" in introduction
    assert "解説" in introduction
    assert 'href="/manual/editions/1#edu-introduction"' in browser.get("/manual/editions/1/EDU-02").text
    assert 'href="/manual/editions/1#edu-introduction"' in browser.get("/manual/editions/1/find?q=学校").text
    assert browser.get("/manual/compare?from=0&to=1").text.count("#edu-introduction") == 1
    forever = browser.get("/manual/paragraphs/edu-introduction")
    assert forever.location == "/manual/editions/1#edu-introduction"
    assert browser.get("/manual/paragraphs/tax-introduction").status_code == 404


def seen_in(page: str) -> str:
    """The state a form was rendered from."""
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return found.group(1)


def test_the_list_asks_as_little_for_many_domains_as_for_few(
    on_sqlite: Installation, session: Session, signed_in: SignedIn
) -> None:
    browser = signed_in(a_secretary())
    asked = []
    for numbers in (range(3), range(3, 40)):
        for number in numbers:
            letters = f"{chr(65 + number // 10)}{chr(65 + number % 10)}"
            a_group([], code=f"{letters}-01", domain=a_domain(letters, letters))
        browser.get("/manual/domains")
        with counted(on_sqlite.database) as statements:
            assert browser.get("/manual/domains").status_code == 200
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 12
