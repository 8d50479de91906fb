"""Remarks on minutes on their pages: beside the passage, kept when refused, answered, and the cities asked again."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.meetings import MinutesState
from app.models import MinutesRemark, User
from tests.builders.meetings import a_remark, circulated, edited, some_minutes
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_m5_a_remark_is_written_at_its_passage_without_scripts_and_nothing_typed_is_lost(
    session: Session, signed_in: SignedIn
) -> None:
    sitting = some_minutes()
    edited(sitting, "## 議題1\n\n反対の意見があった。")
    circulated(sitting)
    browser, address = signed_in(sitting.voices[0]), f"/meetings/{sitting.meeting.id}/minutes/remarks"
    assert f"{address}/new?passage=1" in browser.get(address).text
    assert "反対の意見があった。</textarea>" in browser.get(f"{address}/new?passage=1").text
    typed = {"version": "2", "passage": "1", "quote": "賛成の<意見>", "body": "<確認>", "key": "k"}
    refused = browser.post(f"{address}/new", data=typed)

    assert refused.status_code == 422
    assert "賛成の&lt;意見&gt;" in refused.text
    assert "&lt;確認&gt;" in refused.text
    sent = browser.post(f"{address}/new", data={**typed, "quote": "反対"})
    assert (sent.status_code, sent.location) == (303, f"{address}#passage-1")
    assert "<blockquote>反対</blockquote>" in browser.get(address).text


def test_a_remark_is_answered_on_its_page_and_the_cities_are_asked_again(
    session: Session, signed_in: SignedIn
) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    a_remark(sitting)
    browser, address = signed_in(sitting.secretary), f"/meetings/{sitting.meeting.id}/minutes"
    answer = f"{address}/versions/1/remarks/1/answer"
    assert browser.post(answer, data={"outcome": "not_taken_over"}).status_code == 422
    assert browser.post(answer, data={"outcome": "taken_over"}).location == f"{address}/remarks"
    asked = browser.post(f"{address}/urge", follow_redirects=True)

    assert "確認をお願いするお知らせを送りました" in asked.text
    assert "本日はすでに確認をお願いしました" in asked.text


def test_remarks_are_read_by_as_many_statements_whatever_their_number(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    sitting = some_minutes(until=MinutesState.CIRCULATED)
    browser, address = signed_in(sitting.secretary), f"/meetings/{sitting.meeting.id}/minutes/remarks"
    counts = []
    for few in (2, 10):
        for _ in range(few):
            a_remark(sitting, passage=0)
        with counted(installation.database) as seen:
            browser.get(address)
        counts.append(len(seen))

    assert len(session.scalars(select(MinutesRemark)).all()) == 12
    assert counts[0] == counts[1]
