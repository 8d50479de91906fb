"""Which decisions are in force on a day, in the council and in a city, by bounded queries (D3, D6)."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.clock import now
from app.domain.adoption import ItemKind
from app.domain.calendar import tokyo_date
from app.domain.force import AwaitedReason, StandingKind
from app.domain.joining import Answer
from app.domain.roles import MembershipKind
from app.domain.texts import Flag
from app.queries.adoption import items_of_city
from app.queries.decisions.force import decisions_in_force, standing_for, standings_of
from tests.builders.council import a_city, a_domain, a_group, three_cities
from tests.builders.decided import a_quick_decision
from tests.builders.joining import a_newcomer, answers, becomes_member, begun, confirms, decisions_in
from tests.builders.manual import a_later_decision, reopened
from tests.builders.signoff import ORDINANCE, an_escalation, many_decisions, sign_all
from tests.conftest import Installation
from tests.support.queries import counted

DAY = timedelta(days=1)


def test_d3_on_every_day_one_decision_of_a_matter_is_in_force_in_the_council(session: Session) -> None:
    today = tokyo_date(now())
    earlier = a_quick_decision(effective_on=today + 10 * DAY)
    later = a_later_decision(earlier, effective_on=today + 20 * DAY)

    found = {day: [d.id for d in decisions_in_force(today + day * DAY)] for day in (9, 10, 19, 20, 99)}
    assert found == {9: [], 10: [earlier.id], 19: [earlier.id], 20: [later.id], 99: [later.id]}


def test_d3_reopening_leaves_no_gap_in_what_stands(session: Session) -> None:
    """L10: the decision in force goes on while the matter is discussed again."""
    decision = a_quick_decision(effective_on=tokyo_date(now()))
    reopened(decision)
    city = decision.group.cities[0].city
    today = tokyo_date(now())

    assert [d.id for d in decisions_in_force(today)] == [decision.id]
    assert standing_for(city, today)[decision.difference_id].kind is StandingKind.DECISION
    later = a_quick_decision(difference=decision.difference, effective_on=today + 5 * DAY)
    kinds = [standing_for(city, today + day * DAY)[decision.difference_id] for day in range(8)]
    assert [s.decision_id for s in kinds] == [decision.id] * 5 + [later.id] * 3


def test_d6_a_decision_with_an_ordinance_to_change_waits_in_each_city_for_its_own(session: Session) -> None:
    signing = an_escalation(flags=ORDINANCE)
    decision = sign_all(signing)
    day = decision.effective_on + 400 * DAY
    found = standings_of(decision.difference, signing.cities, day)

    assert {(s.kind, s.awaited and s.awaited.reason) for s in found.values()} == {
        (StandingKind.TRANSITION, AwaitedReason.ORDINANCE)
    }
    assert Flag.ORDINANCE_CHANGE in decision.flag_set


def test_only_what_was_decided_where_the_city_takes_part_stands_in_it(session: Session) -> None:
    cities = three_cities()
    ours = a_quick_decision(a_group(cities))
    a_quick_decision(a_group(cities[1:], code="TAX-01", domain=a_domain("TAX", "税")), "aa")
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)

    assert list(standing_for(cities[0], ours.effective_on)) == [ours.difference_id]
    assert len(standing_for(cities[1], ours.effective_on)) == 2
    assert standing_for(associate, ours.effective_on) == {}


@pytest.mark.parametrize("count", [10, 100])
def test_what_stands_in_a_city_takes_few_queries_however_much_was_decided(
    installation: Installation, session: Session, count: int
) -> None:
    decision = a_quick_decision()
    many_decisions(decision, count)
    city, day = decision.group.cities[0].city, tokyo_date(clock.now())
    session.rollback()
    with counted(installation.database) as statements:
        assert len(standing_for(city, day)) == count + 1

    assert len(statements) <= 7


def test_d9_what_a_joining_city_has_not_answered_is_undeclared_there_and_then_stands(
    session: Session,
) -> None:
    """D5: with its answer the city is told what it has to do."""
    newcomer = a_newcomer()
    decision = decisions_in(newcomer.group, 1)[0]
    tasks = begun(newcomer)
    becomes_member(newcomer)

    def kind() -> StandingKind:
        session.expire_all()
        return standing_for(newcomer.city, tokyo_date(now()))[decision.difference_id].kind

    assert kind() is StandingKind.UNDECLARED
    answers(newcomer.voice, tasks, Answer.ADOPT)
    confirms(newcomer.voice, newcomer.group, newcomer.city)
    assert kind() is StandingKind.DECISION
    assert [item.kind for item in items_of_city(decision, newcomer.city.id)] == [ItemKind.NOTICE]
