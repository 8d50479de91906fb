"""Steps of several posts, and the author among the signers: all or any, never the author alone (S2, S3, S8)."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.signoff import escalate
from app.domain.events import EventKind
from app.domain.roles import RoleKind, StepRule
from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Stage
from app.extensions import db
from app.models import Event, Group, PostHolding, User
from app.policies.verdicts import Refused
from app.transaction import transaction
from tests.builders.council import a_city, a_group, a_post, a_role, a_route, a_secretary
from tests.builders.signoff import (
    DEPARTMENT,
    SECTION,
    Signing,
    a_joint_step,
    a_signing_manager,
    an_escalation_by_the_chair,
    sign_step,
)


def test_the_same_post_signs_once_and_a_form_sent_twice_signs_once(session: Session) -> None:
    signing, people = _joint(StepRule.ALL)
    step = signing.step(0)
    person = people["学務課長"]
    post_id = _post(signing, "学務課長")
    assert sign_step(step, person, post_id=post_id, key="one form") is not None
    assert sign_step(step, person, post_id=post_id, key="one form") is None
    with pytest.raises(Refused) as refused:
        sign_step(step, person, post_id=post_id, key="another form")

    assert refused.value.verdict.code == "already_signed"
    assert len(_events(session, EventKind.STEP_APPROVED)) == 1


@pytest.mark.parametrize("order", list(permutations(["学務課長", "指導課長", "教育総務課長"])))
def test_s2_a_step_for_all_passes_with_the_last_of_them_in_every_order(
    session: Session, order: Sequence[str]
) -> None:
    signing, people = _joint(StepRule.ALL)
    states = []
    for name in order:
        sign_step(signing.step(0), people[name], post_id=_post(signing, name))
        states.append(signing.route(0).state)
    assert states == [SignoffState.RUNNING, SignoffState.RUNNING, SignoffState.APPROVED]


@pytest.mark.parametrize("first", ["学務課長", "指導課長", "教育総務課長"])
def test_s2_a_step_for_any_passes_with_the_first_of_them(session: Session, first: str) -> None:
    signing, people = _joint(StepRule.ANY)
    sign_step(signing.step(0), people[first], post_id=_post(signing, first))
    assert signing.route(0).state is SignoffState.APPROVED


def test_s2_of_any_one_approval_is_enough_though_another_post_sent_it_back_before(session: Session) -> None:
    signing, people = _joint(StepRule.ANY)
    sign_step(signing.step(0), people["学務課長"], Meaning.SEND_BACK, post_id=_post(signing, "学務課長"))
    assert signing.route(0).state is SignoffState.RUNNING
    sign_step(signing.step(0), people["指導課長"], post_id=_post(signing, "指導課長"))
    assert signing.route(0).state is SignoffState.APPROVED


def test_s2_of_any_the_step_fails_when_nobody_is_left_to_approve(session: Session) -> None:
    signing, people = _joint(StepRule.ANY)
    for name, person in people.items():
        sign_step(signing.step(0), person, Meaning.REFUSE, post_id=_post(signing, name))
    assert signing.route(0).state is SignoffState.REFUSED
    assert signing.difference.stage is Stage.DISCUSSING


def test_s3_an_approval_beside_one_that_sent_back_stands_when_the_step_goes_on(session: Session) -> None:
    signing, people = _joint(StepRule.ALL)
    sign_step(signing.step(0), people["学務課長"], post_id=_post(signing, "学務課長"))
    sign_step(signing.step(0), people["指導課長"], Meaning.SEND_BACK, post_id=_post(signing, "指導課長"))
    secretary = a_secretary()
    with transaction():
        escalate(signing.difference.number, secretary, reason="資料を加えた。")

    for name in ("指導課長", "教育総務課長"):
        sign_step(signing.step(0), people[name], post_id=_post(signing, name))
    assert signing.route(0).state is SignoffState.APPROVED


def test_s8_the_author_alone_never_completes_the_citys_route(session: Session) -> None:
    group, author = _group_with_one_signing_author()
    signing = _with_one_manager(group, author)
    sign_step(signing.step(0), author)
    with pytest.raises(Refused) as refused:
        sign_step(signing.step(0, 2), author)
    assert refused.value.verdict.code == "author_alone"
    assert sign_step(signing.step(0, 2), author, Meaning.SEND_BACK) is not None


def test_s8_the_author_signs_beside_somebody_else(session: Session) -> None:
    group, author = _group_with_one_signing_author()
    signing = _with_one_manager(group, author)
    post = signing.step(0).holders[0].post
    colleague = a_signing_manager(signing.cities[0], SECTION, post)
    sign_step(signing.step(0), colleague)
    sign_step(signing.step(0, 2), author)
    assert signing.route(0).state is SignoffState.APPROVED


def _joint(rule: StepRule) -> tuple[Signing, dict[str, User]]:
    """A matter before one city whose single step has three posts."""
    city = a_city()
    people = a_joint_step(city, rule, "学務課長", "指導課長", "教育総務課長")
    other = a_city("三鷹市")
    a_joint_step(other, StepRule.ALL, SECTION)
    signing = an_escalation_by_the_chair(a_group([city, other]), routes=False)
    return signing, people


def _post(signing: Signing, name: str) -> int:
    return next(h.post_id for h in signing.step(0).holders if h.post_name == name)


def _group_with_one_signing_author() -> tuple[Group, User]:
    """A group in which a manager of the first city, who holds both posts of its route, writes proposals."""
    group = a_group()
    city = group.cities[0].city
    posts = [a_post(city, SECTION), a_post(city, DEPARTMENT)]
    a_route(city, *([post] for post in posts))
    author = a_signing_manager(city, SECTION, posts[0])
    with transaction():
        db.session.add(PostHolding(post=posts[1], user=author, since=author.holdings[0].since))
    a_role(group, author, RoleKind.MEMBER)
    return group, author


def _with_one_manager(group: Group, author: User) -> Signing:
    return an_escalation_by_the_chair(group, author=author, routes=False)


def _events(session: Session, kind: EventKind) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))
