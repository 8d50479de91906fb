"""後閲: an absent manager before the last step is passed over, which approves nothing and blocks nothing (S6)."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.signoff import escalate, pass_over, record_reading
from app.domain.events import EventKind
from app.domain.roles import RoleKind, StepRule
from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Stage
from app.models import Event, LaterReading, User
from app.policies.decisions import may_be_decided
from app.policies.verdicts import Ground, Refused
from app.transaction import transaction
from tests.builders.council import a_city, a_group, a_member, a_post, a_role, a_route, a_secretary
from tests.builders.signoff import (
    DEPARTMENT,
    SECTION,
    Signing,
    a_signing_manager,
    an_absence,
    an_escalation_by_the_chair,
    sign_city,
    sign_step,
)

RUNNING, APPROVED, PASSED_OVER = SignoffState.RUNNING, SignoffState.APPROVED, SignoffState.PASSED_OVER


def test_s6_the_route_goes_on_past_an_absent_manager_who_reads_afterwards(session: Session) -> None:
    signing = _absent_section()
    readings = _pass(signing, signing.manager(0, DEPARTMENT))

    assert [step.state for step in signing.route(0).steps] == [PASSED_OVER, RUNNING]
    assert signing.step(0).signatures == []
    assert [(r.user_id, r.passed_over, r.read_at) for r in readings] == [(signing.manager(0).id, True, None)]
    event = session.scalars(select(Event).where(Event.kind == EventKind.POST_PASSED_OVER)).one()
    assert event.after["absent"] == [signing.manager(0).printed]
    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0), signing.manager(0))
    assert refused.value.verdict.code == "step_not_running"


def test_s6_s11_with_a_step_passed_over_the_cities_decide(session: Session) -> None:
    signing = _absent_section()
    _pass(signing, signing.manager(0, DEPARTMENT))
    sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT))
    assert signing.route(0).state is APPROVED
    sign_city(signing, 1)
    assert signing.difference.stage is Stage.ESCALATED
    sign_city(signing, 2)
    assert signing.difference.stage is Stage.DECIDED


def test_s6_a_later_remark_undoes_nothing(session: Session) -> None:
    signing = _absent_section()
    (reading,) = _pass(signing, signing.manager(0, DEPARTMENT))
    sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT))
    clock.travel(timedelta(days=4))
    with transaction():
        record_reading(reading.id, signing.manager(0), remark="反対である。")
    assert (signing.route(0).state, signing.step(0).state) == (APPROVED, PASSED_OVER)


def test_s6_never_the_last_step_and_never_without_an_absence(session: Session) -> None:
    signing = an_escalation_by_the_chair()
    department = signing.manager(0, DEPARTMENT)
    assert _refusal(signing, department) == "absence_not_registered"
    sign_step(signing.step(0), signing.manager(0))
    an_absence(department)
    assert _refusal(signing, signing.manager(0), position=2) == "last_step_never_passed_over"


def test_s6_while_one_holder_of_the_post_is_there_nobody_is_passed_over(session: Session) -> None:
    signing = _absent_section()
    a_signing_manager(signing.cities[0], SECTION, signing.step(0).holders[0].post)
    assert _refusal(signing, signing.manager(0, DEPARTMENT)) == "absence_not_registered"


def test_s6_only_the_citys_own_people_pass_over(session: Session) -> None:
    signing = _absent_section()
    for stranger in (a_secretary(), signing.manager(1), a_member(signing.group, signing.cities[1])):
        with pytest.raises(Refused) as refused:
            _pass(signing, stranger)
        assert refused.value.verdict.ground is Ground.PERSON
    assert len(_pass(signing, a_member(signing.group, signing.cities[0]))) == 1


def test_s6_of_a_joint_step_the_others_are_still_asked(session: Session) -> None:
    city = a_city()
    posts = [a_post(city, name) for name in (SECTION, "指導課長", DEPARTMENT)]
    a_route(city, posts[:2], [posts[2]], rule=StepRule.ALL)
    away, colleague, last = (a_signing_manager(city, post.name, post) for post in posts)
    signing = an_escalation_by_the_chair(a_group([city, a_city("三鷹市")]), routes=False)
    an_absence(away)
    _pass(signing, last, posts[0].id)
    assert signing.step(0).state is RUNNING
    assert _refusal(signing, last, post_id=posts[0].id) == "passed_over_already"
    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0), away, post_id=posts[0].id)
    assert refused.value.verdict.code == "passed_over_already"
    sign_step(signing.step(0), colleague, post_id=posts[1].id)
    assert [step.state for step in signing.route(0).steps] == [APPROVED, RUNNING]


def test_s8_the_author_alone_does_not_complete_a_route_past_an_absent_colleague(session: Session) -> None:
    group = a_group()
    city = group.cities[0].city
    posts = [a_post(city, SECTION), a_post(city, DEPARTMENT)]
    a_route(city, *([post] for post in posts))
    away, author = (a_signing_manager(city, post.name, post) for post in posts)
    a_role(group, author, RoleKind.MEMBER)
    signing = an_escalation_by_the_chair(group, author=author, routes=False)
    an_absence(away)
    _pass(signing, author)
    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0, 2), author)
    assert refused.value.verdict.code == "author_alone"


def test_b15_a_form_sent_twice_passes_over_once(session: Session) -> None:
    signing = _absent_section()
    department = signing.manager(0, DEPARTMENT)
    assert len(_pass(signing, department, key="k")) == 1
    assert _pass(signing, department, key="k") == []
    assert len(session.scalars(select(LaterReading)).all()) == 1


def test_s3_sent_back_and_resumed_the_step_stays_passed_over(session: Session) -> None:
    signing = _absent_section()
    _pass(signing, signing.manager(0, DEPARTMENT))
    sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT), Meaning.SEND_BACK)
    _again(signing)
    assert [step.state for step in signing.route(0).steps] == [PASSED_OVER, RUNNING]


def test_s4_after_a_refusal_the_city_begins_anew_and_asks_everybody(session: Session) -> None:
    signing = _absent_section()
    _pass(signing, signing.manager(0, DEPARTMENT))
    sign_step(signing.step(0, 2), signing.manager(0, DEPARTMENT), Meaning.REFUSE)
    _again(signing)
    assert [step.state for step in signing.route(0).steps] == [RUNNING, SignoffState.WAITING]
    assert sign_step(signing.step(0), signing.manager(0)) is not None


def test_s11_a_route_that_was_only_passed_over_never_decides(session: Session) -> None:
    signing = _absent_section()
    _pass(signing, signing.manager(0, DEPARTMENT))
    escalation = signing.escalation
    version = escalation.version
    with session.no_autoflush:
        for route in escalation.cities:
            route.state = APPROVED
            for step in route.steps:
                step.state = PASSED_OVER
        verdict = may_be_decided(escalation.difference, version, version.text_hash, None, escalation)
    session.rollback()
    assert verdict.code == "not_signed_by_all"


def _absent_section() -> Signing:
    """A matter before the managers; the 課長 of the first city is away."""
    signing = an_escalation_by_the_chair()
    an_absence(signing.manager(0))
    return signing


def _pass(
    signing: Signing, actor: User, post_id: int | None = None, key: str = "", position: int = 1
) -> list[LaterReading]:
    step = signing.step(0, position)
    with transaction():
        return pass_over(step.id, actor, post_id=post_id or step.holders[0].post_id, key=key)


def _refusal(signing: Signing, actor: User, position: int = 1, post_id: int | None = None) -> str:
    with pytest.raises(Refused) as refused:
        _pass(signing, actor, post_id, position=position)
    return refused.value.verdict.code


def _again(signing: Signing) -> None:
    secretary = a_secretary()
    with transaction():
        escalate(signing.difference.number, secretary, reason="説明を加えた。")
