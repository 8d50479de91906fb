"""The page on which a city says that it works by a decision."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.domain.calendar import tokyo_date
from app.models import Adoption, User
from tests.builders.council import a_domain, a_group, a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import an_edition

SignedIn = Callable[[User], FlaskClient]


def test_a_city_records_it_and_everybody_sees_it(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    an_edition()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    browser, path = signed_in(voice), f"/decisions/{decision.id}/adoption"
    assert "記録する" in browser.get(path).text
    typed = {"adopted_on": tokyo_date(clock.now()).isoformat(), "evidence": "窓口の手順書を差し替えた。"}
    answer = browser.post(path, data=typed)

    assert (answer.status_code, answer.location) == (303, path)
    shown = signed_in(a_secretary()).get(path).text
    assert "窓口の手順書を差し替えた。" in shown
    assert "3市のうち1市が実施しています。" in shown
    assert "この市は記録済みです" in browser.get(path).text
    timeline = browser.get(f"/differences/{decision.difference.number}").text
    assert "市が決定のとおり実施していることを記録しました" in timeline


def test_an_incomplete_form_keeps_what_was_typed(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    an_edition()
    browser = signed_in(a_representative(decision.group, decision.group.cities[0].city))
    path = f"/decisions/{decision.id}/adoption"
    for typed, kept in (
        ({"adopted_on": "", "evidence": "差し替えた。"}, "差し替えた。"),
        ({"adopted_on": "2098-01-01", "evidence": "差し替えた。"}, "2098-01-01"),
        ({"adopted_on": "2026-11-23", "evidence": " 　"}, "2026-11-23"),
    ):
        answer = browser.post(path, data=typed)
        assert answer.status_code == 422
        assert kept in answer.text
    assert session.scalars(select(Adoption)).all() == []


def test_before_it_is_published_the_page_says_why_nothing_is_recorded(
    session: Session, signed_in: SignedIn
) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    path = f"/decisions/{decision.id}/adoption"

    assert "まだ手順書に載っていません" in signed_in(voice).get(path).text
    assert signed_in(voice).post(path).status_code == 409
    assert signed_in(a_secretary()).post(path).status_code == 403


def test_a_partner_of_another_group_finds_nothing(session: Session, signed_in: SignedIn) -> None:
    decision = a_quick_decision()
    other = a_group([], code="TAX-01", domain=a_domain("TAX", "税"))

    assert signed_in(a_partner(other)).get(f"/decisions/{decision.id}/adoption").status_code == 404
    assert signed_in(a_partner(decision.group)).get(f"/decisions/{decision.id}/adoption").status_code == 200
