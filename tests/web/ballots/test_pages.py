"""What the pages of ballots show: the text, the count, what is missing, by the clock (B7, B19, B22, B25, B38)."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import cancel_round, record_disposition
from app.domain.ballot_rules import RuleKind
from app.domain.positions import PositionKind
from app.models import Round, User
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, a_closed_round, a_rule, cast, cast_letters, run_out
from tests.builders.council import a_chair, a_group, a_partner, a_secretary
from tests.builders.proposals import a_version
from tests.web.ballots.reading import plain

SignIn = Callable[[User], FlaskClient]

# How pages look does not depend on the database; what they ask for is tested on both.
pytestmark = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)


def test_a_round_shows_text_hash_rule_deadline_and_who_opened_it(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot(body="共通の様式を用いる。", rule=a_rule(early_close=True))
    words = _words(signed_in(ballot.voice(0)), ballot.round)

    for said in (
        "共通の様式を用いる。",
        ballot.round.text_hash,
        "全会一致",
        "すべての市の賛成により成立します。",
        "期限前に締め切ることができます。",
        "2026年11月30日(月) 24:00",
        ballot.secretary.printed,
    ):
        assert said in words, said


def test_b38_the_count_says_what_is_met_and_what_is_still_missing(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "ao.")
    words = _words(signed_in(ballot.secretary), ballot.round)
    assert "満たす 1市以上が賛成している 賛成 1市" in words
    assert "未達 すべての市が賛成している 3市中1市（賛成していない市：三鷹市、日野市）" in words
    assert "現在の態度で締め切ると、成立しません。" in words


def test_b19_b8_abstaining_recused_and_silent_cities_stand_apart_with_their_reasons(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0), PositionKind.ABSTAIN, "庁内で検討中のため。")
    cast(ballot.round, ballot.voice(1), PositionKind.RECUSE, "当市は当事者のため。")
    words = _words(signed_in(ballot.voice(2)), ballot.round)
    assert "保留 1 立川市" in words
    assert "回避 1 三鷹市" in words
    assert "未表明 1 日野市" in words
    assert "立川市 保留 庁内で検討中のため。" in words
    assert "三鷹市 回避 当市は当事者のため。" in words


def test_b7_b21_history_shows_every_act_with_the_post_of_that_time(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    person = ballot.voice(0)
    cast(ballot.round, person, PositionKind.OBJECT, "初めの理由。")
    with transaction():
        person.post = "部長"
    cast(ballot.round, person, PositionKind.APPROVE)
    words = _words(signed_in(ballot.secretary), ballot.round)
    history = words[words.index("態度についての操作は") :]
    assert "立川市 学務課 主任 立川市 : 表明 反対 市担当 初めの理由。" in history
    assert "立川市 学務課 部長 立川市 : 変更 賛成 市担当" in history


def test_b14_an_instructed_position_shows_both_names_and_its_evidence(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    cast(
        ballot.round, ballot.secretary, PositionKind.OBJECT, "指示による。", seen=0,
        city_id=ballot.cities[1].id, evidence="8三教学第12号",
    )  # fmt: skip
    words = _words(signed_in(ballot.voice(0)), ballot.round)
    assert "三鷹市 反対 指示による。 事務局 係長 事務局（市の指示による）" in words
    assert "8三教学第12号" in words
    timeline = plain(signed_in(ballot.voice(0)).get(f"/differences/{ballot.difference.number}").text)
    assert "三鷹市: 態度を表明 – 反対" in timeline
    assert "根拠: 8三教学第12号" in timeline


def test_what_changed_since_the_citys_last_position_is_shown(session: Session, signed_in: SignIn) -> None:
    first = a_closed_round("aao")
    voice = first.acts[0].user_id
    a_version(first.version.proposal, body="## 発送時期\n\n就学通知は、二月十日までに発送する。")
    second = a_ballot(first.difference)
    page = signed_in(session.get_one(User, voice)).get(f"/ballots/{second.round.id}")
    assert "自市が前回態度を示した後の変更" in page.text
    assert "<ins>" in page.text
    assert "<del>" in page.text
    newcomer = signed_in(a_secretary()).get(f"/ballots/{second.round.id}")
    assert "自市が前回態度を示した後の変更" not in newcomer.text


def test_b25_past_its_end_a_round_is_closed_on_every_page_without_a_worker(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aa.")
    with transaction():  # a departure keeps the closer from recording it
        ballot.group.cities[2].until = clock.now()
    clock.travel(ballot.round.closes_at - clock.now())
    browser = signed_in(ballot.voice(0))

    page = browser.get(f"/ballots/{ballot.round.id}").text
    assert "結果は未確定" in page
    assert "採決は終了しました" in plain(page)
    assert 'name="kind"' not in page
    assert "data-url" not in page
    open_list = browser.get("/ballots").text
    closed_list = browser.get("/ballots?list=closed").text
    address = f"/ballots/{ballot.round.id}"
    assert (address in open_list, address in closed_list) == (False, True)
    difference = browser.get(f"/differences/{ballot.difference.number}").text
    assert "結果は未確定" in difference
    assert "態度を表明する</span>" not in difference
    assert browser.post(f"{address}/position", data=_form("approve", confirmed="1")).status_code == 409
    session.rollback()
    assert ballot.round.closed_at is None


def test_b25_whoever_comes_by_after_the_end_records_the_closing(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aaa")
    clock.travel(ballot.round.closes_at - clock.now())
    page = signed_in(ballot.voice(0)).get("/ballots?list=closed")
    assert "成立" in page.text
    session.rollback()
    assert ballot.round.closed_at == ballot.round.closes_at


def test_b44_a_cancelled_round_says_why_and_that_nothing_was_rejected(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "ao.")
    with transaction():
        cancel_round(ballot.round.id, ballot.secretary, reason="版を取り違えたため。")
    words = _words(signed_in(ballot.voice(0)), ballot.round)
    assert "案が否決されたものではなく" in words
    assert "版を取り違えたため。" in words
    assert "反対 1 三鷹市" in words
    assert f"/ballots/{ballot.round.id}" in signed_in(ballot.voice(0)).get("/ballots?list=cancelled").text


def test_b22_a_comment_waits_visibly_until_what_became_of_it_is_recorded(
    session: Session, signed_in: SignIn
) -> None:
    round = a_closed_round("aca")
    chair = a_chair(round.difference.group)
    browser = signed_in(chair)
    assert "対応は未記録" in _words(browser, round)
    with transaction():
        record_disposition(round.id, round.electorate[1].city_id, chair, body="手引きに明記する。")
    words = _words(browser, round)
    assert "対応は未記録" not in words
    assert "手引きに明記する。" in words


def test_t4_positions_on_an_older_version_stay_visible_as_given_to_it_and_count_nowhere(
    session: Session, signed_in: SignIn
) -> None:
    first = a_closed_round("aao")
    a_version(first.version.proposal, body="反対意見を受けて改めた案")
    second = a_ballot(first.difference)
    words = _words(signed_in(second.voice(0)), second.round)

    assert "第1回採決 案1 第1版 異なる案文 立川市 賛成 三鷹市 賛成 日野市 反対" in words
    assert "この採決では数えません" in words
    assert "未表明 3 立川市、三鷹市、日野市" in words
    run_out(second.round)
    assert second.round.tally_frozen is not None
    assert second.round.tally_frozen["counts"]["none"] == 3
    older = _words(signed_in(second.voice(0)), first)
    assert "賛成 2 立川市、三鷹市" in older
    assert "以前の採決での態度" not in older


def test_b42_a_note_stands_on_the_page_of_a_ballot_that_ended(session: Session, signed_in: SignIn) -> None:
    round = a_closed_round("aao")
    browser = signed_in(a_chair(round.difference.group))
    address = f"/ballots/{round.id}/note"
    assert f'href="{address}"' in browser.get(f"/ballots/{round.id}").text
    assert browser.post(address, data={"body": "　"}).status_code == 422
    assert browser.post(address, data={"body": "「規則」は「要綱」の誤り。"}).status_code == 303
    assert "「規則」は「要綱」の誤り。" in _words(browser, round)
    assert (
        f'href="{address}"'
        not in signed_in(a_partner(round.difference.group)).get(f"/ballots/{round.id}").text
    )


def test_b36_under_consent_by_silence_the_page_proves_each_citys_notice(
    session: Session, signed_in: SignIn
) -> None:
    ballot = a_ballot(rule=a_rule(RuleKind.NO_OBJECTION, min_working_days=2), closes_on=date(2026, 11, 25))
    words = _words(signed_in(ballot.voice(0)), ballot.round)
    assert "2026年11月23日(月) 24:00までに通知を受けた市に限り" in words
    for city in ("立川市", "三鷹市", "日野市"):
        assert f"{city} 2026年11月23日(月) 09:00 賛成とみなす" in words
    assert "通知の記録" not in _words(signed_in(ballot.voice(0)), a_ballot(group=ballot.group).round)


def test_the_panel_of_a_difference_shows_what_a_ballot_still_wants(
    session: Session, signed_in: SignIn
) -> None:
    round = a_closed_round("aao")
    page = plain(
        signed_in(a_chair(round.difference.group)).get(f"/differences/{round.difference.number}").text
    )
    assert "未達 未解決の懸念がない 未解決の懸念 1件" in page
    assert "採決を始める" in page
    assert "第1回採決" in page


def test_partners_see_the_ballots_of_their_groups_only(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    address = f"/ballots/{ballot.round.id}"
    inside = a_partner(ballot.group)
    outside = a_partner(a_group(ballot.cities, code="EDU-07"))
    assert signed_in(inside).get(address).status_code == 200
    assert address in signed_in(inside).get("/ballots").text
    for path in (address, f"{address}/tally"):
        assert signed_in(outside).get(path).status_code == 404
    assert address not in signed_in(outside).get("/ballots").text


def test_the_live_count_answers_304_until_something_changed(session: Session, signed_in: SignIn) -> None:
    ballot = a_ballot()
    browser = signed_in(ballot.secretary)
    path = f"/ballots/{ballot.round.id}/tally"
    first = browser.get(path)
    assert first.status_code == 200
    assert "<html" not in first.text
    tag = {"If-None-Match": first.headers["ETag"]}
    assert browser.get(path, headers=tag).status_code == 304
    cast(ballot.round, ballot.voice(0))
    changed = browser.get(path, headers=tag)
    assert changed.status_code == 200
    assert "立川市" in changed.text


def _form(kind: str, **more: str) -> dict[str, str]:
    return {"kind": kind, "reason": REASON, "seen": "0", "key": "form-1", **more}


def _words(browser: FlaskClient, round: Round) -> str:
    page = browser.get(f"/ballots/{round.id}")
    assert page.status_code == 200
    return plain(page.text)
