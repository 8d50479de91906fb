"""Clerical corrections on the page of a decision and in the manual: notes beside a text that stays (D2, M1)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.clock import now
from app.domain.calendar import end_of_day_tokyo, tokyo_date
from app.models import Decision, User
from tests.builders.clerical import BODY, TYPO, a_correction
from tests.builders.council import a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import a_section, a_text, an_edition

SignedIn = Callable[[User], FlaskClient]
TYPED = {"old": TYPO, "new": "窓口で", "reason": "助詞が重複しているため。"}


@pytest.fixture
def decision(session: Session) -> Decision:
    """A decision in whose text a particle stands twice."""
    return a_quick_decision(body=BODY)


def decision_day(decision: Decision) -> datetime:
    """When the decision is in force, long after its corrections hold."""
    return end_of_day_tokyo(decision.effective_on) + timedelta(days=30)


def test_a_correction_is_proposed_and_stopped_on_the_pages(signed_in: SignedIn, decision: Decision) -> None:
    leader = signed_in(a_secretary())
    address = f"/decisions/{decision.id}"
    form = leader.get(f"{address}/corrections/new")
    sent = leader.post(f"{address}/corrections/new", data=TYPED)
    voice = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    page = voice.get(address)

    assert "14日間" in form.text
    assert (sent.status_code, sent.location) == (303, f"{address}#corrections")
    assert "異議申出期間中" in page.text
    assert f'href="{address}/corrections/1/object"' in page.text
    empty = voice.post(f"{address}/corrections/1/object", data={"reason": "**"})
    stopped = voice.post(f"{address}/corrections/1/object", data={"reason": "語を選んだものです。"})
    assert (empty.status_code, stopped.status_code) == (422, 303)
    after = voice.get(address).text
    assert "語を選んだものです。" in after
    history = voice.get(f"/differences/{decision.difference.number}").text
    assert history.count(f'href="{address}#corrections"') == 2
    assert f'href="{address}/corrections/1/object"' not in after


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "30日以内", "new": "20日以内"}, "日付"),
        ({"old": "受け付け"}, "2か所"),
        ({"old": "見当たらない語"}, "見つかりません"),
        ({"new": ""}, "このフィールドは必須です。"),
    ],
)
def test_what_is_refused_comes_back_with_everything_typed(
    signed_in: SignedIn, decision: Decision, typed: dict[str, str], words: str
) -> None:
    answer = signed_in(a_secretary()).post(
        f"/decisions/{decision.id}/corrections/new", data={**TYPED, **typed}
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert "助詞が重複しているため。" in answer.text


def test_what_holds_stands_in_the_file_and_in_the_manual_of_a_city(
    signed_in: SignedIn, decision: Decision
) -> None:
    reader = signed_in(a_secretary())
    correction = a_correction(decision)
    sheet = f"/decisions/{decision.id}/decision.md"
    before = reader.get(sheet).text
    clock.travel(decision_day(decision) - now())
    city = f"/manual/for-city?city={decision.group.cities[0].city.code}&group={decision.group.code}"
    note = f'<del lang="ja">{correction.old_passage}</del>'

    assert "誤記訂正" not in before
    assert "誤記訂正" in reader.get(sheet).text
    assert note in reader.get(city).text
    assert note not in reader.get(f"{city}&day={tokyo_date(correction.proposed_at).isoformat()}").text


def test_m1_the_manual_shows_what_holds_as_a_note_and_keeps_its_text(
    signed_in: SignedIn, session: Session, decision: Decision
) -> None:
    a_text(a_section(decision.group))
    edition = an_edition()
    reader = signed_in(a_secretary())
    address = f"/manual/editions/{edition.number}/{decision.group.code}"
    plain = reader.get(address)
    correction = a_correction(decision)
    pending = reader.get(address)
    clock.travel(correction.objections_until - now())
    noted = reader.get(address, headers={"If-None-Match": plain.headers["ETag"]})

    assert "誤記訂正" not in plain.text
    assert "誤記訂正" not in pending.text
    assert noted.status_code == 200
    assert f'<del lang="ja">{TYPO}</del> → <ins lang="ja">窓口で</ins>' in noted.text
    assert f"申請は、{TYPO}受け付ける。" in noted.text
