"""Reading proposals: the page, versions, comparisons on screen and as files, the preview, putting forward (T1, T12)."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import unquote

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.markdown import headings
from app.domain.workflow import Stage
from app.models import Proposal, User
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_chair, a_group, a_member, a_partner, a_representative, a_secretary
from tests.builders.discussion import a_concern
from tests.builders.proposals import TEXT, a_proposal, a_proposal_on_the_table, a_version
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 25


def test_the_page_shows_the_text_with_anchors_its_hash_and_what_changes_for_each_city(
    signed_in: SignedIn, session: Session
) -> None:
    proposal = a_proposal_on_the_table()
    group = proposal.difference.group
    viewer = a_representative(group, group.cities[1].city)
    page = signed_in(viewer).get(_address(proposal))

    assert page.status_code == 200
    assert 'id="p1-s-' in page.text
    assert "協議中" in page.text
    own = page.text.index('id="city-132047"')
    assert page.text.index('id="city-132021"') > own
    assert 'id="city-132047" open' in page.text
    assert "三鷹市の現行" in page.text


def test_each_heading_leads_to_what_is_said_about_it(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal_on_the_table()
    heading = headings(proposal.current.body)[1]
    a_concern(proposal.difference, proposal_id=proposal.id, anchor=heading.anchor)
    group = proposal.difference.group
    page = signed_in(a_member(group, group.cities[0].city)).get(_address(proposal))

    assert f"/discussion?proposal=1&amp;anchor={heading.anchor}" in page.text
    assert "未解決の懸念 1件" in page.text
    assert f"/discussion/new?place={proposal.id}:{heading.anchor}" in unquote(page.text)


def test_t1_a_version_stays_and_names_the_ballot_that_froze_it(signed_in: SignedIn, session: Session) -> None:
    round_ = a_closed_round("aao")
    proposal = round_.version.proposal
    a_version(proposal, body="反対意見を受けて改めた案")
    browser = signed_in(a_secretary())
    old, new = (browser.get(_address(proposal, f"/versions/{number}")) for number in (1, 2))

    assert TEXT.body.splitlines()[2] in old.text
    assert "第1回採決" in old.text
    assert "新しい版があります（第2版）" in old.text
    assert round_.text_hash in old.text
    assert "反対意見を受けて改めた案" in new.text
    assert "第1回採決" not in new.text


def test_t12_the_screen_and_the_word_file_say_the_same(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal(title="宇宙線の観測", body="前の条\n\n消える条\n\n変わらない条")
    a_version(proposal, title="宇宙線観測", body="前の条\n\n変わらない条\n\n新たな条")
    browser = signed_in(a_secretary())
    screen = browser.get(_address(proposal, "/compare?from=1&to=2"))
    file = browser.get(_address(proposal, "/compare.docx?from=1&to=2"))
    rows = [[cell.text for cell in row.cells] for row in docx.Document(BytesIO(file.data)).tables[-1].rows]

    assert unquote(file.headers["Content-Disposition"]).endswith(
        "EDU-02-001_新旧対照表_案1第1版-案1第2版.docx"
    )
    assert rows == [
        ["項目", "案1 第2版", "案1 第1版"],
        ["題名", "宇宙線観測", "宇宙線の観測"],
        ["本文", "前の条", "前の条"],
        ["本文", "（削除）", "消える条"],
        ["本文", "変わらない条", "変わらない条"],
        ["本文", "新たな条", "（新設）"],
    ]
    for words in ("<del>", "の", "前の条", "消える条", "変わらない条", "新たな条", "（削除）", "（新設）"):
        assert words in screen.text


def test_t12_the_comparison_table_is_a_pdf_as_well(signed_in: SignedIn, session: Session) -> None:
    one = a_proposal()
    a_proposal(one.difference, body="もう一つの案の本文")
    browser = signed_in(a_secretary())
    page = browser.get(f"/differences/{one.difference.number}/proposals/compare")
    file = browser.get(f"/differences/{one.difference.number}/proposals/compare.pdf?one=1&other=2")

    assert "もう一つの案の本文" in page.text
    assert "（定めなし）" in page.text
    assert "（削除）" not in page.text
    assert file.data.startswith(b"%PDF-")
    assert "案1第1版-案2第1版.pdf" in unquote(file.headers["Content-Disposition"])


@pytest.mark.parametrize(
    "rest",
    ["/compare?to=9", "/compare?from=0", "/compare?from=99999999999999999999", "/versions/3", "/compare.odt"],
)
def test_what_does_not_exist_is_not_found(signed_in: SignedIn, session: Session, rest: str) -> None:
    proposal = a_proposal()

    assert signed_in(a_secretary()).get(_address(proposal, rest)).status_code == 404


def test_one_proposal_alone_has_nothing_to_compare_with(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    browser = signed_in(a_secretary())

    assert browser.get(f"/differences/{proposal.difference.number}/proposals/compare").status_code == 404
    assert "二つの文に違いはありません。" in browser.get(_address(proposal, "/compare")).text


def test_a_text_is_previewed_as_fragment_and_as_page(
    client: FlaskClient, signed_in: SignedIn, session: Session
) -> None:
    text = "## 見出し\n\n<b>太字</b>ではない"
    browser = signed_in(a_secretary())
    fragment = browser.post(
        "/markdown/preview", data={"text": text}, headers={"Accept": "text/html-fragment"}
    )
    page = browser.post("/markdown/preview", data={"preview": "body", "body": text, "title": "別の欄"})

    assert fragment.text.strip() == "<h3>見出し</h3><p>&lt;b&gt;太字&lt;/b&gt;ではない</p>"
    assert "<html" in page.text
    assert "<h3>見出し</h3>" in page.text
    assert "別の欄" not in page.text
    assert client.post("/markdown/preview", data={"text": text}).status_code == 302


def test_the_chair_puts_a_proposal_on_the_table_and_withdraws_it(
    signed_in: SignedIn, session: Session
) -> None:
    proposal = a_proposal()
    difference = proposal.difference
    chair = signed_in(a_chair(difference.group, difference.group.cities[0].city))
    asked = chair.get(_address(proposal, "/put-forward"))
    seen = {"seen": str(difference.stage_serial)}
    done = chair.post(_address(proposal, "/put-forward"), data=seen)
    stale = chair.post(_address(proposal, "/withdraw"), data=seen)
    session.rollback()
    withdrawn = chair.post(_address(proposal, "/withdraw"), data={"seen": str(difference.stage_serial)})

    assert "案1を協議にかける" in asked.text
    assert (done.status_code, done.location) == (303, f"/differences/{difference.number}")
    assert stale.status_code == 409
    assert withdrawn.status_code == 303
    session.rollback()
    assert difference.stage is Stage.DISCUSSING
    assert proposal.withdrawn_at is not None


def test_others_see_why_they_cannot(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    group = proposal.difference.group
    member = signed_in(a_member(group, group.cities[0].city))

    for act in ("put-forward", "withdraw"):
        for answer in (member.get(_address(proposal, f"/{act}")), member.post(_address(proposal, f"/{act}"))):
            assert answer.status_code == 403
            assert "案の作成者、座長、事務局" in answer.text


def test_a_partner_of_another_group_sees_nothing(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal()
    a_version(proposal, title="別の題名")
    stranger = signed_in(a_partner(a_group([], code="EDU-03")))

    for rest in ("", "/versions/1", "/compare", "/compare.docx", "/edit", "/put-forward", "/withdraw"):
        assert stranger.get(_address(proposal, rest)).status_code == 404


def test_the_history_words_what_happened_to_proposals(signed_in: SignedIn, session: Session) -> None:
    proposal = a_proposal_on_the_table()
    a_version(proposal, title="改めた題名", note="題名を改めた")
    leader = signed_in(a_secretary())
    serial = str(proposal.difference.stage_serial)
    leader.post(_address(proposal, "/withdraw"), data={"seen": serial})
    page = leader.get(f"/differences/{proposal.difference.number}")

    for words in ("案を作成", "案を協議に上程", "新しい版を保存", "題名を改めた", "案を取下げ"):
        assert words in page.text
    assert _address(proposal, "/compare?from=1&amp;to=2") in page.text


def test_the_pages_ask_as_often_with_many_versions_as_with_few(
    installation: Installation, signed_in: SignedIn, session: Session
) -> None:
    proposal = a_proposal_on_the_table()
    browser = signed_in(a_secretary())
    asked: dict[str, list[int]] = {"": [], "/versions/1": [], "/compare": []}
    for count in (10, 100):
        while proposal.last_version < count:
            a_version(proposal, title=f"題名の{proposal.last_version + 1}")
        for rest, counts in asked.items():
            with counted(installation.database) as statements:
                assert browser.get(_address(proposal, rest)).status_code == 200
            counts.append(len(statements))

    assert all(few == many <= MOST_QUERIES for few, many in asked.values()), asked


def _address(proposal: Proposal, rest: str = "") -> str:
    return f"/differences/{proposal.difference.number}/proposals/{proposal.number}{rest}"
