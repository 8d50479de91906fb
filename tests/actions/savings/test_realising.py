"""What a city saved in a fiscal year: who records it, corrected with its history, possibly negative (D11)."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.savings import record_saving
from app.domain.events import EventKind
from app.domain.roles import MembershipKind
from app.models import Event, RealisedSaving
from app.policies.verdicts import Ground, Invalid, NotFound, Refused
from app.transaction import transaction
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_member,
    a_partner,
    a_representative,
    a_secretary,
    three_cities,
)
from tests.builders.decided import a_quick_decision
from tests.builders.savings import BASIS, recorded


def test_d11_a_city_records_what_it_saved_or_what_it_cost(session: Session) -> None:
    decision = a_quick_decision()
    first, second = (place.city for place in decision.group.cities[:2])
    saved = recorded(decision, a_representative(decision.group, first), 120_000)
    cost = recorded(decision, a_deputy(decision.group, second), -36_000)

    assert (saved.city_id, saved.fiscal_year, saved.revision, saved.yen) == (first.id, 2026, 1, 120_000)
    assert (cost.city_id, cost.yen) == (second.id, -36_000)
    kept = select(Event).where(Event.kind == EventKind.SAVING_RECORDED).order_by(Event.id)
    events = session.scalars(kept).all()
    assert [(e.city_id, e.before, e.after["yen"], e.after["year"]) for e in events] == [
        (first.id, {}, 120_000, 2026),
        (second.id, {}, -36_000, 2026),
    ]


def test_d11_a_correction_keeps_what_stood_before(session: Session) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    recorded(decision, voice, 120_000)
    recorded(decision, voice, 118_500, seen=1, basis="返戻分を除く。")

    rows = session.scalars(select(RealisedSaving).order_by(RealisedSaving.revision)).all()
    assert [(row.revision, row.yen, row.basis) for row in rows] == [
        (1, 120_000, BASIS),
        (2, 118_500, "返戻分を除く。"),
    ]
    event = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (event.before["yen"], event.after["yen"]) == (120_000, 118_500)


def test_l7_the_same_amount_again_leaves_no_trace(session: Session) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    recorded(decision, voice)
    recorded(decision, voice, basis=f" {BASIS}\n")

    assert len(session.scalars(select(RealisedSaving)).all()) == 1
    assert len(session.scalars(select(Event).where(Event.kind == EventKind.SAVING_RECORDED)).all()) == 1


def test_b17_what_a_colleague_recorded_meanwhile_is_not_overwritten_unseen(session: Session) -> None:
    decision = a_quick_decision()
    city = decision.group.cities[0].city
    recorded(decision, a_representative(decision.group, city), 120_000)
    with pytest.raises(Invalid) as refused:
        recorded(decision, a_deputy(decision.group, city), 90_000, seen=0)

    assert (refused.value.field, refused.value.code) == ("seen", "saving_recorded_meanwhile")
    assert session.scalars(select(RealisedSaving.yen)).all() == [120_000]


def test_b15_the_same_form_twice_records_once(session: Session) -> None:
    decision = a_quick_decision()
    decision_id = decision.id
    voice = a_representative(decision.group, decision.group.cities[0].city)
    for yen in (100, 200):
        with transaction():
            record_saving(decision_id, voice, year=2026, yen=yen, basis=BASIS, key="the same form")

    assert session.scalars(select(RealisedSaving.yen)).all() == [100]


def test_d11_only_who_speaks_for_a_member_city_records(session: Session) -> None:
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    decision = a_quick_decision(a_group([*three_cities(), associate]))
    group, city = decision.group, decision.group.cities[0].city
    for person in (
        a_member(group, city),
        a_chair(group, city),
        a_partner(group),
        a_secretary(),
        a_representative(group, associate),
    ):
        with pytest.raises(Refused) as refused:
            recorded(decision, person)
        assert refused.value.verdict.ground is Ground.PERSON


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"year": 2025}, "year", "no_such_saving_year"),
        ({"year": 2027}, "year", "no_such_saving_year"),
        ({"yen": 10**13}, "yen", "amount_too_large"),
        ({"basis": " 　- "}, "basis", "saving_basis_required"),
    ],
)
def test_d11_what_cannot_be_recorded_is_said(
    session: Session, typed: dict[str, object], field: str, code: str
) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    with pytest.raises(Invalid) as refused:
        recorded(decision, voice, **typed)  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == (field, code)


def test_d11_each_fiscal_year_has_its_own_amount(session: Session) -> None:
    decision = a_quick_decision()
    voice = a_representative(decision.group, decision.group.cities[0].city)
    recorded(decision, voice, 100)
    clock.travel(timedelta(days=200))
    recorded(decision, voice, 200, year=2027)

    rows = session.scalars(select(RealisedSaving).order_by(RealisedSaving.fiscal_year)).all()
    assert [(row.fiscal_year, row.revision, row.yen) for row in rows] == [(2026, 1, 100), (2027, 1, 200)]


def test_d11_there_is_nothing_to_record_without_a_decision(session: Session) -> None:
    nobody = a_secretary()
    with pytest.raises(NotFound), transaction():
        record_saving(99, nobody, year=2026, yen=1, basis=BASIS)


@pytest.mark.parametrize("write", [update(RealisedSaving).values(yen=1), delete(RealisedSaving)])
def test_d11_no_write_changes_what_was_recorded_not_even_past_the_acts(
    session: Session, write: object
) -> None:
    decision = a_quick_decision()
    recorded(decision, a_representative(decision.group, decision.group.cities[0].city))
    with pytest.raises(Refused), transaction():
        session.execute(write)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("ck_realised_savings_basis", {"basis": " "}),
        ("ck_realised_savings_revision", {"revision": 0}),
        ("uq_realised_savings_revision|realised_savings.revision", {"revision": 1}),
    ],
)
def test_d11_the_database_refuses_what_is_no_revision(
    session: Session, constraint: str, values: dict[str, object]
) -> None:
    decision = a_quick_decision()
    last = recorded(decision, a_representative(decision.group, decision.group.cities[0].city))
    row = {
        column.name: getattr(last, column.name)
        for column in RealisedSaving.__table__.columns
        if column.name != "id"
    }
    with pytest.raises(IntegrityError, match=constraint):
        session.connection().execute(
            RealisedSaving.__table__.insert().values(**{**row, "revision": 2, **values})  # type: ignore[attr-defined]
        )
