"""The register of savings: sums that add up, filters, who sees what, the file, and bounded questions (D11, M11)."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.clock import now
from app.domain.savings import EstimatedLine, SavingKind, UnitPrice
from app.models import City, Decision, Group, User
from app.queries.savings.entries import SavingFilter
from app.queries.savings.register import SavingsRegister, savings_register
from tests.builders.council import a_domain, a_group, a_partner, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.manual import copies_of, reopened
from tests.builders.proposals import a_proposal_on_the_table
from tests.builders.savings import recorded
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def a_line(yen: int, city: City | None = None) -> EstimatedLine:
    before, after = UnitPrice(max(yen, 0)), UnitPrice(max(-yen, 0))
    return EstimatedLine(SavingKind.OTHER, "対象", 1, before, after, city.id if city else None)


def a_saving_decision(group: Group, *yen: int, effective_on: date = date(2026, 12, 1)) -> Decision:
    """A decision with one line for each city in turn."""
    lines = tuple(a_line(each, place.city) for each, place in zip(yen, group.cities, strict=False))
    return a_quick_decision(group, saving_lines=lines, effective_on=effective_on)


def register(viewer: User | None = None, **chosen: object) -> SavingsRegister:
    return savings_register(SavingFilter(**chosen), viewer or a_secretary(), now(), 1)  # type: ignore[arg-type]


def sums(rows: tuple[object, ...]) -> dict[str, tuple[int, int, int]]:
    return {
        row.of.name("ja") if row.of else "": (row.estimated, row.accepted, row.realised)  # type: ignore[attr-defined]
        for row in rows
    }


def test_d11_the_sums_add_up_by_year_group_and_city(session: Session) -> None:
    school = a_group()
    tax = a_group([place.city for place in school.cities], code="TAX-01", domain=a_domain("TAX", "税"))
    decision = a_saving_decision(school, 100, 200)
    a_saving_decision(tax, -50, effective_on=date(2027, 4, 1))
    first, second, third = (place.city for place in school.cities)
    recorded(decision, a_representative(school, first), 90)
    recorded(decision, a_representative(school, second), -5)
    page = register()

    assert (page.estimated, page.accepted, page.realised) == (0, 250, 85)
    assert [(row.year, row.accepted, row.realised) for row in page.years] == [(2027, 250, 0), (2026, 300, 85)]
    assert sums(page.domains) == {school.domain.name("ja"): (0, 300, 85), tax.domain.name("ja"): (0, -50, 0)}
    assert sums(page.cities) == {"立川市": (0, 50, 90), "三鷹市": (0, 200, -5)}
    assert third.name("ja") not in sums(page.cities)


def test_d11_what_is_on_the_table_is_estimated_and_no_more(session: Session) -> None:
    proposal = a_proposal_on_the_table(yearly_saving_yen=70)
    page = register()
    assert (page.estimated, page.accepted) == (70, 0)
    assert sums(page.cities) == {"": (70, 0, 0)}
    assert sums(page.groups) == {proposal.difference.group.name("ja"): (70, 0, 0)}


def test_d11_a_correction_counts_once(session: Session) -> None:
    group = a_group()
    decision = a_saving_decision(group, 100)
    voice = a_representative(group, group.cities[0].city)
    recorded(decision, voice, 80)
    recorded(decision, voice, 60, seen=1)
    page = register()
    assert page.realised == 60
    assert page.by_decision == {decision.id: 60}


def test_d3_a_superseded_decision_counts_until_the_later_takes_effect(session: Session) -> None:
    group = a_group()
    earlier = a_saving_decision(group, 100)
    clock.travel(timedelta(days=30))
    difference = reopened(earlier)
    a_quick_decision(difference=difference, saving_lines=(a_line(40),), effective_on=date(2027, 4, 1))

    assert [(row.year, row.accepted) for row in register().years] == [(2027, 40), (2026, 100)]
    assert register(year=2026).accepted == 100
    assert register(year=2027).accepted == 40


@pytest.mark.parametrize(
    ("chosen", "accepted", "realised"),
    [
        ({"group": "EDU-02"}, 300, 90),
        ({"domain": "TAX"}, -50, 0),
        ({"year": 2026}, 300, 90),
        ({"year": 2027}, 250, 0),
        ({"year": 2025}, 0, 0),
        ({"group": "EDU-02", "domain": "TAX"}, 0, 0),
    ],
)
def test_d11_filters_narrow_all_sums(
    session: Session, chosen: dict[str, object], accepted: int, realised: int
) -> None:
    school = a_group()
    tax = a_group([place.city for place in school.cities], code="TAX-01", domain=a_domain("TAX", "税"))
    decision = a_saving_decision(school, 100, 200)
    a_saving_decision(tax, -50, effective_on=date(2027, 4, 1))
    recorded(decision, a_representative(school, school.cities[0].city), 90)
    page = register(**chosen)
    assert (page.accepted, page.realised) == (accepted, realised)

    first = school.cities[0].city
    of_city = register(city=first)
    assert (of_city.accepted, of_city.realised) == (50, 90)


def test_a_partner_sees_the_savings_of_its_groups_only(session: Session, signed_in: SignedIn) -> None:
    school = a_group()
    tax = a_group([place.city for place in school.cities], code="TAX-01", domain=a_domain("TAX", "税"))
    seen, hidden = a_saving_decision(school, 111_111), a_saving_decision(tax, 222_222)
    partner = a_partner(school)
    page = register(partner)
    assert (page.accepted, [decision.id for decision in page.decisions.items]) == (111_111, [seen.id])
    browser = signed_in(partner)
    for path in ("/savings", "/savings/register.csv"):
        text = browser.get(path).text
        assert seen.number in text
        assert hidden.number not in text


def test_m11_the_file_has_a_row_for_each_saving_and_no_formula(session: Session, signed_in: SignedIn) -> None:
    group = a_group()
    lines = (a_line(-40, group.cities[0].city), a_line(100))
    decision = a_quick_decision(
        group, title="=HYPERLINK(0)", saving_lines=lines, effective_on=date(2026, 12, 1)
    )
    recorded(decision, a_representative(group, group.cities[0].city), -7)
    sheet = signed_in(a_secretary()).get("/savings/register.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))

    assert sorted((row[0], row[4], row[7]) for row in rows[1:]) == [
        ("実績", "立川市", "-7"),
        ("決定時", "全市共通", "100"),
        ("決定時", "立川市", "-40"),
    ]
    assert {row[6] for row in rows[1:]} == {"'=HYPERLINK(0)"}
    assert signed_in(a_secretary()).get("/savings/register.xlsx").data[:2] == b"PK"


def test_an_unknown_filter_narrows_nothing(session: Session, signed_in: SignedIn) -> None:
    decision = a_saving_decision(a_group(), 100)
    browser = signed_in(a_secretary())
    for query in ("year=0000", "year=9999", "year=あ", "city=000000"):
        answer = browser.get(f"/savings?{query}")
        assert answer.status_code == 200
        assert decision.number in answer.text


def test_the_register_asks_as_much_for_a_hundred_decisions_as_for_ten(
    installation: Installation, session: Session, signed_in: SignedIn
) -> None:
    group = a_group()
    decision = a_saving_decision(group, 100, 200)
    recorded(decision, a_representative(group, group.cities[0].city), 90)
    browser = signed_in(a_secretary())
    copies_of(decision, 9)
    browser.get("/savings")
    with counted(installation.database) as few:
        browser.get("/savings")
    copies_of(decision, 90)
    with counted(installation.database) as many:
        page = browser.get("/savings").text
    assert len(few) == len(many) < 40
    assert "100件" in page
