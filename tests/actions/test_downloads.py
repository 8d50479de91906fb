"""Ordering files: by whom, once for each form, not too many; and what the database never keeps of an order."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.downloads import order_again, order_edition
from app.domain.downloads import KEPT, MOST_AT_ONCE, FileFormat, OrderState
from app.extensions import Database
from app.models import FileOrder
from app.policies.verdicts import Invalid, NotFound, Refused
from app.queries.downloads import order_seen, orders_page
from app.transaction import transaction
from tests.builders.council import a_group, a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.downloads import a_minutes_order, an_edition_order
from tests.builders.manual import an_edition
from tests.builders.meetings import some_minutes
from tests.conftest import Installation


def test_m10_a_whole_edition_is_ordered_by_those_who_read_every_chapter(session: Session) -> None:
    decision = a_quick_decision()
    an_edition()
    city = decision.group.cities[0].city
    order = an_edition_order(a_representative(decision.group, city))

    assert (order.state, order.goes_at) == (OrderState.WAITING, clock.now() + KEPT)
    with pytest.raises(Refused, match="whole_edition_not_for_partners"):
        an_edition_order(a_partner(decision.group))
    with pytest.raises(NotFound):
        an_edition_order(a_secretary(), number=9)


def test_b15_a_form_that_is_sent_twice_orders_one_file(session: Session) -> None:
    a_quick_decision()
    an_edition()
    secretary = a_secretary()
    first, second = (an_edition_order(secretary, key="one form") for _ in range(2))

    assert first.id == second.id
    assert session.scalar(select(func.count()).select_from(FileOrder)) == 1


def test_one_person_waits_for_a_few_files_at_once_and_sees_no_other_person_s(session: Session) -> None:
    a_quick_decision()
    an_edition()
    secretary, other = a_secretary(), a_secretary()
    orders = [an_edition_order(secretary) for _ in range(MOST_AT_ONCE)]
    with pytest.raises(Refused, match="too_many_file_orders"):
        an_edition_order(secretary)
    an_edition_order(other)

    assert orders_page(secretary, clock.now(), 1).total == MOST_AT_ONCE
    with pytest.raises(NotFound):
        order_seen(orders[0].id, other, clock.now())
    with pytest.raises(Refused, match="order_did_not_fail"), transaction():
        order_again(orders[0].id, secretary)


def test_minutes_are_ordered_where_there_are_some_to_read(session: Session) -> None:
    sitting = some_minutes()
    group = sitting.meeting.group
    assert a_minutes_order(sitting.secretary, group.code).facts["group"] == group.code
    with pytest.raises(Invalid, match="no_minutes_to_file"):  # a draft is for those who write it
        a_minutes_order(sitting.voices[0], group.code)
    with pytest.raises(NotFound):
        a_minutes_order(a_partner(a_group([], code="TAX-01")), group.code)
    with pytest.raises(NotFound), transaction():
        order_edition(1, sitting.secretary, file_format=FileFormat.PDF, language="ja")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("progress", "done = 3, total = 2"),
        ("running_is_leased", "state = 'running', attempts = 1"),
        ("done_has_file", "state = 'done', finished_at = ordered_at"),
        ("failed_has_reason", "state = 'failed', finished_at = ordered_at"),
        ("finished_at_some_time", "state = 'failed', failure = 'fault'"),
        ("fault", "fault = 'rain'"),
        ("kind", "kind = 'everything'"),
        ("format", "format = 'exe'"),
    ],
)
def test_an_order_that_cannot_be_is_never_kept(
    installation: Installation, session: Session, constraint: str, change: str
) -> None:
    a_quick_decision()
    an_edition()
    an_edition_order(a_secretary())
    with pytest.raises(IntegrityError, match=f"ck_file_orders_{constraint}"):
        _run(installation.database, f"UPDATE file_orders SET {change}")


def _run(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement))
