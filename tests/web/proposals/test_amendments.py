"""Amendments on their pages: suggested, shown as a diff, accepted, or shown with both texts (T8, T9)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.amending import AmendmentState
from app.models import Proposal, User
from tests.builders.amendments import LINES, WHY, a_text_on_the_table, an_amendment, an_author
from tests.builders.council import a_secretary
from tests.builders.proposals import a_version
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_an_amendment_is_suggested_shown_and_accepted(signed_in: SignedIn, session: Session) -> None:
    proposal = a_text_on_the_table()
    author = an_author(proposal)
    browser = signed_in(author)
    form = browser.get(_address(proposal, "/amendments/new"))
    changed = LINES.replace("発送する", "一月末日までに発送する")
    sent = browser.post(
        _address(proposal, "/amendments/new"), data={"base": "1", "body": changed, "reason": WHY}
    )
    on_proposal = browser.get(_address(proposal))

    assert "第一条 発送する。" in form.text
    assert (sent.status_code, sent.location) == (303, _address(proposal, "/amendments/1"))
    assert "一月末日までに" in on_proposal.text
    assert "検討中" in on_proposal.text

    leader = signed_in(a_secretary())
    asked = leader.get(_address(proposal, "/amendments/1/accept"))
    taken = leader.post(_address(proposal, "/amendments/1/accept"), data={"seen": "1"})
    assert "第2版となり" in asked.text
    assert taken.status_code == 303
    version = leader.get(_address(proposal, "/versions/2"))
    assert f"（修正案: {author.printed}）" in version.text
    assert "採用" in leader.get(_address(proposal, "/amendments")).text
    assert f'href="{_address(proposal, "/amendments/1")}"' in browser.get("/notices").text


def test_t8_an_amendment_that_does_not_fit_is_shown_with_both_texts_and_the_base(
    signed_in: SignedIn, session: Session
) -> None:
    proposal = a_text_on_the_table()
    amendment = an_amendment(proposal, new="<script>私の文</script>")
    a_version(proposal, body=LINES.replace("発送する", "先に改めた文"))
    browser = signed_in(a_secretary())
    asked = browser.get(_address(proposal, "/amendments/1/accept"))
    answer = browser.post(_address(proposal, "/amendments/1/accept"), data={"seen": "2"})

    assert (asked.status_code, answer.status_code) == (200, 409)
    for words in (
        "何も反映していません。",
        "第一条 発送する。",
        "先に改めた文",
        "&lt;script&gt;私の文&lt;/script&gt;",
    ):
        assert words in answer.text
    assert "<script>私の文" not in answer.text
    session.rollback()
    assert (amendment.state, proposal.last_version) == (AmendmentState.OPEN, 2)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"body": LINES}, "元の版の本文と同じです。"),
        ({"body": ""}, "このフィールドは必須です。"),
        ({"reason": "　"}, "理由"),
    ],
)
def test_what_cannot_be_suggested_comes_back_with_everything_typed(
    signed_in: SignedIn, session: Session, typed: dict[str, str], words: str
) -> None:
    proposal = a_text_on_the_table()
    browser = signed_in(a_secretary())
    data = {"base": "1", "body": f"書きかけの本文\n\n{LINES}", "reason": "書きかけの理由", **typed}
    answer = browser.post(_address(proposal, "/amendments/new"), data=data)

    assert answer.status_code == 422
    assert words in answer.text
    for name in {"body", "reason"} - {*typed}:
        assert data[name].splitlines()[0] in answer.text


def test_declining_says_why(signed_in: SignedIn, session: Session) -> None:
    proposal = a_text_on_the_table()
    an_amendment(proposal)
    browser = signed_in(a_secretary())
    empty = browser.post(_address(proposal, "/amendments/1/decline"), data={"reason": "**"})
    sent = browser.post(_address(proposal, "/amendments/1/decline"), data={"reason": "期限は別に定める。"})

    assert (empty.status_code, sent.status_code) == (422, 303)
    page = browser.get(_address(proposal, "/amendments/1")).text
    assert "不採用の理由" in page
    assert "期限は別に定める。" in page


def test_the_pages_ask_as_much_for_many_amendments_as_for_few(
    signed_in: SignedIn, session: Session, installation: Installation
) -> None:
    proposal, secretary = a_text_on_the_table(), a_secretary()
    an_amendment(proposal, author=secretary)
    browser = signed_in(secretary)
    few = [_count(installation, browser, proposal, rest) for rest in ("", "/amendments")]
    for number in range(30):
        an_amendment(proposal, new=f"{number}日までに発送する", author=secretary)
    many = [_count(installation, browser, proposal, rest) for rest in ("", "/amendments")]

    assert many == few


def _count(installation: Installation, browser: FlaskClient, proposal: Proposal, rest: str) -> int:
    address = _address(proposal, rest)
    browser.get(address)
    with counted(installation.database) as statements:
        assert browser.get(address).status_code == 200
    return len(statements)


def _address(proposal: Proposal, rest: str = "") -> str:
    return f"/differences/{proposal.difference.number}/proposals/{proposal.number}{rest}"
