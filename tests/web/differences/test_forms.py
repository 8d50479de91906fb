"""The forms of differences: what is typed stays on 422, refusals are pages, success leads back."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.differences import announce_no_difference, hold, open_survey, withdraw
from app.clock import now, travel
from app.domain.calendar import tokyo_date
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Difference, StandardBusiness, User
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_group,
    a_member,
    a_secretary,
    an_observer,
)
from tests.builders.differences import (
    a_difference,
    a_proposing_difference,
    put_at,
)

SignedIn = Callable[[User], FlaskClient]


def _stage(session: Session, difference: Difference) -> Stage:
    session.rollback()
    return difference.stage


def test_a_member_raises_a_difference(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    person = a_member(group, group.cities[0].city)
    with transaction():
        db.session.add(StandardBusiness(name="就学"))
    client = signed_in(person)
    typed = {
        "title": "通知の時期",
        "kind": "notice",
        "why": "転出入で混乱する。",
        "standards": "1",
        "key": "k",
    }

    page = client.get(f"/groups/{group.code}/raise")
    answer = client.post(f"/groups/{group.code}/raise", data=typed)

    assert page.status_code == 200
    assert (answer.status_code, answer.location) == (303, "/differences/EDU-02-001")
    session.rollback()
    raised = session.scalars(select(Difference)).one()
    assert (raised.title, raised.standards[0].name, raised.raised_by_id) == ("通知の時期", "就学", person.id)
    assert client.post(f"/groups/{group.code}/raise", data=typed).location == answer.location, "B15"
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Difference)) == 1


def test_a_form_that_lacks_something_comes_back_with_everything_typed(
    session: Session, signed_in: SignedIn
) -> None:
    group = a_group()
    client = signed_in(a_member(group, group.cities[0].city))

    answer = client.post(
        f"/groups/{group.code}/raise", data={"title": "通知の時期", "kind": "form", "why": "　"}
    )

    assert answer.status_code == 422
    assert 'value="通知の時期"' in answer.text
    assert "error-summary" in answer.text
    assert re.search(r'<input[^>]*checked[^>]*value="form"', answer.text)


def test_the_chair_opens_and_closes_the_survey(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    client = signed_in(a_chair(difference.group, difference.group.cities[0].city))
    address = f"/differences/{difference.number}/survey"

    form = client.get(f"{address}/open").text
    assert 'value="2026-12-14"' in form, "the council's usual time is offered"
    assert client.post(f"{address}/open", data={"seen": "0", "due_on": "2026/12/10"}).status_code == 303
    assert _stage(session, difference) is Stage.SURVEYING
    assert "立川市" in client.get(f"{address}/close").text, "who has not answered"
    refused = client.post(f"{address}/close", data={"seen": "1", "reason": ""})
    assert refused.status_code == 422
    assert "立川市、三鷹市、日野市が未回答です" in refused.text
    assert client.post(f"{address}/close", data={"seen": "1", "reason": "期限を延ばした"}).status_code == 303
    assert _stage(session, difference) is Stage.PROPOSING


def test_every_act_is_done_from_its_page(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    secretary = a_secretary()
    client = signed_in(secretary)
    difference, other = a_difference(group), a_difference(group)
    address = f"/differences/{difference.number}"
    day = (tokyo_date(now()) + timedelta(days=7)).isoformat()

    steps = [
        ("hold", {"reason": "国の通知待ち", "review_on": day}, Stage.RAISED),
        ("resume", {"reason": ""}, Stage.RAISED),
        ("withdraw", {"reason": "不要になった"}, Stage.WITHDRAWN),
        ("restore", {"reason": "やはり必要"}, Stage.RAISED),
        ("merge", {"reason": "同じ内容", "into": other.number.lower()}, Stage.MERGED),
    ]
    for serial, (act, typed, stage) in enumerate(steps):
        page = client.get(f"{address}/{act}").text
        assert f'name="seen" type="hidden" value="{serial}"' in page, act
        answer = client.post(f"{address}/{act}", data={**typed, "seen": str(serial)})
        assert answer.status_code == 303, act
        assert _stage(session, difference) is stage, act


def test_a_finding_of_no_difference_in_two_steps(session: Session, signed_in: SignedIn) -> None:
    difference = a_proposing_difference()
    client = signed_in(a_secretary())
    address = f"/differences/{difference.number}/no-difference"

    assert client.get(f"{address}/record").status_code == 409
    assert client.post(f"{address}/announce", data={"reason": "同じ扱い"}).status_code == 303
    early = client.get(f"{address}/record")
    assert early.status_code == 409
    assert "2026年12月7日(月) 24:00" in early.text, "until when the cities can object"
    travel(timedelta(days=20))
    assert client.post(f"{address}/record", data={}).status_code == 303
    assert _stage(session, difference) is Stage.NO_DIFFERENCE


def test_a_reopening_may_name_the_city_that_asked(session: Session, signed_in: SignedIn) -> None:
    difference = put_at(a_difference(), Stage.DECIDED)
    city = difference.group.cities[1].city
    client = signed_in(a_secretary())
    address = f"/differences/{difference.number}/reopen"

    assert "三鷹市" in client.get(address).text
    assert client.post(address, data={"reason": "条例の改正", "asked_by": "4711"}).status_code == 422
    assert client.post(address, data={"reason": "条例の改正", "asked_by": str(city.id)}).status_code == 303
    assert _stage(session, difference) is Stage.DISCUSSING


@pytest.mark.parametrize(
    ("act", "typed", "kept"),
    [
        ("hold", {"reason": "国の通知待ち", "review_on": "2020-01-01"}, "国の通知待ち"),
        ("hold", {"reason": "", "review_on": "2026-12-24"}, 'value="2026-12-24"'),
        ("withdraw", {"reason": "**"}, "**</textarea>"),
        ("merge", {"reason": "同じ内容", "into": "EDU-02-099"}, 'value="EDU-02-099"'),
        ("merge", {"reason": "同じ内容", "into": "EDU-02-001"}, "同じ内容"),
        ("change", {"title": "", "kind": "form", "why": "困る理由"}, "困る理由"),
        ("survey/open", {"due_on": "2020-01-01"}, 'value="2020-01-01"'),
    ],
)
def test_an_act_that_lacks_something_answers_422_and_keeps_what_was_typed(
    session: Session, signed_in: SignedIn, act: str, typed: dict[str, str], kept: str
) -> None:
    difference = a_difference()

    answer = signed_in(a_secretary()).post(f"/differences/{difference.number}/{act}", data=typed)

    assert answer.status_code == 422
    assert kept in answer.text
    assert "error-summary" in answer.text
    assert _stage(session, difference) is Stage.RAISED


def test_l2_a_form_opened_before_somebody_elses_move_gets_a_conflict_page(
    session: Session, signed_in: SignedIn
) -> None:
    difference, secretary = a_difference(), a_secretary()
    client = signed_in(secretary)
    client.get(f"/differences/{difference.number}/withdraw")
    with transaction():
        open_survey(difference.number, secretary)

    answer = client.post(f"/differences/{difference.number}/withdraw", data={"reason": "不要", "seen": "0"})

    assert answer.status_code == 409
    assert "画面を開いた後に状態が変わりました" in answer.text
    assert _stage(session, difference) is Stage.SURVEYING


def test_a_person_without_the_right_gets_403_with_the_reason(session: Session, signed_in: SignedIn) -> None:
    difference = a_difference()
    client = signed_in(an_observer(difference.group, difference.group.cities[0].city))

    for method in (client.get, client.post):
        answer = method(f"/differences/{difference.number}/hold")
        assert answer.status_code == 403
        assert "この操作は座長と事務局のみが行えます。" in answer.text


def test_an_act_at_the_wrong_time_gets_409_with_the_reason(session: Session, signed_in: SignedIn) -> None:
    difference, secretary = a_difference(), a_secretary()
    with transaction():
        hold(difference.number, secretary, reason="国の通知待ち", review_on=tokyo_date(now()))

    answer = signed_in(secretary).get(f"/differences/{difference.number}/survey/open")

    assert answer.status_code == 409
    assert "この差異は保留中です。" in answer.text


def test_b20_no_get_changes_anything(session: Session, signed_in: SignedIn) -> None:
    difference, secretary = a_proposing_difference(), a_secretary()
    withdrawn = a_difference(difference.group)
    with transaction():
        withdraw(withdrawn.number, secretary, reason="不要")
    with transaction():
        announce_no_difference(difference.number, secretary, reason="同じ扱い")
    client = signed_in(secretary)
    before = difference.stage_serial, withdrawn.stage_serial

    for act in ("hold", "withdraw", "merge", "change", "no-difference/announce", "survey/close"):
        client.get(f"/differences/{difference.number}/{act}?reason=x&into=EDU-02-002&seen=0")
    client.get(f"/differences/{withdrawn.number}/restore?reason=x")

    session.rollback()
    assert (difference.stage_serial, withdrawn.stage_serial) == before
