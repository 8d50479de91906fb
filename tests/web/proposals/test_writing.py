"""Writing proposals on their pages: what is kept, what is refused, and two editors at once (T3, T5, T10)."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.domain.texts import CustomizationAnswer, Flag
from app.models import Proposal, ProposalVersion, User
from tests.builders.council import a_partner, a_representative, a_secretary
from tests.builders.differences import a_proposing_difference
from tests.builders.proposals import TEXT, a_proposal, a_version

SignedIn = Callable[[User], FlaskClient]
TYPED = {"title": TEXT.title, "body": TEXT.body, "outcome": "unify", "customization_answer": ""}


def test_a_draft_is_written_saved_and_shown(signed_in: SignedIn, session: Session) -> None:
    difference = a_proposing_difference()
    author = a_representative(difference.group, difference.group.cities[0].city)
    browser = signed_in(author)
    address = f"/differences/{difference.number}/proposals"
    empty = browser.get(f"{address}/new")
    sent = browser.post(
        f"{address}/new",
        data={
            **TYPED,
            "scope": "市立小学校",
            "effective_on": "２０２７/０４/０１",
            "yearly_saving_yen": "△１，２００，０００円",
            "flags": ["rule_change", "customization"],
            "customization_answer": "form_wording",
            "exceptions": "日野市は従前の例による。",
        },
    )
    page = browser.get(f"{address}/1")

    assert empty.status_code == 200
    assert (sent.status_code, sent.location) == (303, f"{address}/1")
    for words in (TEXT.title, "市立小学校", "2027年4月1日(木)", "-1,200,000円", "規則・要綱の改正", "下書き"):
        assert words in page.text
    session.rollback()
    version = session.scalars(select(ProposalVersion)).one()
    assert version.flag_set == {Flag.RULE_CHANGE, Flag.CUSTOMIZATION}
    assert version.customization_answer is CustomizationAnswer.FORM_WORDING
    assert version.text_hash.rpartition(":")[2][:8] in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": " "}, "このフィールドは必須です。"),
        ({"title": "あ" * 121}, "120"),
        ({"body": ""}, "このフィールドは必須です。"),
        ({"body": "あ" * 40_000}, "文章が長すぎます"),
        ({"flags": "customization"}, "どう回答するか"),
        ({"customization_answer": "adopt"}, "印を付けたときだけ選べます"),
        ({"yearly_saving_yen": "百万円ほど"}, "円単位の金額"),
        ({"effective_on": "来年の春"}, "日付"),
        ({"outcome": "elsewhere"}, "無効な選択"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_everything_typed(
    signed_in: SignedIn, session: Session, typed: dict[str, str], words: str
) -> None:
    difference = a_proposing_difference()
    browser = signed_in(a_secretary())
    sent = {**TYPED, "scope": "書きかけの範囲", "exceptions": "書きかけの例外", **typed}
    answer = browser.post(f"/differences/{difference.number}/proposals/new", data=sent)

    assert answer.status_code == 422
    assert words in answer.text
    for name in ("scope", "exceptions", *typed):
        if name not in ("flags", "customization_answer", "outcome"):
            assert sent[name] in answer.text
    assert session.scalars(select(Proposal)).all() == []


def test_t3_saving_what_stands_says_so_and_makes_nothing(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    browser = signed_in(a_secretary())
    answer = browser.post(_address(proposal, "/edit"), data={**TYPED, "base": "1"})

    assert answer.status_code == 303
    assert "変更がないため、新しい版は作成していません。" in browser.get(answer.location).text
    assert _versions(session) == 1


def test_t5_an_older_text_is_brought_back_as_a_new_version(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    a_version(proposal, body="改めた本文")
    browser = signed_in(a_secretary())
    offered = browser.get(_address(proposal, "/versions/1"))
    form = browser.get(_address(proposal, "/edit?from=1"))
    sent = browser.post(_address(proposal, "/edit?from=1"), data={**TYPED, "base": "2", "note": "戻す"})

    assert _address(proposal, "/edit?from=1") in offered.text
    assert "第1版の内容に戻す" in form.text
    assert "改めた本文" not in form.text
    assert sent.status_code == 303
    assert _versions(session) == 3


def test_t10_the_second_editor_gets_both_texts_and_the_base(signed_in: SignedIn, session: Session) -> None:
    proposal, second = a_proposal(scope="元の適用範囲"), a_secretary()
    browser = signed_in(second)
    a_version(proposal, body="先に保存された本文")
    answer = browser.post(
        _address(proposal, "/edit"),
        data={
            **TYPED,
            "scope": "元の適用範囲",
            "body": "<script>後の本文</script>",
            "base": "1",
            "note": "私の要点",
        },
    )

    assert answer.status_code == 409
    for words in (
        "先に保存された本文",
        "就学通知は、一月三十一日までに発送する。",
        "&lt;script&gt;後の本文&lt;/script&gt;",
        "元の適用範囲",
        "私の要点",
    ):
        assert words in answer.text
    assert "<script>後の本文" not in answer.text
    assert _hidden(answer, "base") == "2"
    assert _versions(session) == 2

    again = browser.post(
        _address(proposal, "/edit"), data={**TYPED, "body": "後の本文", "base": "2", "since": "1"}
    )
    assert again.status_code == 303
    assert _versions(session) == 3


def test_t10_changes_that_do_not_touch_go_into_one_form_unsaved(
    signed_in: SignedIn, session: Session
) -> None:
    proposal = a_proposal()
    a_version(proposal, body=f"{TEXT.body}\n\n## 保存\n\n写しを残す。")
    browser = signed_in(a_secretary())
    mine = {**TYPED, "body": TEXT.body.replace("一月三十一日", "一月三十日")}
    conflict = browser.post(_address(proposal, "/edit"), data={**mine, "base": "1"})
    both = browser.post(_address(proposal, "/edit"), data={**mine, "base": "2", "since": "1", "combine": "1"})

    assert 'name="combine"' in conflict.text
    assert both.status_code == 200
    assert "一月三十日" in both.text
    assert "写しを残す。" in both.text
    assert _versions(session) == 2


def test_files_come_with_a_version_and_are_left_out_of_the_next(
    signed_in: SignedIn, session: Session
) -> None:
    proposal = a_proposal()
    browser = signed_in(a_secretary())
    file = (BytesIO("就学通知書".encode()), "様式第1号.txt")
    browser.post(_address(proposal, "/edit"), data={**TYPED, "base": "1", "files": file})
    with_file = browser.get(_address(proposal))
    session.rollback()
    digest = proposal.current.attachment_hashes[0]
    browser.post(_address(proposal, "/edit"), data={**TYPED, "base": "2", "without": digest})

    assert "様式第1号.txt" in with_file.text
    assert "様式第1号.txt" in browser.get(_address(proposal, "/versions/2")).text
    assert "様式第1号.txt" not in browser.get(_address(proposal)).text


def test_who_may_not_write_is_told_before_writing(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    partner = signed_in(a_partner(proposal.difference.group))

    for answer in (partner.get(_address(proposal, "/edit")), partner.post(_address(proposal, "/edit"))):
        assert answer.status_code == 403
        assert "事業者・コンサルタントは閲覧と意見ができます。" in answer.text
    assert 'href="' + _address(proposal, "/edit") not in partner.get(_address(proposal)).text


def _address(proposal: Proposal, rest: str = "") -> str:
    return f"/differences/{proposal.difference.number}/proposals/{proposal.number}{rest}"


def _versions(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(ProposalVersion.id))) or 0


def _hidden(answer: TestResponse, name: str) -> str:
    _, _, after = answer.text.partition(f'name="{name}"')
    return after.partition('value="')[2].partition('"')[0]
