"""Deciding: a gapless number, everything kept, never changed, one superseding another (D1, D2, D3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import cast_position
from app.actions.closing import close_round
from app.actions.decisions import decide
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.domain.tally import RuleKind
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Decision, DecisionSeries, Difference, Event, Proposal
from app.policies.decisions import may_be_decided
from app.policies.verdicts import Refused
from app.queries.ballots import lock_round
from app.queries.decisions import decision_in_force
from app.queries.proposals import on_the_table
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, a_closed_round, a_rule, cast_letters, run_out
from tests.builders.council import a_domain, a_group, three_cities
from tests.builders.proposals import a_difference_on_the_table, a_proposal
from tests.builders.signoff import a_decision, a_later_decision, an_escalation, decision_on
from tests.conftest import Installation
from tests.support.races import race


def test_d1_numbers_count_on_by_fiscal_year_and_domain(session: Session) -> None:
    cities = three_cities()
    school = a_group(cities)
    tax = a_group(cities, "TAX-01", a_domain("TAX", "税"))
    numbers = [a_decision(group).number for group in (school, school, tax, school)]
    assert numbers == ["令和8年度 教育-1号", "令和8年度 教育-2号", "令和8年度 税-1号", "令和8年度 教育-3号"]


def test_d1_the_year_turns_on_the_first_of_april_in_tokyo(session: Session) -> None:
    group = a_group()
    rounds = [a_ballot(a_difference_on_the_table(group)) for _ in range(2)]
    for ballot in rounds:
        cast_letters(ballot, "aaa")
    instants = [datetime(2027, 3, 31, 14, 59, 59, tzinfo=UTC), datetime(2027, 3, 31, 15, 0, tzinfo=UTC)]
    for ballot, at in zip(rounds, instants, strict=True):
        with clock.freeze(at):
            _close(ballot.round.id)

    numbers = session.scalars(select(Decision.number).order_by(Decision.id)).all()
    assert numbers == ["令和8年度 教育-1号", "令和9年度 教育-1号"]


@pytest.mark.race
def test_d1_decisions_made_at_once_leave_no_gap_and_no_number_twice(
    installation: Installation, session: Session
) -> None:
    group = a_group()
    rounds = []
    for _ in range(4):
        ballot = a_ballot(a_difference_on_the_table(group))
        cast_letters(ballot, "aaa")
        rounds.append(ballot.round)
    clock.travel(timedelta(days=30))
    ends = race(installation.database, [_closing(round.id) for round in rounds])

    assert not any(isinstance(end, Exception) for end in ends), ends
    session.rollback()  # look at what stands now
    serials = session.scalars(select(Decision.serial).order_by(Decision.serial)).all()
    assert serials == [1, 2, 3, 4]
    assert session.scalars(select(DecisionSeries.last_serial)).all() == [4]


def test_d1_a_decision_that_fails_takes_no_number(session: Session) -> None:
    group = a_group()
    ballot = a_ballot(a_difference_on_the_table(group))
    cast_letters(ballot, "aaa")
    clock.travel(timedelta(days=30))
    with pytest.raises(ZeroDivisionError), transaction():
        close_round(lock_round(ballot.round.id), clock.now(), None)
        raise ZeroDivisionError
    assert session.scalars(select(DecisionSeries)).all() == []
    _close(ballot.round.id)
    assert session.scalars(select(Decision.serial)).all() == [1]


def test_d2_a_decision_keeps_all_that_was_known(session: Session) -> None:
    difference = a_difference_on_the_table(
        scope="就学通知", effective_on=date(2027, 4, 1), yearly_saving_yen=1_200_000
    )
    chosen = difference_proposal(session, difference)
    other = a_proposal(difference, title="二月末日に発送する", body="二月末日までに発送する。")
    round = a_closed_round("aco", rule=a_rule(RuleKind.MAJORITY, quorum=2), difference=difference)
    decision = decision_on(difference)

    version = chosen.current
    assert (decision.title, decision.body, decision.scope) == (version.title, version.body, "就学通知")
    assert (decision.text_hash, decision.effective_on) == (version.text_hash, date(2027, 4, 1))
    assert (decision.round_id, decision.version_id, decision.yearly_saving_yen) == (
        round.id,
        version.id,
        1_200_000,
    )
    assert decision.tally == round.tally_frozen
    assert [p["kind"] for p in decision.positions] == ["approve", "approve_with_comments", "object"]
    assert [(p["city"], p["reason"]) for p in decision.dissent] == [("三鷹市", REASON), ("日野市", REASON)]
    assert all(p["by"] and p["at"] and p["acting_as"] == "representative" for p in decision.positions)
    assert [(a["number"], a["title"]) for a in decision.alternatives] == [
        (other.number, "二月末日に発送する")
    ]
    event = session.scalars(select(Event).where(Event.kind == EventKind.DECIDED)).one()
    assert (event.after["number"], event.after["decision"]) == (decision.number, decision.id)


def test_b14_a_decision_names_who_recorded_a_position_and_on_whose_instruction(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aa.")
    with transaction():
        cast_position(
            ballot.round.id,
            ballot.secretary,
            kind=PositionKind.APPROVE,
            seen=0,
            city_id=ballot.cities[2].id,
            reason="市の指示による。",
            evidence="日野市教育部長のメール 2026-11-24",
        )
    run_out(ballot.round)

    position = decision_on(ballot.difference).positions[2]
    assert (position["acting_as"], position["evidence"]) == (
        "instructed",
        "日野市教育部長のメール 2026-11-24",
    )
    assert position["by"] == ballot.secretary.printed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET body = 'すり替え'",
        "UPDATE decisions SET positions = '[]'",
        "UPDATE decisions SET serial = serial + 1",
        "UPDATE decisions SET effective_on = '2030-01-01'",
        "DELETE FROM decisions",
    ],
)
def test_d2_the_database_refuses_to_change_or_remove_a_decision(session: Session, statement: str) -> None:
    number = a_decision().number
    with pytest.raises(IntegrityError), db.session.begin_nested():
        session.execute(text(statement))
    assert session.scalars(select(Decision.number)).all() == [number]


def test_d2_nor_does_an_act_that_tries(session: Session) -> None:
    decision = a_decision()
    with pytest.raises(Refused), transaction():
        decision.title = "別の題名"
    session.expire_all()
    assert decision.title != "別の題名"


def test_d3_a_later_decision_names_the_one_it_supersedes(session: Session) -> None:
    first = a_decision(effective_on=date(2027, 4, 1))
    second = a_later_decision(first, effective_on=date(2028, 4, 1))
    third = a_later_decision(second, effective_on=date(2029, 4, 1))

    session.expire_all()
    assert (first.supersedes, second.supersedes, third.supersedes) == (None, first, second)
    assert (first.superseded_by, second.superseded_by, third.superseded_by) == (second, third, None)
    assert [d.number for d in (first, second, third)] == [f"令和8年度 教育-{n}号" for n in (1, 2, 3)]
    assert second.alternatives == []  # what an earlier decision was made of was not turned down


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        (
            (date(2027, 4, 1), date(2028, 4, 1)),
            {"2027-03-31": None, "2027-04-01": 0, "2028-03-31": 0, "2028-04-01": 1},
        ),
        ((date(2028, 4, 1), date(2027, 4, 1)), {"2027-03-31": None, "2027-04-01": 1, "2028-04-01": 1}),
        ((date(2027, 4, 1), date(2027, 4, 1)), {"2027-03-31": None, "2027-04-01": 1}),
    ],
)
def test_d3_at_every_day_one_decision_is_in_force(
    session: Session, effects: tuple[date, date], expected: dict[str, int | None]
) -> None:
    first = a_decision(effective_on=effects[0])
    chain = [first, a_later_decision(first, effective_on=effects[1])]
    for day, place in expected.items():
        found = decision_in_force(first.difference, date.fromisoformat(day))
        assert found is (None if place is None else chain[place]), day


def test_d3_a_decision_is_superseded_once(session: Session) -> None:
    first = a_decision()
    second = a_later_decision(first)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        session.execute(
            text(
                "INSERT INTO decisions (fiscal_year, domain_id, serial, number, difference_id, group_id, cycle,"
                " version_id, supersedes_id, title, body, outcome, flags, scope, exceptions, text_hash, positions,"
                " signoffs, alternatives, decided_at, effective_on) SELECT fiscal_year, domain_id, 99, 'x',"
                " difference_id, group_id, 99, version_id, supersedes_id, title, body, outcome, flags, scope,"
                " exceptions, text_hash, positions, signoffs, alternatives, decided_at, effective_on"
                " FROM decisions WHERE id = :id"
            ),
            {"id": second.id},
        )


def test_t6_nothing_is_decided_on_a_text_that_does_not_match_its_hash(session: Session) -> None:
    signing = an_escalation()
    matter = (signing.difference, signing.escalation.version)
    for escalation, round in ((signing.escalation, None), (None, signing.escalation.round)):
        verdict = may_be_decided(*matter, "sha256-v1:" + "0" * 64, round, escalation)
        assert verdict.code == "text_changed"


def test_l6_a_flagged_text_is_not_decided_by_its_ballot_alone(session: Session) -> None:
    signing = an_escalation()
    with pytest.raises(Refused) as refused, transaction():
        decide(
            signing.difference,
            signing.escalation.version,
            round=signing.escalation.round,
            escalation=None,
            actor=None,
        )
    assert refused.value.verdict.code == "managers_decide"


def test_s11_an_escalation_decides_only_when_every_city_signed(session: Session) -> None:
    signing = an_escalation()
    with pytest.raises(Refused) as refused, transaction():
        decide(
            signing.difference,
            signing.escalation.version,
            round=signing.escalation.round,
            escalation=signing.escalation,
            actor=None,
        )
    assert refused.value.verdict.code == "not_signed_by_all"
    assert signing.difference.stage is Stage.ESCALATED


def difference_proposal(session: Session, difference: Difference) -> Proposal:
    """The proposal on the table."""
    proposal = on_the_table(difference)
    assert proposal is not None
    return proposal


def _close(round_id: int) -> None:
    with transaction():
        close_round(lock_round(round_id), clock.now(), None)


def _closing(round_id: int) -> Callable[[], object]:
    return lambda: close_round(lock_round(round_id), clock.now(), None)
