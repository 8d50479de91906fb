"""Who may act on a difference: one row an act, one column a role."""

import pytest
from sqlalchemy.orm import Session

from app.clock import now
from app.domain.roles import MembershipKind
from app.domain.workflow import Stage
from app.models import City, Difference, User
from app.policies import differences as policies
from app.policies.verdicts import Ground, Verdict
from tests.builders.council import (
    a_chair,
    a_city,
    a_deputy,
    a_group,
    a_manager,
    a_member,
    a_partner,
    a_person,
    a_representative,
    a_secretary,
    an_observer,
    three_cities,
)
from tests.builders.differences import a_difference, put_at

LEADERS = {"chair", "secretary"}
ACTS = {
    "open_survey": (Stage.RAISED, LEADERS),
    "close_survey": (Stage.SURVEYING, LEADERS),
    "hold": (Stage.DISCUSSING, LEADERS),
    "merge": (Stage.RAISED, LEADERS),
    "reopen": (Stage.DECIDED, LEADERS),
    "change": (Stage.RAISED, LEADERS | {"author"}),
    "withdraw": (Stage.RAISED, LEADERS | {"author"}),
    "restore": (Stage.WITHDRAWN, LEADERS | {"author"}),
}


def _people(cities: list[City]) -> tuple[Difference, dict[str, User]]:
    """A difference and a person of every role; who raised it is a member of the group."""
    associate = a_city("小金井市", MembershipKind.ASSOCIATE)
    group, elsewhere = a_group([*cities, associate]), a_group(cities, code="TAX-01")
    author = a_member(group, cities[2])
    people = {
        "author": author,
        "representative": a_representative(group, cities[0]),
        "deputy": a_deputy(group, cities[0]),
        "member": a_member(group, cities[0]),
        "chair": a_chair(group, cities[1]),
        "observer": an_observer(group, cities[0]),
        "associate": a_member(group, associate),
        "other chair": a_chair(elsewhere, cities[0]),
        "manager": a_manager(cities[0]),
        "partner": a_partner(group),
        "secretary": a_secretary(),
        "administrator": a_person(cities[0], administrator=True),
    }
    return a_difference(group, author), people


def test_each_act_is_open_to_its_people_and_refused_to_all_others(session: Session) -> None:
    difference, people = _people(three_cities())
    for act, (stage, allowed) in ACTS.items():
        put_at(difference, stage)
        may = getattr(policies, f"may_{act}")
        verdicts: dict[str, Verdict] = {
            name: may(person, difference, now()) for name, person in people.items()
        }
        assert {name for name, verdict in verdicts.items() if verdict} == allowed, act
        refused = [verdict for verdict in verdicts.values() if not verdict]
        assert {verdict.ground for verdict in refused} == {Ground.PERSON}, act


def test_the_verdict_speaks_of_the_person_before_the_time(session: Session) -> None:
    difference, people = _people(three_cities())
    put_at(difference, Stage.VOTING)

    assert policies.may_hold(people["member"], difference, now()).ground is Ground.PERSON
    assert policies.may_hold(people["chair"], difference, now()).ground is Ground.TIME


def test_a_form_of_an_older_state_is_stale_before_it_is_at_the_wrong_stage(session: Session) -> None:
    difference, people = _people(three_cities())
    put_at(difference, Stage.DECIDED)

    assert policies.may_hold(people["chair"], difference, now(), seen=7).code == "stale"


@pytest.mark.parametrize("member_cities", [0, 1, 2])
def test_a_survey_needs_two_member_cities(session: Session, member_cities: int) -> None:
    cities = three_cities()[:member_cities]
    difference = a_difference(a_group(cities))

    verdict = policies.may_open_survey(a_secretary(), difference, now())

    assert bool(verdict) is (member_cities == 2)
