"""Workers of one server, each a process: what a lock or a constraint decides, it decides between them as well."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.actions.closing import close_due_rounds
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.domain.workflow import Stage
from app.models import (
    Decision,
    DecisionSeries,
    Difference,
    Edition,
    Event,
    Position,
    PositionAct,
    ProposalVersion,
)
from app.queries.audit import verify_chain
from tests.builders.ballots import a_ballot, a_rule, cast_letters
from tests.builders.council import a_group, a_representative, a_secretary
from tests.builders.decided import a_quick_decision
from tests.builders.differences import a_difference
from tests.builders.proposals import a_difference_on_the_table, a_proposal
from tests.builders.signoff import DEPARTMENT, an_escalation_by_the_chair, sign_city, sign_step
from tests.conftest import Installation
from tests.races import acts
from tests.support.crowd import Crowd, Refusal

pytestmark = pytest.mark.race

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(installation: Installation, session: Session, crowd: Crowd) -> AtOnce:
    """Run acts at one instant, each in a process of its own; the session then reads what stands."""
    url = installation.database.engine.url.render_as_string(hide_password=False)

    def run(*given: Callable[[], Any], at: datetime | None = None) -> list[Any]:
        session.rollback()
        ends = crowd.race(url, at or clock.now(), given)
        installation.worlds.forget()
        assert verify_chain().whole
        return ends

    return run


def test_b16_colleagues_leave_one_position(session: Session, at_once: AtOnce) -> None:
    ballot = a_ballot()
    people = [ballot.voice(0), *(a_representative(ballot.group, ballot.cities[0]) for _ in range(2))]
    kinds = (PositionKind.APPROVE, PositionKind.OBJECT, PositionKind.ABSTAIN)
    ends = at_once(
        *(
            partial(acts.casts, ballot.round.id, person.id, kind)
            for person, kind in zip(people, kinds, strict=True)
        )
    )

    assert _sorted(ends) == ["1", *[_refused("position_changed_meanwhile")] * 2]
    assert len(session.scalars(select(Position)).all()) == 1
    assert len(session.scalars(select(PositionAct)).all()) == 1


def test_b15_one_form_acts_once(session: Session, at_once: AtOnce) -> None:
    ballot = a_ballot()
    form = partial(acts.casts, ballot.round.id, ballot.voice(0).id, PositionKind.APPROVE, key="form-1")

    assert at_once(form, form, form) == [1, 1, 1]
    assert _count(session, EventKind.POSITION_CAST) == 1


def test_b24_a_position_counts_or_the_round_was_closed(session: Session, at_once: AtOnce) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True))
    cast_letters(ballot, "aaa")
    change = partial(acts.casts, ballot.round.id, ballot.voice(0).id, PositionKind.OBJECT, seen=1)
    changed, closed = at_once(change, partial(acts.closes, ballot.round.id, ballot.secretary.id))

    assert closed is None
    assert changed in (2, Refusal("round_is_closed"))
    session.refresh(ballot.round)
    assert ballot.round.result.value == ("failed" if changed == 2 else "carried")


def test_b26_closers_close_once(session: Session, at_once: AtOnce) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aaa")
    ends = at_once(*[close_due_rounds] * 3, at=ballot.round.closes_at)

    assert sorted(ends) == [0, 0, 1]
    assert (_count(session, EventKind.ROUND_CLOSED), _count(session, EventKind.DECIDED)) == (1, 1)


def test_l2_one_of_two_moves(session: Session, at_once: AtOnce) -> None:
    difference = a_difference()
    number, seen = difference.number, difference.stage_serial
    ends = at_once(
        partial(acts.opens_survey, number, a_secretary().id, seen),
        partial(acts.withdraws, number, a_secretary().id, seen),
    )

    assert _sorted(ends) == ["None", _refused("stale")]
    session.refresh(difference)
    assert difference.stage is (Stage.SURVEYING if ends[0] is None else Stage.WITHDRAWN)


def test_numbers_of_differences_are_given_once(session: Session, at_once: AtOnce) -> None:
    group = a_group()
    ends = at_once(*(partial(acts.raises, group.id, a_secretary().id) for _ in range(3)))

    assert sorted(ends) == ["EDU-02-001", "EDU-02-002", "EDU-02-003"]
    assert session.scalar(select(func.count(Difference.id))) == 3


def test_t10_one_of_two_editors(session: Session, at_once: AtOnce) -> None:
    proposal = a_proposal()
    ends = at_once(
        *(
            partial(acts.revises, proposal.id, a_secretary().id, title, 1)
            for title in ("先の題名", "後の題名")
        )
    )

    assert _sorted(ends) == ["2", _refused("edited_meanwhile")]
    assert session.scalars(select(ProposalVersion.number).order_by(ProposalVersion.number)).all() == [1, 2]


def test_s11_the_last_two_cities_make_one_decision(session: Session, at_once: AtOnce) -> None:
    signing = an_escalation_by_the_chair()
    sign_city(signing, 0)
    for place in (1, 2):
        sign_step(signing.step(place), signing.manager(place))
    forms = []
    for place in (1, 2):
        step, person = signing.step(place, 2), signing.manager(place, DEPARTMENT)
        post_id, text_hash = step.holders[0].post_id, signing.escalation.text_hash
        forms.append(partial(acts.signs, step.id, post_id, person.id, text_hash))

    assert at_once(*forms) == [None, None]
    assert len(session.scalars(select(Decision)).one().signoffs) == 6


def test_d1_decisions_of_one_domain_get_the_next_numbers(session: Session, at_once: AtOnce) -> None:
    group = a_group()
    rounds = []
    for _ in range(3):
        ballot = a_ballot(a_difference_on_the_table(group))
        cast_letters(ballot, "aaa")
        rounds.append(ballot.round.id)
    ends = at_once(
        *(partial(acts.is_decided, round_id) for round_id in rounds), at=clock.now() + timedelta(days=30)
    )

    assert ends == [None, None, None]
    assert sorted(session.scalars(select(Decision.serial))) == [1, 2, 3]
    assert session.scalars(select(DecisionSeries.last_serial)).all() == [3]


def test_two_cuts_leave_one_edition(session: Session, at_once: AtOnce) -> None:
    a_quick_decision()
    ends = at_once(*(partial(acts.cuts, a_secretary().id) for _ in range(2)))

    assert ends.count(1) == 1
    assert {end.code for end in ends if end != 1} <= {"nothing_new_to_publish", "conflict", "busy"}
    assert session.scalars(select(Edition.number)).all() == [1]


def _refused(code: str) -> str:
    return repr(Refusal(code))


def _sorted(ends: Sequence[Any]) -> list[str]:
    """What several acts came to, whoever came first."""
    return sorted(repr(end) for end in ends)


def _count(session: Session, kind: EventKind) -> int:
    return session.scalar(select(func.count(Event.id)).where(Event.kind == kind)) or 0
