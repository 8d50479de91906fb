"""The way from failed unanimity to two thirds on the pages: finding, new ballot, timeline, decision (B41)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.ballots import open_round, record_finding
from app.domain.events import EventKind
from app.models import Decision, Event, Round, User
from app.transaction import transaction
from tests.builders.ballots import OVERRIDE, Ballot, a_ballot, cast_letters, run_out
from tests.builders.council import a_chair
from tests.builders.manual import a_section, a_text, an_edition
from tests.builders.proposals import a_version
from tests.web.ballots.reading import hidden, plain

SignIn = Callable[[User], FlaskClient]
FOUND = "**三度**の協議を尽くしたが、日野市の反対は解けなかった。"
READ = "三度 の協議を尽くしたが"

pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


def _failed() -> Ballot:
    ballot = a_ballot()
    cast_letters(ballot, "aao")
    run_out(ballot.round)
    return ballot


def _fallen_back() -> Ballot:
    ballot = _failed()
    chair = a_chair(ballot.group)
    with transaction():
        record_finding(ballot.round.id, chair, reason=FOUND)
    with transaction():
        overrides = {"concerns": OVERRIDE}
        again = open_round(ballot.difference.number, chair, overrides=overrides, fallback_of=ballot.round.id)
    return replace(ballot, round=again)


def test_b41_the_chair_records_a_finding_and_opens_the_fallback_on_the_pages(
    session: Session, signed_in: SignIn
) -> None:
    ballot = _failed()
    browser = signed_in(a_chair(ballot.group))
    address = f"/ballots/{ballot.round.id}"
    for path in (address, f"/differences/{ballot.difference.number}"):
        page = browser.get(path).text
        assert "全会一致に至りませんでした" in page
        assert f'href="{address}/finding"' in page
        assert f'href="{address}/fallback"' not in page
    assert browser.get(f"{address}/fallback").status_code == 409
    assert ballot.round.text_hash[:15] in browser.get(f"{address}/finding").text
    empty = browser.post(f"{address}/finding", data={"reason": "　"})
    assert empty.status_code == 422

    told = browser.post(f"{address}/finding", data={"reason": FOUND}, follow_redirects=True)

    assert "認定を記録しました。" in told.text
    assert READ in plain(told.text)
    form = browser.get(f"{address}/fallback").text
    assert "3分の2" in plain(form)
    assert 'name="rule_kind"' not in form
    sent = {"key": hidden(form, "key"), "seen": hidden(form, "seen"), "closes_on": "2026-12-25"}
    unsaid = browser.post(f"{address}/fallback", data=sent)
    assert unsaid.status_code == 422
    assert "override_concerns" in unsaid.text
    opened = browser.post(f"{address}/fallback", data={**sent, "override_concerns": OVERRIDE})
    assert opened.status_code == 303
    session.rollback()
    again = session.scalars(select(Round).where(Round.fallback_of_id == ballot.round.id)).one()
    shown = plain(browser.get(f"/ballots/{again.id}").text)
    assert "再採決の根拠 第1回採決" in shown
    assert READ in shown
    failed = browser.get(address).text
    assert f'href="/ballots/{again.id}"' in failed
    assert f'href="{address}/fallback"' not in failed
    assert "認定に基づく再採決" in shown
    timeline = plain(browser.get(f"/differences/{ballot.difference.number}").text)
    assert "この案文では全会一致が困難であると認定" in timeline
    assert "座長の認定に基づく再採決" in timeline


def test_b41_whoever_is_not_the_chair_finds_no_button_and_no_page(
    session: Session, signed_in: SignIn
) -> None:
    ballot = _failed()
    for person in (ballot.voice(0), ballot.secretary):
        browser = signed_in(person)
        assert "/finding" not in browser.get(f"/ballots/{ballot.round.id}").text
        assert browser.post(f"/ballots/{ballot.round.id}/finding", data={"reason": FOUND}).status_code == 403
    session.rollback()
    assert session.scalars(select(Event).where(Event.kind == EventKind.FINDING_RECORDED)).all() == []


def test_b41_a_changed_text_is_said_to_have_no_fallback(session: Session, signed_in: SignIn) -> None:
    ballot = _failed()
    chair = a_chair(ballot.group)
    with transaction():
        record_finding(ballot.round.id, chair, reason=FOUND)
    a_version(ballot.round.version.proposal, body="反対意見を受けて改めた案")
    page = signed_in(chair).get(f"/differences/{ballot.difference.number}").text
    assert "再採決は同じ案文に限ります。" in page
    assert f"/ballots/{ballot.round.id}/fallback" not in page


def test_b41_two_thirds_are_no_choice_of_the_page_that_opens_a_ballot(
    session: Session, signed_in: SignIn
) -> None:
    ballot = _failed()
    browser = signed_in(ballot.secretary)
    address = f"/differences/{ballot.difference.number}/ballot/open"
    assert 'value="two_thirds"' not in browser.get(address).text
    sent = {
        "closes_on": "2026-12-25",
        "rule_kind": "two_thirds",
        "quorum": "2",
        "override_concerns": OVERRIDE,
    }
    assert browser.post(address, data={**sent, "override_rule": OVERRIDE}).status_code == 422


def test_b41_the_decision_and_the_manual_say_how_it_was_decided(session: Session, signed_in: SignIn) -> None:
    ballot = _fallen_back()
    cast_letters(ballot, "aao")
    run_out(ballot.round)
    session.rollback()
    decision = session.scalars(select(Decision)).one()
    browser = signed_in(ballot.secretary)
    page = plain(browser.get(f"/decisions/{decision.id}").text)
    assert "第1回採決は全会一致に至らず" in page
    assert READ in page
    assert FOUND.strip("*")[:2] in browser.get(f"/decisions/{decision.id}/decision.md").text
    section = a_section(ballot.group)
    a_text(section)
    an_edition()
    chapter = plain(browser.get(f"/manual/editions/1/{ballot.group.code}").text)
    assert "第1回採決は全会一致に至らず" in chapter
