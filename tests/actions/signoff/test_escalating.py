"""Taking a matter to the managers: who, when, and along which routes (B15, L6, S1, S10)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.signoff import escalate, lay_route
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.signoff import SignoffState
from app.domain.workflow import Stage
from app.models import (
    Decision,
    Difference,
    Escalation,
    Event,
    Notice,
    RouteStep,
    RouteStepPost,
    User,
)
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.signoff import route_for
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_chair, a_group, a_post, a_representative, a_route, a_secretary
from tests.builders.proposals import a_difference_on_the_table
from tests.builders.signoff import (
    DEPARTMENT,
    SECTION,
    an_escalation,
    an_escalation_by_the_chair,
    sign_all,
    sign_city,
    sign_step,
    signing_cities,
)

RUNNING, APPROVED = SignoffState.RUNNING, SignoffState.APPROVED
WHY = "管理職の判断を求める。"


def test_l6_a_flagged_proposal_goes_to_the_managers_after_its_ballot(session: Session) -> None:
    signing = an_escalation()

    assert signing.difference.stage is Stage.ESCALATED
    assert signing.escalation.text_hash == signing.escalation.round.text_hash
    assert [route.city_id for route in signing.escalation.cities] == [city.id for city in signing.cities]
    assert session.scalars(select(Decision)).all() == []


def test_l6_a_proposal_without_flags_is_decided_by_its_ballot(session: Session) -> None:
    round = a_closed_round()

    assert round.difference.stage is Stage.DECIDED
    assert session.scalars(select(Escalation)).all() == []


def test_l6_the_chair_escalates_after_a_failed_ballot_with_the_positions(session: Session) -> None:
    group = a_group()
    signing_cities(group)
    round = a_closed_round("aao", group=group)
    chair = a_chair(group, group.cities[0].city)
    escalation = _escalate(round.difference, chair)

    assert round.difference.stage is Stage.ESCALATED
    assert escalation.round is round
    assert [p.kind for p in escalation.round.positions].count(PositionKind.OBJECT) == 1
    event = _events(session, EventKind.ESCALATED)[-1]
    assert (event.after["reason"], event.after["resumed"]) == (WHY, False)


def test_escalating_needs_the_chair_a_reason_and_a_proposal(session: Session) -> None:
    group = a_group()
    difference = a_difference_on_the_table(group)
    with pytest.raises(Refused) as refused:
        _escalate(difference, a_representative(group, group.cities[0].city))
    assert refused.value.verdict.ground is Ground.PERSON
    with pytest.raises(Invalid) as invalid:
        _escalate(difference, a_secretary(), reason=" 　** ")
    assert invalid.value.code == "reason_required"
    secretary = a_secretary()
    with pytest.raises(Refused) as stale, transaction():
        escalate(difference.number, secretary, reason=WHY, seen=difference.stage_serial - 1)
    assert stale.value.verdict.code == "stale"
    assert session.scalars(select(Escalation)).all() == []


def test_a_form_sent_twice_escalates_once(session: Session) -> None:
    difference = a_difference_on_the_table()
    secretary = a_secretary()
    made = []
    for _ in range(2):
        with transaction():
            made.append(
                escalate(difference.number, secretary, reason=WHY, seen=difference.stage_serial, key="k").id
            )

    assert made[0] == made[1]
    assert len(_events(session, EventKind.ESCALATED)) == 1


def test_s1_the_steps_of_a_city_are_asked_one_after_the_other_and_cities_at_once(session: Session) -> None:
    signing = an_escalation()
    assert _told(session) == {signing.manager(place).id for place in range(3)}

    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT))
    assert refused.value.verdict.code == "step_not_running"

    sign_step(signing.step(0), signing.manager(0))
    assert _told(session) == {
        *(signing.manager(place).id for place in range(3)),
        signing.manager(0, DEPARTMENT).id,
    }
    assert [step.state for step in signing.route(0).steps] == [APPROVED, RUNNING]
    assert [step.state for step in signing.route(1).steps] == [RUNNING, SignoffState.WAITING]


def test_s1_a_route_for_the_domain_comes_before_the_common_one(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    common = a_route(city, [a_post(city, SECTION)])
    own = a_route(city, [a_post(city, "税務課長")], domain=group.domain)
    assert route_for(city.id, group.domain_id) is own
    assert route_for(city.id, group.domain_id + 1) is common


def test_s10_changing_a_route_alters_nothing_that_runs(session: Session) -> None:
    signing = an_escalation()
    city, manager = signing.cities[0], signing.manager(0)
    late = a_post(city, "副市長")
    with transaction():
        route = route_for(city.id, signing.group.domain_id)
        assert route is not None
        held = RouteStepPost(post=late)
        route.steps.append(RouteStep(position=3, rule=route.steps[0].rule, posts=[held]))
        manager.holdings[0].post.name = "改称した課長"

    assert [[h.post_name for h in step.holders] for step in signing.route(0).steps] == [
        [SECTION],
        [DEPARTMENT],
    ]
    sign_city(signing, 0)
    assert signing.states()[0] is APPROVED
    assert signing.step(0).signatures[0].post_name == SECTION


def test_a_city_without_a_route_gets_it_from_the_secretariat(session: Session) -> None:
    group = a_group()
    secretary, other = a_secretary(), a_representative(group, group.cities[1].city)
    first = _escalate(a_difference_on_the_table(group), secretary).cities[0]
    assert first.steps == []
    with pytest.raises(Refused) as refused, transaction():
        lay_route(first.id, secretary)
    assert refused.value.verdict.code == "no_route_registered"

    a_route(first.city, [a_post(first.city)])
    with pytest.raises(Refused) as person, transaction():
        lay_route(first.id, other)
    assert person.value.verdict.ground is Ground.PERSON
    with transaction():
        lay_route(first.id, secretary)

    session.expire_all()
    assert [step.state for step in first.steps] == [RUNNING]
    assert len(_events(session, EventKind.ROUTE_LAID)) == 1
    with pytest.raises(Refused), transaction():
        lay_route(first.id, secretary)


def test_signed_by_all_decides_whoever_escalated(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    decision = sign_all(signing)

    assert signing.difference.stage is Stage.DECIDED
    assert (decision.round_id, decision.escalation_id) == (None, signing.escalation.id)
    assert len(decision.signoffs) == 6


def _escalate(difference: Difference, actor: User, reason: str = WHY) -> Escalation:
    with transaction():
        return escalate(difference.number, actor, reason=reason)


def _told(session: Session) -> set[int]:
    return {
        n.user_id for n in session.scalars(select(Notice).where(Notice.kind == NoticeKind.SIGNATURE_WANTED))
    }


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
