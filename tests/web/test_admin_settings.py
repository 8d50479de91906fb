"""The settings of the council on the screen, and what the overview says is missing."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import (
    Council,
    Event,
    Route,
    User,
)
from app.transaction import transaction
from tests.builders.council import (
    a_group,
    a_representative,
    a_secretary,
)

SignedIn = Callable[[User], FlaskClient]
TODAY = "2026-11-23"


@pytest.fixture
def browser(signed_in: SignedIn, session: Session) -> FlaskClient:
    """A browser of the secretariat."""
    return signed_in(a_secretary())


def _sent(answer: TestResponse, to: str = "") -> str:
    """Where a form that was accepted leads."""
    assert answer.status_code == 303, _errors(answer)
    assert answer.location.startswith(to), answer.location
    return answer.location


def _errors(answer: TestResponse) -> list[str]:
    return re.findall(r'<p class="field-error">.*?</span>([^<]+)</span>', answer.text)


def _settings(page: str) -> dict[str, str]:
    """What the form of the settings holds, as a browser would send it unchanged."""
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* type="text"[^>]* value="([^"]*)"', page))
    fields |= dict(
        re.findall(r'<input[^>]* checked[^>]* name="(\w+)"[^>]* type="checkbox" value="(\w+)"', page)
    )
    return fields | {"default_rule": "unanimous"}


def test_settings_saved_unchanged_record_nothing_and_a_fault_keeps_what_was_typed(
    browser: FlaskClient, session: Session
) -> None:
    fields = _settings(browser.get("/administration/settings").text)
    assert fields["survey_days"] == "21"
    _sent(browser.post("/administration/settings", data=fields))
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Event)) == 0

    majority = {**fields, "default_rule": "majority", "cost_limit_yen": "１，０００，０００"}
    refused = browser.post("/administration/settings", data=majority)
    assert refused.status_code == 422
    assert "定足数" in "".join(_errors(refused))
    assert re.search(r'<input[^>]* checked[^>]* value="majority"', refused.text)
    _sent(browser.post("/administration/settings", data={**majority, "quorum": "2"}))
    session.rollback()
    council = session.scalars(select(Council)).one()
    assert (council.default_rule.value, council.quorum, council.cost_limit_yen) == ("majority", 2, 1_000_000)


def test_what_is_missing_is_said(browser: FlaskClient, session: Session) -> None:
    group = a_group()
    a_representative(group, group.cities[0].city)
    page = browser.get("/administration").text
    assert "7件中1件" in page
    assert "EDU-02" in page

    city = group.cities[0].city
    with transaction():
        session.add(Route(city=city, domain=group.domain))
    assert "7件中2件" in browser.get("/administration").text
