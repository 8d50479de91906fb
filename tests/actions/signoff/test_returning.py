"""What becomes of signatures when a matter comes back: same text, changed text, refused, dropped (S3, S4, T3-T6)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.proposals import put_forward
from app.actions.signoff import escalate
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Stage
from app.models import (
    Decision,
    Difference,
    Escalation,
    Event,
    Notice,
    Proposal,
    User,
)
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_secretary
from tests.builders.proposals import a_proposal, a_version
from tests.builders.signoff import (
    DEPARTMENT,
    REASON,
    Signing,
    an_escalation_by_the_chair,
    sign_city,
    sign_step,
)

RUNNING, APPROVED = SignoffState.RUNNING, SignoffState.APPROVED
WHY = "管理職の判断を求める。"


def test_s3_with_the_same_text_the_route_goes_on_at_the_step_that_sent_it_back(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    sign_city(signing, 1)
    sign_step(signing.step(0), signing.manager(0))
    sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT), Meaning.SEND_BACK)
    assert signing.difference.stage is Stage.DISCUSSING
    assert signing.escalation.end_reason == REASON
    assert _events(session, EventKind.SIGNOFF_ENDED)[-1].after["reasons"][0]["reason"] == REASON

    again = _escalate(signing.difference, a_secretary())

    assert again.id == signing.escalation.id
    assert signing.states() == [RUNNING, APPROVED, RUNNING]
    assert [step.state for step in signing.route(0).steps] == [APPROVED, RUNNING]
    assert [s.dismissed_at is None for s in signing.step(0, 2).signatures] == [False]
    assert [s.dismissed_at is None for s in signing.step(0, 1).signatures] == [True]
    assert _events(session, EventKind.ESCALATED)[-1].after["resumed"] is True
    sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT))
    sign_city(signing, 2)
    assert signing.difference.stage is Stage.DECIDED


def test_s3_t6_with_a_changed_text_every_city_begins_at_step_1(session: Session) -> None:
    signing = _sent_back()
    proposal = signing.escalation.version.proposal
    a_version(proposal, body="本文を改めた。")

    event = _events(session, EventKind.SIGNOFFS_DISMISSED)[-1]
    assert [s["city_name"] for s in event.after["signatures"]] == [signing.cities[1].names] * 2
    assert all(
        s.dismissed_at for place in range(3) for step in signing.route(place).steps for s in step.signatures
    )
    again = _escalate(signing.difference, a_secretary())
    assert again.id != signing.escalation.id
    assert again.text_hash == proposal.current.text_hash
    firsts = [[step.state for step in route.steps] for route in again.cities]
    assert firsts == [[RUNNING, SignoffState.WAITING]] * 3


def test_t5_an_old_text_put_back_revives_no_signature(session: Session) -> None:
    signing = _sent_back()
    proposal = signing.escalation.version.proposal
    old = proposal.current.body
    a_version(proposal, body="本文を改めた。")
    a_version(proposal, body=old)
    again = _escalate(signing.difference, a_secretary())

    assert again.text_hash == signing.escalation.text_hash
    assert again.id != signing.escalation.id
    assert {route.state for route in again.cities} == {RUNNING}


def test_t6_another_proposal_on_the_table_dismisses_too(session: Session) -> None:
    signing = _sent_back()
    first, other = signing.escalation.version.proposal, a_proposal(signing.difference, body="別の案の本文。")
    assert _events(session, EventKind.SIGNOFFS_DISMISSED) == []
    _put_forward(other)
    assert len(_events(session, EventKind.SIGNOFFS_DISMISSED)) == 1

    _put_forward(first)
    assert _escalate(signing.difference, a_secretary()).id != signing.escalation.id


def test_t3_a_save_without_a_change_dismisses_nothing(session: Session) -> None:
    signing = _sent_back()
    a_version(signing.escalation.version.proposal)

    assert _events(session, EventKind.SIGNOFFS_DISMISSED) == []
    assert signing.route(1).steps[0].signatures[0].dismissed_at is None


def test_s4_a_refusal_leaves_the_other_cities_signatures_as_they_are(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    sign_city(signing, 1)
    sign_step(signing.step(0), signing.manager(0), Meaning.REFUSE)

    assert signing.difference.stage is Stage.DISCUSSING
    assert signing.states() == [SignoffState.REFUSED, APPROVED, RUNNING]
    assert all(s.dismissed_at is None for step in signing.route(1).steps for s in step.signatures)
    told = {n.user_id for n in session.scalars(select(Notice).where(Notice.kind == NoticeKind.REFUSED))}
    assert {role.user_id for role in signing.group.roles} | {signing.manager(1).id} <= told

    _escalate(signing.difference, a_secretary())  # the same text: only the city that refused is asked anew
    assert signing.states() == [RUNNING, APPROVED, RUNNING]
    sign_city(signing, 0)
    sign_city(signing, 2)
    assert signing.difference.stage is Stage.DECIDED


def test_s4_the_managers_of_all_cities_together_drop_a_matter(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    for place in range(3):
        assert signing.difference.stage is Stage.ESCALATED
        sign_step(signing.step(place), signing.manager(place))
        sign_step(signing.step(place, 2), signing.manager(place, DEPARTMENT), Meaning.DROP)

    assert signing.difference.stage is Stage.REJECTED
    assert signing.escalation.state is SignoffState.DROPPED
    assert REASON in signing.difference.end_reason
    assert session.scalars(select(Decision)).all() == []


@pytest.mark.parametrize("dropping_first", [True, False])
def test_s4_one_city_cannot_drop_what_another_approves(session: Session, dropping_first: bool) -> None:
    signing = an_escalation_by_the_chair()
    for place in range(2):
        sign_step(signing.step(place), signing.manager(place))
    last = [
        lambda: sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT), Meaning.DROP),
        lambda: sign_step(signing.step(1, 2), signing.manager(1, DEPARTMENT)),
    ]
    for act in last if dropping_first else reversed(last):
        act()

    assert signing.difference.stage is Stage.DISCUSSING
    assert signing.escalation.state is SignoffState.REFUSED


def test_s4_only_the_last_step_of_a_route_drops(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0), signing.manager(0), Meaning.DROP)
    assert refused.value.verdict.code == "last_step_drops"


def test_a_reballot_on_the_same_text_resumes_with_the_new_round(session: Session) -> None:
    signing = _sent_back()
    round = a_closed_round("aaa", difference=signing.difference)

    assert round.difference.stage is Stage.ESCALATED
    assert signing.states() == [RUNNING, APPROVED, RUNNING]
    assert signing.escalation.round_id == round.id
    sign_city(signing, 0)
    sign_city(signing, 2)
    assert session.scalars(select(Decision)).one().round_id == round.id


def _sent_back() -> Signing:
    """The second city has signed; then the first one sends the matter back."""
    signing = an_escalation_by_the_chair()
    sign_city(signing, 1)
    sign_step(signing.step(0), signing.manager(0), Meaning.SEND_BACK)
    return signing


def _put_forward(proposal: Proposal) -> None:
    secretary = a_secretary()
    with transaction():
        put_forward(proposal.id, secretary)


def _escalate(difference: Difference, actor: User, reason: str = WHY) -> Escalation:
    with transaction():
        return escalate(difference.number, actor, reason=reason)


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
