"""Signing, escalating and keeping references on the pages: what is kept, what is refused in words (S3, S7-S9)."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Group, Post, PostHolding, Signature, User
from app.transaction import transaction
from tests.builders.council import (
    LONG_AGO,
    a_chair,
    a_group,
    a_member,
    a_post,
    a_representative,
    a_route,
    a_secretary,
)
from tests.builders.proposals import a_difference_on_the_table
from tests.builders.signoff import (
    DEPARTMENT,
    PASSWORD,
    REASON,
    Signing,
    an_escalation_by_the_chair,
    sign_all,
    sign_step,
    signing_cities,
    with_password,
)

SignedIn = Callable[[User], FlaskClient]


def test_s7_approving_leads_on_and_says_so(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    browser = signed_in(signing.manager(0))
    answer = _sign(browser, signing, meaning="approve")

    assert answer.status_code == 303
    assert answer.location == f"/sign-off/{signing.escalation.id}"
    page = browser.get(answer.location).text
    assert "承認しました。" in page
    assert signing.manager(0).printed in page
    assert signing.step(0).state is SignoffState.APPROVED


def test_s7_a_wrong_password_keeps_everything_but_itself(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    browser = signed_in(signing.manager(0))
    answer = _sign(
        browser, signing, meaning="send_back", reason="資料の<b>追加</b>", password="ちがう言葉です"
    )

    assert answer.status_code == 422
    assert "資料の&lt;b&gt;追加&lt;/b&gt;" in answer.text
    assert re.search(r'value="send_back"[^>]* checked|checked[^>]*value="send_back"', answer.text)
    assert "ちがう言葉です" not in answer.text
    assert "パスワード" in answer.text
    assert session.scalar(select(func.count(Signature.id))) == 0


def test_s7_too_many_wrong_passwords_are_refused_like_those_of_signing_in(
    signed_in: SignedIn, session: Session
) -> None:
    signing = an_escalation_by_the_chair()
    browser = signed_in(signing.manager(0))
    for _ in range(5):
        assert _sign(browser, signing, meaning="approve", password="ちがう言葉です").status_code == 422
    assert _sign(browser, signing, meaning="approve").status_code in (403, 409, 429)
    assert session.scalar(select(func.count(Signature.id))) == 0


def test_signing_many_matters_in_a_row_is_no_guessing(signed_in: SignedIn, session: Session) -> None:
    first = an_escalation_by_the_chair()
    browser = signed_in(first.manager(0))
    signings = [first, *(an_escalation_by_the_chair(first.group, routes=False) for _ in range(5))]
    for signing in signings:
        assert _sign(browser, signing, meaning="approve").status_code == 303


@pytest.mark.parametrize("meaning", ["send_back", "refuse"])
def test_s3_without_a_reason_the_page_comes_back(signed_in: SignedIn, session: Session, meaning: str) -> None:
    signing = an_escalation_by_the_chair()
    answer = _sign(signed_in(signing.manager(0)), signing, meaning=meaning, reason=" 　")
    assert answer.status_code == 422
    assert signing.difference.stage is Stage.ESCALATED


def test_s3_sending_back_shows_both_sides_the_reason(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    _sign(signed_in(signing.manager(0)), signing, meaning="send_back", reason=REASON)
    for reader in (signing.manager(1), a_representative(signing.group, signing.cities[2])):
        assert REASON in signed_in(reader).get(f"/differences/{signing.difference.number}").text


def test_an_empty_form_names_what_is_missing(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    answer = signed_in(signing.manager(0)).post(f"/sign-off/steps/{signing.step(0).id}/sign", data={})
    assert answer.status_code == 422


def test_t6_another_text_than_the_one_shown_is_a_conflict(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    answer = _sign(signed_in(signing.manager(0)), signing, meaning="approve", text_hash="sha256-v1:0")
    assert answer.status_code == 409
    assert "表示していた本文と異なります" in answer.text


def test_a_form_sent_twice_signs_once(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    browser = signed_in(signing.manager(0))
    assert _sign(browser, signing, meaning="approve", key="k").status_code == 303
    assert _sign(browser, signing, meaning="approve", key="k").status_code == 303
    assert session.scalar(select(func.count(Signature.id))) == 1


def test_the_last_step_alone_is_offered_to_drop(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    browser = signed_in(signing.manager(0))
    address = f"/sign-off/{signing.escalation.id}"
    assert 'value="drop"' not in browser.get(address).text
    assert _sign(browser, signing, meaning="drop", reason=REASON).status_code == 409
    sign_step(signing.step(0), signing.manager(0))
    assert 'value="drop"' in signed_in(signing.manager(0, DEPARTMENT)).get(address).text


def test_s8_the_author_alone_is_told_why_approval_is_not_offered(
    signed_in: SignedIn, session: Session
) -> None:
    group = a_group()
    signing_cities(group)
    author = _manager_who_writes(group)
    signing = an_escalation_by_the_chair(group, author=author, routes=False)
    sign_step(signing.step(0), author)
    page = signed_in(author).get(f"/sign-off/{signing.escalation.id}").text
    assert "あなたはこの案の作成者で" in page
    assert 'value="approve"' not in page
    assert 'value="send_back"' in page


def test_whoever_may_not_sign_finds_no_form(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    for reader in (a_secretary(), signing.manager(0, DEPARTMENT), a_chair(signing.group, signing.cities[0])):
        page = signed_in(reader).get(f"/sign-off/{signing.escalation.id}").text
        assert 'name="password"' not in page


def test_s9_the_paper_number_is_kept_on_the_page(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    member = a_member(signing.group, signing.cities[0])
    browser = signed_in(member)
    route = signing.route(0)
    address = f"/sign-off/routes/{route.id}/reference"
    answer = browser.post(address, data={"number": "８立教学第１２３号", "on": "２０２６/１２/０１"})
    assert answer.status_code == 303
    page = browser.get(f"/sign-off/{signing.escalation.id}").text
    assert "８立教学第１２３号" in page
    assert "2026年12月1日(火)" in page
    wrong = browser.post(address, data={"number": "控えの番号", "on": "きのう"})
    assert wrong.status_code == 422
    assert "控えの番号" in wrong.text


def test_escalating_shows_the_routes_and_leads_to_the_matter(signed_in: SignedIn, session: Session) -> None:
    group = a_group()
    signing_cities(group)
    difference = a_difference_on_the_table(group)
    chair = a_chair(group, group.cities[0].city)
    browser = signed_in(chair)
    panel = browser.get(f"/differences/{difference.number}").text
    address = f"/differences/{difference.number}/escalate"
    assert address in panel
    page = browser.get(address)
    assert "学務課長 → 教育部長" in page.text
    data = {
        "seen": difference.stage_serial,
        "reason": "<script>alert(1)</script>調整がつかないため。",
        "key": "k",
    }
    answer = browser.post(address, data=data)
    assert answer.status_code == 303
    shown = browser.get(answer.location).text
    assert "調整がつかないため。" in shown
    assert "<script>alert" not in shown
    assert browser.post(address, data=data).location == answer.location  # sent twice, done once


def test_l2_escalating_from_an_old_page_is_a_conflict(signed_in: SignedIn, session: Session) -> None:
    difference = a_difference_on_the_table()
    address = f"/differences/{difference.number}/escalate"
    data = {"seen": difference.stage_serial - 1, "reason": "調整がつかないため。"}
    assert signed_in(a_secretary()).post(address, data=data).status_code == 409
    assert difference.stage is Stage.DISCUSSING


def test_going_back_with_the_same_text_is_said_before_it_is_done(
    signed_in: SignedIn, session: Session
) -> None:
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0), Meaning.SEND_BACK)
    page = signed_in(a_secretary()).get(f"/differences/{signing.difference.number}/escalate").text
    assert "本文は前回の上申と同じです" in page


def test_a_city_without_a_route_is_seen_and_helped_by_the_secretariat(
    signed_in: SignedIn, session: Session
) -> None:
    signing = an_escalation_by_the_chair(routes=False)
    browser = signed_in(a_secretary())
    address = f"/sign-off/{signing.escalation.id}"
    assert "決裁経路が登録されていません" in browser.get(address).text
    city = signing.cities[0]
    a_route(city, [a_post(city)])
    assert "登録済みの決裁経路を設定する" in browser.get(address).text
    answer = browser.post(f"/sign-off/routes/{signing.route(0).id}/lay", data={})
    assert answer.status_code == 303
    assert "学務課長" in browser.get(address).text


def test_the_next_matter_is_one_click_away(signed_in: SignedIn, session: Session) -> None:
    first = an_escalation_by_the_chair()
    second = an_escalation_by_the_chair(first.group, routes=False)
    browser = signed_in(first.manager(0))
    _sign(browser, first, meaning="approve")
    page = browser.get(f"/sign-off/{first.escalation.id}").text
    assert f'href="/sign-off/{second.escalation.id}"' in page


def test_the_last_signature_leads_to_the_decision(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    decision = sign_all(signing)
    page = signed_in(signing.manager(0)).get(f"/differences/{signing.difference.number}").text
    assert decision.number in page
    assert f"/decisions/{decision.id}" in page


def _sign(browser: FlaskClient, signing: Signing, place: int = 0, **typed: str) -> TestResponse:
    """What the page of a city's first step sends."""
    step = signing.step(place)
    data = {
        "post_id": str(step.holders[0].post_id),
        "text_hash": signing.escalation.text_hash,
        "password": PASSWORD,
        **typed,
    }
    answer = browser.post(f"/sign-off/steps/{step.id}/sign", data=data)
    db.session.rollback()  # the test looks at what stands now
    return answer


def _manager_who_writes(group: Group) -> User:
    """Somebody of the first city who works in the group and holds both posts of the city's route."""
    city = group.cities[0].city
    author = with_password(a_member(group, city))
    with transaction():
        for post in db.session.scalars(select(Post).where(Post.city_id == city.id)):
            db.session.add(PostHolding(post=post, user=author, since=LONG_AGO))
    return author
