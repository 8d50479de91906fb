"""Opening and ending a ballot in a browser, and what is recorded beside it (L4, B4, B22, B29-B31, B37, B44)."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.domain.ballot_rules import RuleKind
from app.domain.calendar import end_of_day_tokyo
from app.domain.positions import PositionKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.tally import Result
from app.models import Council, Disposition, Round, RoundCity, User
from app.transaction import transaction
from tests.builders.ballots import OVERRIDE, REASON, Ballot, a_ballot, a_closed_round, a_rule, cast_letters
from tests.builders.council import a_chair, a_representative, a_secretary
from tests.builders.proposals import a_difference_on_the_table
from tests.web.ballots.reading import hidden, plain

SignIn = Callable[[User], FlaskClient]
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


def test_a_chair_opens_a_ballot_with_what_the_page_proposes(session: Session, signed_in: SignIn) -> None:
    difference = a_difference_on_the_table()
    browser = signed_in(a_chair(difference.group, difference.group.cities[0].city))
    address = f"/differences/{difference.number}/ballot/open"
    page = browser.get(address)
    assert page.status_code == 200
    words = plain(page.text)
    assert "6件中6件を満たしています" in words
    assert "立川市、三鷹市、日野市" in words
    assert 'value="2026-11-30"' in page.text

    form = {
        "closes_on": "２０２６－１２－０１",
        "rule_kind": "unanimous",
        "early_close": "y",
        "grace_minutes": "0",
        "min_working_days": "0",
        "seen": hidden(page.text, "seen"),
        "key": "k",
    }
    answers = [browser.post(address, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    session.rollback()
    round = session.scalars(select(Round)).one()
    assert round.closes_at == end_of_day_tokyo(date(2026, 12, 1))
    assert round.rule.early_close


def test_l4_each_open_point_is_shown_and_asks_for_its_reason(session: Session, signed_in: SignIn) -> None:
    first = a_closed_round("aao")
    number = first.difference.number
    browser = signed_in(a_secretary())
    address = f"/differences/{number}/ballot/open"
    page = browser.get(address)
    assert "未達 未解決の懸念がない 未解決の懸念 1件" in plain(page.text)
    assert 'name="override_concerns"' in page.text
    assert 'name="override_practices"' not in page.text

    form = {
        "closes_on": "2026-12-15",
        "rule_kind": "unanimous",
        "seen": hidden(page.text, "seen"),
        "key": "k",
    }
    refused = browser.post(address, data={**form, "override_concerns": "　"})
    assert refused.status_code == 422
    assert "「未解決の懸念がない」を満たしていません。" in refused.text
    assert browser.post(address, data={**form, "override_concerns": OVERRIDE}).status_code == 303
    session.rollback()
    assert session.scalars(select(Round.overrides).order_by(Round.id)).all()[1] == {"concerns": OVERRIDE}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"closes_on": "2026-11-20"}, "過去の日付です。"),
        ({"closes_on": ""}, "このフィールドは必須です"),
        ({"rule_kind": "no_objection"}, "協議会の採決方式は「全会一致」です。"),
        ({"rule_kind": "majority", "quorum": "2"}, "選択肢が正しくありません。"),
        ({"quorum": "９"}, "採決に加わる市は3市です。"),
        ({"casting_vote": "y"}, "この採決の方式には、座長の裁決がありません。"),
        ({"meeting": "77"}, "選択肢が正しくありません。"),
    ],
)
def test_b29_b32_what_cannot_stand_is_said_at_its_field(
    session: Session, signed_in: SignIn, typed: dict[str, str], said: str
) -> None:
    difference = a_difference_on_the_table()
    browser = signed_in(a_secretary())
    address = f"/differences/{difference.number}/ballot/open"
    form = {"closes_on": "2026-12-15", "rule_kind": "unanimous", "override_rule": "", "key": "k", **typed}
    answer = browser.post(address, data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalars(select(Round)).all() == []


def test_b32_a_council_of_two_thirds_is_asked_for_the_quorum(session: Session, signed_in: SignIn) -> None:
    difference = a_difference_on_the_table()
    with transaction():
        session.scalars(select(Council)).one().default_rule = RuleKind.TWO_THIRDS
    form = {"closes_on": "2026-12-15", "rule_kind": "two_thirds", "quorum": ""}
    answer = signed_in(a_secretary()).post(f"/differences/{difference.number}/ballot/open", data=form)
    assert answer.status_code == 422
    assert "この方式には定足数が必要です。" in answer.text


def test_who_may_not_open_is_told_and_a_voting_difference_opens_no_second(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    address = f"/differences/{ballot.difference.number}/ballot/open"
    assert signed_in(ballot.voice(0)).get(address).status_code == 403
    assert signed_in(ballot.secretary).get(address).status_code == 409
    assert signed_in(ballot.secretary).get("/differences/EDU-02-999/ballot/open").status_code == 404


def test_b31_the_ballot_is_closed_early_after_asking(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True))
    browser, address = signed_in(ballot.secretary), f"/ballots/{ballot.round.id}"
    assert "未達 すべての市が態度を表明している" in plain(browser.get(address).text)
    assert browser.get(f"{address}/close").status_code == 409
    cast_letters(ballot, "aaa")
    assert "期限前にこの採決を締め切りますか。" in browser.get(f"{address}/close").text
    assert browser.post(f"{address}/close").status_code == 303
    assert _round(session).result is Result.CARRIED


def test_b30_b44_deadline_and_cancelling(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser, address = signed_in(ballot.secretary), f"/ballots/{ballot.round.id}"
    early = {"closes_on": "2026-11-27", "reason": REASON}
    answer = browser.post(f"{address}/extend", data=early)
    assert (answer.status_code, REASON in answer.text) == (422, True)
    assert "新しい期限は、現在の期限より後の日としてください。" in answer.text
    assert browser.post(f"{address}/extend", data={**early, "closes_on": "2026-12-07"}).status_code == 303
    assert _round(session).closes_at == end_of_day_tokyo(date(2026, 12, 7))

    assert browser.post(f"{address}/cancel", data={"reason": ""}).status_code == 422
    assert browser.post(f"{address}/cancel", data={"reason": "　"}).status_code == 422
    assert browser.post(f"{address}/cancel", data={"reason": REASON}).status_code == 303
    assert _round(session).state is RoundState.CANCELLED
    assert browser.post(f"{address}/cancel", data={"reason": REASON}).status_code == 409


def test_b37_the_chair_records_the_casting_vote(session: Session, signed_in: SignIn) -> None:
    with transaction():
        session.scalars(select(Council)).one().casting_vote = True
    ballot = a_ballot(rule=a_rule(RuleKind.MAJORITY, quorum=2, casting_vote=True))
    browser = signed_in(a_chair(ballot.group, ballot.cities[2]))
    address = f"/ballots/{ballot.round.id}/casting-vote"
    page = browser.get(address)
    assert page.text.count('type="radio"') == 2
    assert browser.post(address, data={"kind": "abstain", "reason": REASON}).status_code == 422
    assert browser.post(address, data={"kind": "approve", "reason": REASON}).status_code == 303
    assert _round(session).casting_vote is PositionKind.APPROVE


def test_b4_the_secretariat_settles_a_departure_on_the_page(session: Session, signed_in: SignIn) -> None:
    ballot = _left()
    browser, address = signed_in(ballot.secretary), f"/ballots/{ballot.round.id}"
    page = browser.get(address)
    assert "採決の期間中に脱退した市があります。" in page.text
    link = f"{address}/cities/132128/departure"
    assert link in page.text
    assert browser.post(link, data={"handling": "exclude", "reason": ""}).status_code == 422
    assert browser.post(link, data={"handling": "exclude", "reason": REASON}).status_code == 303
    session.rollback()
    found = session.scalars(select(RoundCity.departure).where(RoundCity.city_id == ballot.cities[2].id)).one()
    assert found is DepartureHandling.EXCLUDE
    assert "集計から除く" in browser.get(address).text


def test_b22_what_became_of_a_comment_is_recorded_on_its_page(session: Session, signed_in: SignIn) -> None:
    round = a_closed_round("aca")
    browser = signed_in(a_secretary())
    link = f"/ballots/{round.id}/cities/132047/disposition"
    assert link in browser.get(f"/ballots/{round.id}").text
    assert REASON in browser.get(link).text
    assert browser.post(link, data={"body": "手引きに明記する。"}).status_code == 303
    session.rollback()
    assert session.scalars(select(Disposition.body)).all() == ["手引きに明記する。"]
    assert browser.get(link).status_code == 409


def test_who_has_no_part_in_it_sees_no_buttons(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True))
    cast_letters(ballot, "aaa")
    voice = (
        signed_in(a_representative(ballot.group, ballot.cities[0])).get(f"/ballots/{ballot.round.id}").text
    )
    for part in ("close", "extend", "cancel", "casting-vote", "departure", "disposition", "cities/"):
        assert f"/ballots/{ballot.round.id}/{part}" not in voice, part
    secretary = signed_in(ballot.secretary).get(f"/ballots/{ballot.round.id}").text
    for part in ("close", "extend", "cancel"):
        assert f"/ballots/{ballot.round.id}/{part}" in secretary, part


def _left() -> Ballot:
    ballot = a_ballot()
    with transaction():
        ballot.group.cities[2].until = clock.now()
    return ballot


def _round(session: Session) -> Round:
    session.rollback()
    return session.scalars(select(Round)).one()
