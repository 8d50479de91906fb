"""The event log on the screen: filters, facts, the check of the chain, and what it never shows (A1, A3, B40)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.actions.ballots import cast_position
from app.actions.caucus import add_caucus_entry
from app.actions.closing import close_due_rounds
from app.actions.events import record
from app.clock import travel
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.models import Council, Event, User
from app.transaction import transaction
from tests.builders.ballots import a_ballot
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.differences import a_difference, a_surveying_difference
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_an_entry_tells_who_what_and_the_facts_before_and_after(
    signed_in: SignedIn, session: Session
) -> None:
    difference = a_difference()
    page = signed_in(a_secretary()).get("/audit").text

    assert "差異の起票" in page
    assert "事務局 係長" in page
    assert difference.title in page
    assert f'href="/differences/{difference.number}"' in page
    assert session.scalars(select(Event.hash)).first()[:8] in page


def test_the_log_is_narrowed_by_the_address(signed_in: SignedIn, session: Session) -> None:
    group = a_group()
    first, second = a_difference(group), a_surveying_difference(group)
    browser = signed_in(a_secretary())

    def found(**asked: str) -> tuple[bool, bool]:
        page = _content(browser.get("/audit", query_string=asked).text)
        return first.number in page, second.number in page

    assert found() == (True, True)
    assert found(number="ｅｄｕ－０２－００２") == (False, True)
    assert found(kind="survey_opened") == (False, True)
    assert found(kind="nothing", first_day="when?", group="EDU-02") == (True, True)
    assert "該当する記録はありません" in browser.get("/audit?last_day=2026-11-22").text


def test_a1_the_log_looks_the_same_whatever_is_written_in_a_caucus(
    signed_in: SignedIn, session: Session
) -> None:
    group = a_group()
    difference = a_surveying_difference(group)
    city = group.cities[0].city
    writer = a_representative(group, city)
    secretary = a_secretary()
    browser = signed_in(secretary)
    before = browser.get("/audit").text
    with transaction():
        add_caucus_entry(difference.number, writer, body="市長はまだ決めていない。")

    assert _content(browser.get("/audit").text) == _content(before)
    assert "caucus_entry" not in browser.get(f"/audit?person={writer.email}").text
    everything = browser.get("/audit?kind=caucus_entry_added").text
    assert _entries(everything) == _entries(browser.get("/audit").text)


def test_b40_a_sealed_position_is_in_the_log_only_after_closing(
    signed_in: SignedIn, session: Session
) -> None:
    ballot = a_ballot(sealed=True)
    browser = signed_in(ballot.secretary)
    before = browser.get("/audit").text
    with transaction():
        cast_position(ballot.round.id, ballot.voice(0), kind=PositionKind.APPROVE, seen=0)
    assert _content(browser.get("/audit").text) == _content(before)

    travel(ballot.round.closes_at - ballot.round.opened_at)
    with transaction():
        close_due_rounds()
    assert "賛否の表明" in _content(browser.get("/audit?kind=position_cast").text)


def _content(page: str) -> str:
    """What stands below the filters: the entries and how many there are."""
    return page.rsplit('role="search"', maxsplit=1)[-1].split("</form>", 1)[1]


def _entries(page: str) -> str:
    """The entries alone, without the addresses of other pages."""
    return _content(page).split('class="paging"', maxsplit=1)[0]


def test_a3_the_check_says_whole_or_names_the_first_broken_link(
    signed_in: SignedIn, session: Session
) -> None:
    a_surveying_difference()
    browser = signed_in(a_secretary())
    head = session.scalars(select(Council.chain_head)).one()
    assert "連鎖に異常はありません" not in browser.get("/audit/verify").text

    page = browser.get("/audit/verify", query_string={"run": "yes", "known": f" {head.upper()} "}).text
    assert "連鎖に異常はありません" in page
    assert "記録は残っています" in page
    assert "照合値の記録はありません" in browser.get("/audit/verify?run=yes&known=abc").text

    with transaction():
        session.execute(update(Event).where(Event.id == 1).values(actor_post="市長"))
    page = browser.get("/audit/verify?run=yes").text
    assert "連鎖が途切れています" in page
    assert "記録番号1" in page


@pytest.mark.parametrize("address", ["/audit", "/audit?group=EDU-02", "/audit?person=係長"])
def test_the_log_asks_the_database_as_often_for_100_rows_as_for_10(
    signed_in: SignedIn, session: Session, installation: Installation, address: str
) -> None:
    secretary = a_secretary()
    difference = a_difference(author=secretary)
    browser = signed_in(secretary)

    def fill(number: int) -> int:
        with transaction():
            for each in range(number):
                record(
                    EventKind.DIFFERENCE_CHANGED,
                    actor=secretary,
                    subject=difference,
                    difference=difference,
                    after={"title": str(each)},
                )
        with counted(installation.database) as statements:
            assert browser.get(address).status_code == 200
        return len(statements)

    few = fill(10)
    many = fill(90)
    assert few == many <= 20
