"""Signers who act at the same instant: one signature a post, one decision for the last two cities (S2, S11, D1)."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.actions.signoff import ConfirmedIdentity, sign
from app.domain.roles import StepRule
from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Stage
from app.extensions import Database, db
from app.models import Decision, Event, Signature, SignoffStep, User
from app.policies.verdicts import Refused
from app.queries.audit import verify_chain
from tests.builders.council import a_city, a_group
from tests.builders.signoff import (
    DEPARTMENT,
    SECTION,
    a_joint_step,
    a_signing_manager,
    an_escalation_by_the_chair,
    sign_city,
    sign_step,
)
from tests.conftest import Installation
from tests.support.races import race

pytestmark = pytest.mark.race


def test_two_holders_of_one_post_leave_one_signature(installation: Installation, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    step = signing.step(0)
    successor = a_signing_manager(signing.cities[0], SECTION, step.holders[0].post)
    ends = _race(
        session,
        installation.database,
        [_signing(step, person) for person in (signing.manager(0), successor)],
    )

    assert sorted(type(end).__name__ for end in ends) == ["Refused", "int"]
    assert session.scalar(select(func.count(Signature.id))) == 1
    assert signing.step(0, 2).state is SignoffState.RUNNING


def test_s2_the_last_two_of_a_joint_step_pass_it_once(installation: Installation, session: Session) -> None:
    city = a_city()
    people = a_joint_step(city, StepRule.ALL, "学務課長", "指導課長")
    signing = an_escalation_by_the_chair(a_group([city, a_city("三鷹市")]), routes=False)
    step = signing.step(0)
    posts = {holder.post_name: holder.post_id for holder in step.holders}
    ends = _race(
        session,
        installation.database,
        [_signing(step, person, posts[name]) for name, person in people.items()],
    )

    assert not any(isinstance(end, Exception) for end in ends), ends
    assert signing.route(0).state is SignoffState.APPROVED


def test_s11_two_last_cities_at_once_make_one_decision(installation: Installation, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    sign_city(signing, 0)
    for place in (1, 2):
        sign_step(signing.step(place), signing.manager(place))
    acts = [_signing(signing.step(place, 2), signing.manager(place, DEPARTMENT)) for place in (1, 2)]
    ends = _race(session, installation.database, acts)

    assert not any(isinstance(end, Exception) for end in ends), ends
    assert signing.difference.stage is Stage.DECIDED
    assert len(session.scalars(select(Decision)).one().signoffs) == 6
    assert verify_chain().whole


def test_s4_two_cities_that_stop_it_at_once_stop_it_once(
    installation: Installation, session: Session
) -> None:
    signing = an_escalation_by_the_chair()
    acts = [_signing(signing.step(place), signing.manager(place), meaning=Meaning.REFUSE) for place in (0, 1)]
    ends = _race(session, installation.database, acts)

    refused = [end for end in ends if isinstance(end, Refused)]
    assert [refusal.verdict.code for refusal in refused] == ["step_not_running"]
    assert signing.states().count(SignoffState.REFUSED) == 1
    assert session.scalar(select(func.count(Event.id)).where(Event.kind == "signoff_ended")) == 1


def _race(session: Session, database: Database, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act came to; the session then reads what stands now."""
    ends = race(database, acts)
    session.rollback()
    return ends


def _signing(
    step: SignoffStep, person: User, post_id: int | None = None, meaning: Meaning = Meaning.APPROVE
) -> Callable[[], int]:
    """An act that signs for a person who is not loaded in the session it runs in."""
    step_id, person_id = step.id, person.id
    post_id = post_id or step.holders[0].post_id
    text_hash = step.city_route.escalation.text_hash

    def act() -> int:
        signature = sign(
            step_id,
            db.session.get_one(User, person_id),
            post_id=post_id,
            meaning=meaning,
            identity=ConfirmedIdentity(person_id),
            text_hash=text_hash,
            reason="時期を改めて検討されたい。",
        )
        assert signature is not None
        return signature.id

    return act
