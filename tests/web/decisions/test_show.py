"""One decision on its page and as files: all that was kept, the hash checked, never changed (D2, D3, M10, S9)."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.signoff import record_reference
from app.domain.tally import RuleKind
from app.models import Decision, User
from app.queries.decisions.page import is_intact
from app.transaction import transaction
from tests.builders.ballots import REASON, a_closed_round, a_rule
from tests.builders.council import a_representative, a_secretary
from tests.builders.proposals import a_difference_on_the_table, a_proposal
from tests.builders.signoff import a_decision, a_later_decision, an_escalation, decision_on, sign_all
from tests.support.readers import pdf_text

SignedIn = Callable[[User], FlaskClient]


def test_d2_the_page_keeps_text_count_dissent_and_what_was_not_chosen(
    signed_in: SignedIn, session: Session
) -> None:
    decision = _with_dissent()
    page = _page(signed_in, decision)
    for said in (
        decision.number,
        "一月三十一日までに発送する",
        decision.text_hash,
        "ただいま照合しました",
        "過半数が賛成している",
        REASON,
        "二月末日に発送する",
        "年間の削減見込額",
        "第1回採決",
        "施行前",
    ):
        assert said in page, said
    assert "一致しません" not in page


def test_d2_the_signatures_stand_with_the_citys_paper_number(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation()
    decision = sign_all(signing)
    with transaction():
        record_reference(signing.route(1).id, signing.manager(1), number="8三学第45号", on=date(2026, 12, 9))
    page = _page(signed_in, decision)
    assert all(person.printed in page for person in signing.managers.values())
    assert "8三学第45号" in page
    assert "管理職の決裁" in page


def test_d2_a_text_that_does_not_match_its_hash_is_seen(session: Session) -> None:
    decision = a_decision()
    assert is_intact(decision)
    session.expunge(decision.version)
    session.expunge(decision)
    for column, value in (("body", "すり替え"), ("scope", "別の範囲"), ("flags", ["basic_policy"])):
        kept = getattr(decision, column)
        setattr(decision, column, value)
        assert not is_intact(decision), column
        setattr(decision, column, kept)
    assert is_intact(decision)


def test_d2_no_route_changes_a_decision(app: Flask) -> None:
    changing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/decisions") and {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())
    }
    # Beside it stand what a city has to do, who asks to depart from it, what it saves, how a slip should read.
    beside = {"manual.new_item", "decisions.ask", "savings.record"}
    assert changing <= beside | {"decisions.correct", "decisions.object_to"}


def test_d3_the_chain_can_be_walked_both_ways(signed_in: SignedIn, session: Session) -> None:
    first = a_decision()
    second = a_later_decision(first)
    session.expire_all()
    assert f'href="/decisions/{second.id}"' in _page(signed_in, first)
    assert "後の決定に置き換えられています" in _page(signed_in, first)
    assert f'href="/decisions/{first.id}"' in _page(signed_in, second)
    panel = signed_in(a_secretary()).get(f"/differences/{first.difference.number}").text
    assert panel.index(second.number) < panel.index(first.number)


@pytest.mark.parametrize("typed", ["令和8年度 教育-1号", "令和８年度　教育－１号", "令和8年度教育ー1号"])
def test_a_number_in_any_width_leads_to_the_page(signed_in: SignedIn, session: Session, typed: str) -> None:
    decision = a_decision()
    answer = signed_in(a_secretary()).get(f"/decisions/number/{quote(typed)}")
    assert (answer.status_code, answer.location) == (302, f"/decisions/{decision.id}")


def test_an_unknown_number_is_not_found(signed_in: SignedIn, session: Session) -> None:
    browser = signed_in(a_secretary())
    for path in ("/decisions/99", "/decisions/number/x", "/decisions/99/decision.pdf"):
        assert browser.get(path).status_code == 404, path


def test_what_people_typed_is_escaped(signed_in: SignedIn, session: Session) -> None:
    decision = a_decision(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>本文")
    page = _page(signed_in, decision)
    assert "<script>alert" not in page
    assert "<img" not in page


def test_the_page_speaks_english_as_well(signed_in: SignedIn, session: Session) -> None:
    decision = _with_dissent()
    browser = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    browser.set_cookie("language", "en")
    page = browser.get(f"/decisions/{decision.id}").text
    for said in ("How the cities voted", "Approve with comments", "Tachikawa", "What was not chosen"):
        assert said in page, said


def test_m10_word_and_pdf_say_what_the_page_says(
    signed_in: SignedIn, session: Session, tmp_path: Path
) -> None:
    decision = _with_dissent()
    browser = signed_in(a_secretary())
    answer = browser.get(f"/decisions/{decision.id}/decision.docx")
    name = unquote(answer.headers["Content-Disposition"])
    assert f"令和8年度_教育-1号_{decision.difference.number}.docx" in name
    words = "\n".join(_all_text(answer.data))
    printed = pdf_text(browser.get(f"/decisions/{decision.id}/decision.pdf").data, tmp_path)
    markdown = browser.get(f"/decisions/{decision.id}/decision.md").data.decode()
    for said in (
        decision.number,
        "一月三十一日までに発送する",
        REASON,
        "二月末日に発送する",
        "付帯意見付き賛成",
    ):
        assert said in words, said
        assert said in markdown, said
        assert said[:7] in printed, said  # a narrow column breaks the rest into lines
    assert decision.text_hash in words


def test_m10_the_sheet_carries_the_managers_signatures(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation()
    decision = sign_all(signing)
    browser = signed_in(a_secretary())
    words = "\n".join(_all_text(browser.get(f"/decisions/{decision.id}/decision.docx").data))
    assert all(person.printed in words for person in signing.managers.values())
    same = browser.get(f"/decisions/{decision.id}/decision.docx").data
    assert same == browser.get(f"/decisions/{decision.id}/decision.docx").data


def _with_dissent() -> Decision:
    difference = a_difference_on_the_table(effective_on=date(2027, 4, 1), yearly_saving_yen=1_200_000)
    a_proposal(difference, title="二月末日に発送する", body="二月末日までに発送する。")
    rule = a_rule(RuleKind.MAJORITY, quorum=2)
    return decision_on(a_closed_round("aco", rule=rule, difference=difference).difference)


def _page(signed_in: SignedIn, decision: Decision) -> str:
    answer = signed_in(a_secretary()).get(f"/decisions/{decision.id}")
    assert answer.status_code == 200
    return answer.text


def _all_text(data: bytes) -> list[str]:
    word = docx.Document(BytesIO(data))
    parts = [paragraph.text for section in word.sections for paragraph in section.footer.paragraphs]
    return [*parts, *(node.text or "" for node in word.element.body.iter() if node.tag.endswith("}t"))]
