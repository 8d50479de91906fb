"""The pages of savings: an estimate typed line by line, what a city recorded, the rates (D11)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import RealisedSaving, SavingLine, User
from tests.builders.council import a_deputy, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.proposals import a_proposal, a_version
from tests.builders.savings import BASIS, a_postage_line, an_estimate, recorded

SignedIn = Callable[[User], FlaskClient]
LINE = {
    "lines-0-kind": "postage",
    "lines-0-what": "納税通知書",
    "lines-0-volume": "１，０００",
    "lines-0-before_item": "letter_50",
    "lines-0-after_item": "postcard",
    "lines-0-after_discount": "１０",
}


def estimate_of(number: str, proposal: int = 1) -> str:
    return f"/differences/{number}/proposals/{proposal}/estimate"


def test_d11_an_estimate_is_typed_saved_and_shown(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    difference = proposal.difference
    city = difference.group.cities[0].city
    browser = signed_in(a_representative(difference.group, city))
    path = estimate_of(difference.number)
    typed = {**LINE, "base": "1", "rates_on": "2026/11/23", "lines-0-city_id": str(city.id)}

    assert browser.get(path).status_code == 200
    answer = browser.post(path, data={**typed, "key": "form"})
    assert (answer.status_code, answer.location) == (
        303,
        f"/differences/{difference.number}/proposals/1#saving",
    )
    page = browser.get(answer.location).text
    for words in ("納税通知書", "33,500円", "定形郵便物 50g以内 110円", "10%引き", "立川市"):
        assert words in page
    again = browser.get(path).text
    assert 'value="納税通知書"' in again
    assert "33,500円" in browser.get(f"/differences/{difference.number}").text


def test_d11_more_lines_are_offered_without_a_script_and_nothing_is_lost(
    signed_in: SignedIn, session: Session
) -> None:
    proposal = a_proposal()
    browser = signed_in(a_secretary())
    path = estimate_of(proposal.difference.number)
    answer = browser.post(path, data={**LINE, "base": "1", "rates_on": "2026-11-23", "more": "1"})

    assert answer.status_code == 200
    assert 'value="納税通知書"' in answer.text
    assert 'name="lines-5-kind"' in answer.text
    assert session.scalars(select(SavingLine)).all() == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"lines-0-volume": ""}, "1行目：年間の数量"),
        ({"lines-0-kind": "printing", "lines-0-what": ""}, "1行目：内容を100字以内"),
        ({"lines-0-before_yen": "百円"}, "円単位の金額"),
        ({"rates_on": ""}, "このフィールドは必須です。"),
    ],
)
def test_d11_what_cannot_stand_is_said_and_what_was_typed_is_kept(
    signed_in: SignedIn, session: Session, typed: dict[str, str], words: str
) -> None:
    proposal = a_proposal()
    form = {**LINE, "lines-0-before_item": "letter_50", "base": "1", "rates_on": "2026-11-23", **typed}
    answer = signed_in(a_secretary()).post(estimate_of(proposal.difference.number), data=form)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="10"' in answer.text or 'value="１０"' in answer.text


def test_t10_who_comes_second_sees_the_newer_estimate_and_may_save_over_it(
    signed_in: SignedIn, session: Session
) -> None:
    proposal = a_proposal()
    an_estimate(proposal, a_postage_line(7_777))
    browser, path = signed_in(a_secretary()), estimate_of(proposal.difference.number)
    form = {**LINE, "base": "1", "rates_on": "2026-11-23"}
    clash = browser.post(path, data=form)

    assert clash.status_code == 422
    assert "ほかの人が見込額を変更しました" in clash.text
    assert "7,777" in clash.text
    assert 'name="base" type="hidden" value="2"' in clash.text
    assert browser.post(path, data={**form, "base": "2"}).status_code == 303


def test_d11_the_text_is_edited_without_touching_the_lines(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    an_estimate(proposal, a_postage_line())
    browser = signed_in(a_secretary())
    page = browser.get(f"/differences/{proposal.difference.number}/proposals/1/edit").text

    assert "見込額の内訳を編集する" in page
    assert '<input type="hidden" name="yearly_saving_yen" value="25000">' in page


def test_d11_a_city_records_corrects_and_everybody_reads_the_history(
    signed_in: SignedIn, session: Session
) -> None:
    decision = a_quick_decision()
    browser = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    path = f"/decisions/{decision.id}/savings"
    first = browser.post(path, data={"year": "2026", "seen": "0", "yen": "△３６，０００円", "basis": BASIS})
    page = browser.get(path).text
    assert (first.status_code, first.location) == (303, path)
    assert "-36,000円" in page
    assert 'name="seen" type="hidden" value="1"' in page

    browser.post(path, data={"year": "2026", "seen": "1", "yen": "12,000", "basis": "数え直した。"})
    read = signed_in(a_secretary()).get(path).text
    for words in ("12,000円", "数え直した。", "以前の記録1件", "-36,000円", BASIS):
        assert words in read
    timeline = browser.get(f"/differences/{decision.difference.number}").text
    assert "市の削減額を記録しました" in timeline
    assert "市の削減額を訂正しました" in timeline
    assert "12,000円" in browser.get(f"/decisions/{decision.id}").text


def test_b17_a_colleague_was_first_and_nothing_typed_is_lost(signed_in: SignedIn, session: Session) -> None:
    decision = a_quick_decision()
    city = decision.group.cities[0].city
    recorded(decision, a_representative(decision.group, city), 120_000)
    browser, path = signed_in(a_deputy(decision.group, city)), f"/decisions/{decision.id}/savings"
    clash = browser.post(path, data={"year": "2026", "seen": "0", "yen": "90,000", "basis": "別の集計"})

    assert clash.status_code == 422
    for words in ("別の金額を記録しました", "120,000円", "別の集計", 'name="seen" type="hidden" value="1"'):
        assert words in clash.text
    assert session.scalars(select(RealisedSaving.yen)).all() == [120_000]


def test_d11_the_secretariat_enters_a_rate(signed_in: SignedIn, session: Session) -> None:
    browser = signed_in(a_secretary())
    wrong = browser.post("/savings/rates", data={"item": "postcard", "since": "2027-10-01", "yen": "0"})
    assert wrong.status_code == 422
    assert "料金は0円を超え" in wrong.text
    sent = browser.post("/savings/rates", data={"item": "postcard", "since": "2027/10/01", "yen": "１００"})
    page = browser.get("/savings/rates").text
    assert sent.status_code == 303
    assert "はがき 2027年10月1日(金)から 100円" in page


def test_d11_the_round_shows_the_lines_beside_the_text(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    an_estimate(proposal, a_postage_line())
    a_version(proposal, body="改めた本文。")
    page = (
        signed_in(a_secretary()).get(f"/differences/{proposal.difference.number}/proposals/1/versions/2").text
    )
    assert "納税通知書" in page
    assert "25,000円" in page
