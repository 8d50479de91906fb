"""Who may draft, revise, put forward and withdraw: every kind of person, at every stage (RULES 2)."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.roles import MembershipKind, RoleKind
from app.domain.workflow import Stage
from app.models import Group, Proposal, User
from app.policies.proposals import may_draft, may_put_forward, may_revise, may_withdraw_proposal
from app.policies.verdicts import Ground, Verdict
from tests.builders.council import (
    LONG_AGO,
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_manager,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_role,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.differences import a_proposing_difference
from tests.builders.proposals import a_proposal

Person = Callable[[Group], User]


def _of_first_city(make: Callable[..., User]) -> Person:
    return lambda group: make(group, group.cities[0].city)


def _of_an_associate(group: Group) -> User:
    associate = next(place.city for place in group.cities if place.city.name_ja == "小金井市")
    return a_member(group, associate)


def _who_left(group: Group) -> User:
    person = a_person(group.cities[0].city)
    return a_role(group, person, RoleKind.REPRESENTATIVE, since=LONG_AGO, until=now()).user


WRITERS: dict[str, Person] = {
    "chair": _of_first_city(a_chair),
    "representative": _of_first_city(a_representative),
    "deputy": _of_first_city(a_deputy),
    "member": _of_first_city(a_member),
    "observer": _of_first_city(an_observer),
    "secretary": lambda _group: a_secretary(),
}
READERS: dict[str, tuple[Person, str]] = {
    "partner": (a_partner, "partners_write_no_proposals"),
    "associate": (_of_an_associate, "associates_write_no_proposals"),
    "outsider": (lambda group: a_person(group.cities[0].city), "group_people_only"),
    "manager": (lambda group: a_manager(group.cities[0].city), "group_people_only"),
    "who left": (_who_left, "group_people_only"),
}
LEADERS = {"chair", "secretary"}


@pytest.fixture
def proposal(session: Session) -> Proposal:
    """A draft on a difference of three members and an associate."""
    group = a_group([*three_cities(), a_city("小金井市", MembershipKind.ASSOCIATE)])
    return a_proposal(a_proposing_difference(group))


@pytest.mark.parametrize("who", WRITERS)
def test_people_of_the_group_and_the_secretariat_write(proposal: Proposal, who: str) -> None:
    person = WRITERS[who](proposal.difference.group)

    assert may_draft(person, proposal.difference, now())
    assert may_revise(person, proposal, now())
    assert bool(may_put_forward(person, proposal, now())) == (who in LEADERS)
    assert bool(may_withdraw_proposal(person, proposal, now())) == (who in LEADERS)


@pytest.mark.parametrize("who", READERS)
def test_associates_partners_and_others_do_not(proposal: Proposal, who: str) -> None:
    make, code = READERS[who]
    person = make(proposal.difference.group)
    verdicts = _verdicts(person, proposal)

    assert {verdict.ground for verdict in verdicts} == {Ground.PERSON}
    assert [verdict.code for verdict in verdicts[:2]] == [code, code]


def test_the_author_puts_forward_and_withdraws(session: Session) -> None:
    difference = a_proposing_difference()
    author = a_representative(difference.group, difference.group.cities[0].city)
    proposal = a_proposal(difference, author)

    assert all(_verdicts(author, proposal))
    proposal.on_table = True
    assert may_put_forward(author, proposal, now()).code == "already_on_the_table"
    assert may_withdraw_proposal(author, proposal, now()).code == "on_the_table_is_of_the_group"
    session.expunge_all()


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.PROPOSING, Stage.DISCUSSING}))
def test_the_table_refuses_at_every_other_stage(proposal: Proposal, session: Session, stage: Stage) -> None:
    secretary = a_secretary()
    with session.no_autoflush:
        proposal.difference.stage = stage
        verdicts = _verdicts(secretary, proposal)
        session.expunge_all()

    assert {verdict.ground for verdict in verdicts} == {Ground.TIME}


def test_a_held_difference_takes_no_text(proposal: Proposal, session: Session) -> None:
    secretary = a_secretary()
    with session.no_autoflush:
        proposal.difference.held_at = now()
        verdicts = _verdicts(secretary, proposal)
        session.expunge_all()

    assert {verdict.code for verdict in verdicts} == {"held"}


def _verdicts(person: User, proposal: Proposal) -> list[Verdict]:
    at = now()
    return [
        may_draft(person, proposal.difference, at),
        may_revise(person, proposal, at),
        may_put_forward(person, proposal, at),
        may_withdraw_proposal(person, proposal, at),
    ]
