"""Lists of differences: what a filter finds, how it is sorted, and who may see what."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.differences import hold, merge
from app.clock import now, travel
from app.domain.calendar import tokyo_date
from app.domain.differences import DifferenceKind
from app.domain.workflow import Stage
from app.models import Difference, Group, User
from app.policies.standing import reads
from app.queries.differences.access import group_readable_by, readable_by
from app.queries.differences.lists import (
    DifferenceFilter,
    differences_page,
    merged_into,
    readable_groups,
    recently_changed,
    stage_counts,
)
from app.transaction import transaction
from tests.builders.ballots import a_ballot, cast_letters
from tests.builders.council import (
    a_chair,
    a_domain,
    a_group,
    a_manager,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.differences import a_difference, a_practice, a_surveying_difference, put_at
from tests.builders.signoff import an_escalation, sign_city


def _found(viewer: User | None = None, **chosen: object) -> list[str]:
    filters = DifferenceFilter(**{"order": "number", **chosen})  # type: ignore[arg-type]
    return [d.number for d in differences_page(filters, viewer or a_secretary(), 1, now()).items]


def test_each_filter_narrows_and_together_they_narrow_more(session: Session) -> None:
    cities = three_cities()
    school, tax = a_group(cities), a_group(cities, code="TAX-01", domain=a_domain("TAX", "税"))
    form = a_difference(school, kind=DifferenceKind.FORM).number
    surveying = a_surveying_difference(school).number
    other = a_difference(tax, kind=DifferenceKind.FORM).number

    assert _found() == [form, surveying, other]
    assert _found(group="EDU-02") == [form, surveying]
    assert _found(domain="TAX") == [other]
    assert _found(stage=Stage.SURVEYING) == [surveying]
    assert _found(kind=DifferenceKind.FORM) == [form, other]
    assert _found(kind=DifferenceKind.FORM, group="EDU-02") == [form]
    assert _found(kind=DifferenceKind.SYSTEM) == []


def test_a6_every_word_must_stand_in_the_number_or_the_title(session: Session) -> None:
    group = a_group()
    first = a_difference(group, title="就学通知の発送時期").number
    second = a_difference(group, title="就学援助の１００％給付").number

    assert _found(text="就学") == [first, second]
    assert _found(text="就学　援助") == [second], "a full-width space parts words as well"
    assert _found(text="就学 援助 発送") == []
    assert _found(text="edu") == [first, second]
    assert _found(text="ｅｄｕ－０２－００２") == [second]
    assert _found(text="100%") == []
    assert _found(text="１００％") == [second]
    assert _found(text="%") == [], "a sign of LIKE is a sign like any other"


def test_l8_ended_differences_are_found(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    losing, winning = a_difference(group), a_difference(group)
    with transaction():
        merge(losing.number, secretary, into=winning.number, reason="同じ内容のため")

    assert _found(stage=Stage.MERGED) == [losing.number]
    assert merged_into(winning) == [losing]


def test_held_differences_are_found(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    held, _ = a_difference(group), a_difference(group)
    with transaction():
        hold(held.number, secretary, reason="国の通知待ち", review_on=tokyo_date(now()))

    assert _found(held=True) == [held.number]


def test_what_waits_for_a_city_is_found(session: Session) -> None:
    ballot = a_ballot()
    group, city = ballot.group, ballot.cities[0]
    surveyed, answered = a_surveying_difference(group), a_surveying_difference(group)
    a_practice(answered, city)
    a_difference(group)

    assert _found(ball=city) == [ballot.difference.number, surveyed.number]
    cast_letters(ballot, "a..")
    assert _found(ball=city) == [surveyed.number]
    assert ballot.difference.number in _found(ball=ballot.cities[1])


def test_b40_a_sealed_ballot_waits_for_every_city_until_it_closes(session: Session) -> None:
    ballot = a_ballot(sealed=True)

    before = _found(ball=ballot.cities[0])
    cast_letters(ballot, "a..")

    assert _found(ball=ballot.cities[0]) == before == [ballot.difference.number]


def test_an_escalation_waits_for_the_cities_that_have_not_signed(session: Session) -> None:
    signing = an_escalation()
    sign_city(signing, 0)

    assert _found(ball=signing.cities[0]) == []
    assert _found(ball=signing.cities[1]) == [signing.difference.number]


def test_the_list_is_sorted_by_each_column_both_ways(session: Session) -> None:
    group = a_group()
    numbers = []
    for title, stage in (("うめ", Stage.VOTING), ("あめ", Stage.RAISED), ("いけ", Stage.WITHDRAWN)):
        numbers.append(put_at(a_difference(group, title=title), stage).number)
        travel(timedelta(minutes=1))
    one, two, three = numbers

    for order, expected in {
        "number": [one, two, three],
        "title": [two, three, one],
        "stage": [two, one, three],
        "changed": [one, two, three],
        "nonsense": [one, two, three],
    }.items():
        assert _found(order=order) == expected, order
        assert _found(order=f"-{order}") == expected[::-1], order


def test_numbers_sort_as_numbers_past_three_digits(session: Session) -> None:
    group = a_group()
    for serial in (9, 999):
        with transaction():
            group.last_serial = serial
        a_difference(group)

    assert _found() == ["EDU-02-010", "EDU-02-1000"]


def test_a_list_comes_in_pages(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    for _ in range(27):
        a_difference(group, secretary)

    first = differences_page(DifferenceFilter(), secretary, 1, now())
    last = differences_page(DifferenceFilter(), secretary, 9, now())

    assert (len(first.items), first.total, first.pages) == (25, 27, 2)
    assert (len(last.items), last.number) == (2, 2)


def test_the_sql_of_who_reads_agrees_with_the_policy(session: Session) -> None:
    cities = three_cities()
    groups = [a_group(cities), a_group(cities, code="TAX-01")]
    for group in groups:
        a_difference(group)
    former = a_partner(groups[0])
    with transaction():
        former.roles[0].until = now() - timedelta(days=1)
    people = [
        a_partner(groups[0]),
        a_partner(),
        former,
        an_observer(groups[1]),
        a_representative(groups[0], cities[0]),
        a_chair(groups[0]),
        a_manager(cities[0]),
        a_person(cities[1]),
        a_secretary(),
        a_person(administrator=True),
    ]

    for person in people:
        differences = session.scalars(select(Difference).where(readable_by(person, now()))).unique().all()
        allowed = session.scalars(select(Group).where(group_readable_by(person, now()))).unique().all()
        expected = {group.id for group in groups if reads(person, group, now())}
        assert {difference.group_id for difference in differences} == expected
        assert {group.id for group in allowed} == expected
        assert {group.id for group in readable_groups(person, now())} == expected
        assert sum(stage_counts(person, now()).values()) == len(expected)


def test_what_changed_last_stands_first(session: Session) -> None:
    group, secretary = a_group(), a_secretary()
    older = a_difference(group)
    travel(timedelta(minutes=1))
    newer = a_difference(group)
    elsewhere = a_group([], code="TAX-01")

    assert recently_changed(secretary, None, now()) == [newer, older]
    assert recently_changed(secretary, None, now(), limit=1) == [newer]
    assert recently_changed(secretary, [elsewhere.id], now()) == []


@pytest.mark.parametrize("text", ["'", '"', "\\", "就学' OR '1'='1", "𠮷", "\u3000"])
def test_no_text_breaks_the_search(session: Session, text: str) -> None:
    a_difference(title="就学通知")

    assert _found(text=text) == (["EDU-02-001"] if not text.strip() else [])
