"""The comment resolution table: what was said, by which city, what became of it, and what changed (B22, M11)."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import record_disposition
from app.actions.discussion import resolve_concern
from app.actions.proposals import accept_amendment, decline_amendment
from app.models import Difference, User
from app.transaction import transaction
from tests.builders.amendments import a_text_on_the_table, an_amendment, an_author
from tests.builders.ballots import REASON, a_ballot, cast_letters, run_out
from tests.builders.council import a_partner, a_secretary
from tests.builders.discussion import a_comment, a_concern, a_reply
from tests.builders.proposals import a_version
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_the_table_says_of_every_remark_what_became_of_it(signed_in: SignedIn, session: Session) -> None:
    proposal, secretary = a_text_on_the_table(), a_secretary()
    difference, author = proposal.difference, an_author(proposal)
    a_reply(a_comment(difference, author, "=発送の時期は？"), body="一月末日です。")
    concern = a_concern(difference, author)
    _later()
    a_version(proposal, scope="市立小学校")
    _later()
    with transaction():
        resolve_concern(concern.id, author, resolution="範囲を限ったため解消とする。")
    _later()
    taken, left = an_amendment(proposal, author=author), an_amendment(proposal, "記録", "登録", author=author)
    with transaction():
        accept_amendment(taken.id, secretary)
    with transaction():
        decline_amendment(left.id, secretary, reason="記録のままとする。")
    a_concern(difference, author)
    _, *rows = _sheet(signed_in(secretary), difference)

    assert [(row[1], row[7], row[8], row[10]) for row in rows] == [
        ("コメント", "回答済み", "一月末日です。", ""),
        ("懸念", "解消", "範囲を限ったため解消とする。", "案1 第2版"),
        ("修正案", "採用", "", "案1 第3版"),
        ("修正案", "不採用", "記録のままとする。", ""),
        ("懸念", "未対応", "", ""),
    ]
    assert {row[3] for row in rows} == {author.city.name_ja if author.city else ""}
    assert rows[0][5] == "'=発送の時期は？"  # M11


def test_b22_an_approval_with_comments_stands_there_with_its_disposition(
    signed_in: SignedIn, session: Session
) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aca")
    browser = signed_in(ballot.secretary)
    while_open = _sheet(browser, ballot.difference)
    run_out(ballot.round)
    closed = _sheet(browser, ballot.difference)
    with transaction():
        record_disposition(
            ballot.round.id, ballot.cities[1].id, ballot.secretary, body="手順書の備考に記載する。"
        )
    answered = _sheet(browser, ballot.difference)

    assert len(while_open) == 1  # B40: an open round tells nothing
    assert closed[1][1:9:2] == ["付帯意見付き賛成", ballot.cities[1].name_ja, REASON, "未対応"]
    assert answered[1][7:9] == ["回答済み", "手順書の備考に記載する。"]


def test_the_page_shows_the_rows_and_who_may_not_read_finds_nothing(
    signed_in: SignedIn, session: Session
) -> None:
    difference = a_text_on_the_table().difference
    address = f"/differences/{difference.number}/resolution"
    browser = signed_in(a_secretary())
    empty = browser.get(address)
    a_comment(difference, body="<script>意見</script>")
    page = browser.get(address)

    assert "ここに並びます" in empty.text
    assert "未対応の意見が1件あります。" in page.text
    assert "<script>意見" not in page.text
    assert signed_in(a_partner(None)).get(address).status_code == 404


def test_the_page_asks_as_much_for_many_remarks_as_for_few(
    signed_in: SignedIn, session: Session, installation: Installation
) -> None:
    proposal, secretary = a_text_on_the_table(), a_secretary()
    browser = signed_in(secretary)

    def say() -> None:
        a_reply(a_comment(proposal.difference, secretary), secretary)
        an_amendment(proposal, author=secretary)

    say()
    few = _count(installation, browser, proposal.difference)
    for _ in range(20):
        say()

    assert _count(installation, browser, proposal.difference) == few


def _sheet(browser: FlaskClient, difference: Difference) -> list[list[object]]:
    """The spreadsheet as another library reads it."""
    answer = browser.get(f"/differences/{difference.number}/resolution.xlsx")
    assert re.search(r"filename", answer.headers["Content-Disposition"])
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def _count(installation: Installation, browser: FlaskClient, difference: Difference) -> int:
    address = f"/differences/{difference.number}/resolution"
    browser.get(address)
    with counted(installation.database) as statements:
        assert browser.get(address).status_code == 200
    return len(statements)


def _later() -> None:
    clock.travel(timedelta(minutes=5))
