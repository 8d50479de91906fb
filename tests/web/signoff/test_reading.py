"""Reading sign-off: the inbox, the lists with filters, the page of a matter, the panel on a difference (T4, T6, S9)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.actions.signoff import escalate
from app.domain.roles import StepRule
from app.domain.signoff import Meaning
from app.domain.texts import Flag
from app.models import User
from app.transaction import transaction
from tests.builders.council import (
    a_city,
    a_domain,
    a_group,
    a_partner,
    a_representative,
    a_secretary,
)
from tests.builders.proposals import a_version
from tests.builders.signoff import (
    DEPARTMENT,
    REASON,
    Signing,
    a_joint_step,
    an_escalation,
    an_escalation_by_the_chair,
    many_escalations,
    sign_city,
    sign_step,
)
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 40


def test_the_inbox_shows_what_waits_for_a_post_i_hold(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation(flags=frozenset({Flag.NEW_COST}))
    first, second = signing.manager(0), signing.manager(0, DEPARTMENT)
    page = signed_in(first).get("/sign-off").text
    assert signing.difference.number in page
    assert "上限額を超える新規経費" in page
    assert "賛成" in page
    assert "本日から" in page
    assert signing.difference.number not in signed_in(second).get("/sign-off").text

    sign_step(signing.step(0), first)
    assert signing.difference.number not in signed_in(first).get("/sign-off").text
    assert signing.difference.number in signed_in(second).get("/sign-off").text


def test_a_post_that_signed_its_part_of_a_joint_step_is_asked_no_more(
    signed_in: SignedIn, session: Session
) -> None:
    city = a_city()
    people = a_joint_step(city, StepRule.ALL, "学務課長", "指導課長")
    signing = an_escalation(a_group([city, a_city("三鷹市")]), letters="aa", routes=False)
    step = signing.step(0)
    post = next(h.post_id for h in step.holders if h.post_name == "学務課長")
    sign_step(step, people["学務課長"], post_id=post)

    assert signing.difference.number not in signed_in(people["学務課長"]).get("/sign-off").text
    assert signing.difference.number in signed_in(people["指導課長"]).get("/sign-off").text


def test_the_secretariat_sees_who_has_not_signed(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation()
    sign_city(signing, 0)
    browser = signed_in(a_secretary())
    assert "自分の決裁待ち" not in browser.get("/sign-off").text
    assert signing.difference.number in browser.get("/sign-off?city=132047").text
    assert signing.difference.number not in browser.get("/sign-off?city=132021").text
    page = browser.get(f"/sign-off/{signing.escalation.id}").text
    assert "未決裁の市：三鷹市、日野市" in page
    assert f"決裁待ち：{signing.manager(1).printed}" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("group=EDU-02", True),
        ("group=TAX-01", False),
        ("domain=EDU", True),
        ("domain=TAX", False),
        ("q=ＥＤＵ－０２－００１", True),
        ("q=就学", True),
        ("q=就学 存在しない語", False),
        ("page=99&city=000000", True),
    ],
)
def test_the_list_is_filtered_by_its_address(
    signed_in: SignedIn, session: Session, query: str, found: bool
) -> None:
    signing = an_escalation_by_the_chair()
    page = signed_in(a_secretary()).get(f"/sign-off?view=running&{query}").text
    assert (signing.difference.number in page) is found
    assert ("条件に合う案件はありません" in page) is not found


def test_what_ended_stays_readable_with_its_reason(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation()
    sign_step(signing.step(0), signing.manager(0), Meaning.REFUSE)
    browser = signed_in(a_representative(signing.group, signing.cities[1]))
    assert "決裁中の案件はありません" in browser.get("/sign-off").text
    assert signing.difference.number in browser.get("/sign-off?view=ended").text
    page = browser.get(f"/sign-off/{signing.escalation.id}").text
    assert REASON in page
    assert "未調整" in page
    panel = browser.get(f"/differences/{signing.difference.number}").text
    assert REASON in panel
    assert f"/sign-off/{signing.escalation.id}" in panel


def test_a_partner_of_another_group_finds_nothing(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    stranger = a_partner(a_group(signing.cities, "TAX-01", a_domain("TAX", "税")))
    browser = signed_in(stranger)
    assert signing.difference.number not in browser.get("/sign-off?view=running").text
    assert browser.get(f"/sign-off/{signing.escalation.id}").status_code == 404
    assert signing.difference.number in signed_in(a_partner(signing.group)).get("/sign-off").text


def test_the_page_shows_the_very_text_its_hash_and_the_reasons_of_the_ballot(
    signed_in: SignedIn, session: Session
) -> None:
    signing = an_escalation(letters="aca")
    page = signed_in(signing.manager(0)).get(f"/sign-off/{signing.escalation.id}").text
    assert signing.escalation.text_hash in page
    assert "一月三十一日までに発送する" in page
    assert "付帯意見付き賛成" in page
    assert "市の例規と合わないため" in page
    assert "第1回採決に付した本文と同一です" in page
    assert "この案件で、以前に決裁または採決に付した本文はありません" in page


def test_t6_the_page_shows_what_changed_since_the_city_signed(signed_in: SignedIn, session: Session) -> None:
    again = _changed_after_sending_back()
    page = signed_in(again.manager(1)).get(f"/sign-off/{again.escalation.id}").text
    assert "自市が前回決裁した本文と比べています" in page
    assert "<ins>" in page
    assert "無効" in page

    stranger = signed_in(a_secretary()).get(f"/sign-off/{again.escalation.id}").text
    assert "前回の採決に付した本文と比べています" in stranger


def test_t4_positions_on_an_earlier_text_are_shown_as_given_to_that(
    signed_in: SignedIn, session: Session
) -> None:
    again = _changed_after_sending_back()
    page = signed_in(again.manager(0)).get(f"/sign-off/{again.escalation.id}").text
    assert "この意思表示は、以前の本文に対するものです" in page
    assert "採決を経ずに上申されました" in page


def test_t6_dismissed_signatures_stay_readable(signed_in: SignedIn, session: Session) -> None:
    again = _changed_after_sending_back()
    earlier = again.escalation.id - 1
    page = signed_in(a_secretary()).get(f"/sign-off/{earlier}").text
    assert "これらの決裁は無効になりました" in page
    assert "2件の無効になった決裁" in page
    assert again.manager(1).printed in page


@pytest.mark.parametrize("view", ["mine", "running", "ended"])
def test_the_lists_ask_the_database_as_often_for_10_as_for_100(
    signed_in: SignedIn, session: Session, installation: Installation, view: str
) -> None:
    signing = an_escalation()
    viewer = signing.manager(0)
    if view == "ended":
        sign_step(signing.step(0), viewer, Meaning.REFUSE)
    asked = []
    for more in (9, 90):
        many_escalations(signing, more)
        with counted(installation.database) as statements:
            page = signed_in(viewer).get(f"/sign-off?view={view}").text
        asked.append(len(statements))
    assert "100件" in page
    assert asked[0] == asked[1]
    assert asked[1] <= MOST_QUERIES


def _changed_after_sending_back() -> Signing:
    """The second city signed, the first sent it back, the text changed and was escalated without a ballot."""
    signing = an_escalation()
    sign_city(signing, 1)
    sign_step(signing.step(0), signing.manager(0), Meaning.SEND_BACK)
    a_version(signing.escalation.version.proposal, body="就学通知は、一月二十日までに発送する。")
    secretary = a_secretary()
    with transaction():
        escalation = escalate(signing.difference.number, secretary, reason="日程を改めた。")
    return Signing(escalation, signing.cities, signing.managers)


def test_the_inbox_tells_step_domain_and_what_changed_since_signed(
    signed_in: SignedIn, session: Session
) -> None:
    again = _changed_after_sending_back()
    page = signed_in(again.manager(1)).get("/sign-off").text
    assert "三鷹市の決裁経路 1/2" in page
    assert "前回の決裁から変更あり" in page
    assert "変更箇所：本文" in page or "変更箇所: 本文" in page
    assert "前回の決裁から変更あり" not in signed_in(again.manager(2)).get("/sign-off").text


@pytest.mark.parametrize(
    ("flag", "found"), [("ordinance_change", True), ("basic_policy", False), ("nonsense", True)]
)
def test_the_inbox_is_filtered_by_flag(signed_in: SignedIn, session: Session, flag: str, found: bool) -> None:
    signing = an_escalation_by_the_chair()
    page = signed_in(signing.manager(0)).get(f"/sign-off?view=mine&flag={flag}").text
    assert (signing.difference.number in page) is found


def test_the_inbox_is_read_in_sequence(signed_in: SignedIn, session: Session) -> None:
    first = an_escalation_by_the_chair()
    others = [an_escalation_by_the_chair(first.group, routes=False) for _ in range(2)]
    browser = signed_in(first.manager(0))
    ids = [first.escalation.id, *(other.escalation.id for other in others)]
    middle = browser.get(f"/sign-off/{ids[1]}").text
    assert "決裁待ち3件のうち2件目" in middle
    assert f'href="/sign-off/{ids[0]}"' in middle
    assert f'href="/sign-off/{ids[2]}"' in middle
    sign_step(others[0].escalation.cities[0].steps[0], first.manager(0))
    after = browser.get(f"/sign-off/{ids[1]}").text
    assert "件目" not in after
    assert f'href="/sign-off/{ids[2]}"' in after
