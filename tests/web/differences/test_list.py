"""The list of differences: filters in the address, sorting, paging, empty states."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.differences import DifferenceKind
from app.models import User
from tests.builders.ballots import a_ballot
from tests.builders.council import a_group, a_partner, a_representative, a_secretary
from tests.builders.differences import a_difference, a_proposing_difference, a_surveying_difference
from tests.builders.proposals import a_difference_on_the_table
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]
MOST_QUERIES = 35


def test_the_list_shows_stage_kind_and_who_has_the_ball(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    a_surveying_difference(group, title="就学通知の発送時期")

    page = signed_in(a_secretary()).get("/differences").text
    row = page.split("<tbody>")[1].split("</tbody>")[0]
    for word in ("EDU-02-001", "就学通知の発送時期", "就学", "運用", "現状照会中", "立川市、三鷹市、日野市"):
        assert word in row


def test_the_address_filters_and_each_filter_can_be_taken_off(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    a_difference(group, title="様式の統一", kind=DifferenceKind.FORM)
    a_surveying_difference(group, title="通知の時期")
    client = signed_in(a_secretary())

    page = client.get("/differences?stage=surveying&q=通知&sort=-title").text
    assert "通知の時期" in page
    assert "様式の統一" not in page
    assert "/differences?q=%E9%80%9A%E7%9F%A5&amp;sort=-title" in page, "without the stage"
    assert "/differences?stage=surveying&amp;sort=-title" in page, "without the words"


@pytest.mark.parametrize(
    "query",
    ["stage=nonsense", "kind=x", "ball=999999", "sort=drop", "page=x", "page=-1", "page=99999", "held=maybe"],
)
def test_what_the_address_does_not_know_narrows_nothing(
    session: Session, signed_in: SignedIn, query: str
) -> None:
    a_difference(title="通知の時期")

    answer = signed_in(a_secretary()).get(f"/differences?{query}")
    assert answer.status_code == 200
    assert "通知の時期" in answer.text


def test_columns_sort_by_link_and_say_how(session: Session, signed_in: SignedIn) -> None:
    a_difference()
    page = signed_in(a_secretary()).get("/differences?sort=number").text

    assert 'aria-sort="ascending"' in page
    assert "/differences?sort=-number" in page


def test_empty_lists_say_what_will_stand_there(session: Session, signed_in: SignedIn) -> None:
    a_group()
    client = signed_in(a_secretary())

    assert "差異はまだ起票されていません" in client.get("/differences").text
    assert "条件に合う差異はありません" in client.get("/differences?q=無い").text


def test_a_long_list_has_pages_that_keep_the_filters(session: Session, signed_in: SignedIn) -> None:
    group, secretary = a_group(), a_secretary()
    for _ in range(26):
        a_difference(group, secretary)

    page = signed_in(secretary).get("/differences?group=EDU-02").text
    assert "/differences?group=EDU-02&amp;page=2" in page
    assert page.count('<th scope="row">') == 25


def test_a_partner_sees_the_own_groups_only(session: Session, signed_in: SignedIn) -> None:
    group, elsewhere = a_group(), a_group([], code="TAX-01")
    a_difference(group, title="見える差異")
    a_difference(elsewhere, title="見えない差異")

    page = signed_in(a_partner(group)).get("/differences").text
    assert "見える差異" in page
    assert "見えない差異" not in page
    assert "TAX-01" not in page


def test_ten_rows_and_a_hundred_take_the_same_queries(
    session: Session, signed_in: SignedIn, installation: Installation
) -> None:
    group, secretary = a_group(), a_secretary()
    client = signed_in(a_representative(group, group.cities[0].city))
    a_surveying_difference(group)
    a_proposing_difference(group)
    a_difference_on_the_table(group)
    a_ballot(group=group)

    def grow(rows: int) -> None:
        for _ in range(rows):
            a_difference(group, secretary)

    def queries() -> int:
        with counted(installation.database) as statements:
            assert client.get("/differences?sort=number").status_code == 200
        return len(statements)

    grow(6)
    few = queries()
    grow(90)
    assert queries() == few <= MOST_QUERIES
