"""Who may take a city's position, and in whose name (B3, B5, B6, B8-B11, B14)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import cast_position, withdraw_position
from app.domain.events import EventKind
from app.domain.positions import PositionKind
from app.domain.roles import MembershipKind, RoleKind, UserKind
from app.domain.rounds import ActingAs
from app.models import Event, GroupCity, Position, PositionAct, Signature, User
from app.policies.verdicts import Ground, Invalid, Refused
from app.transaction import transaction
from tests.builders.ballots import Ballot, a_ballot, cast
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
)

INSTRUCTED = {"evidence": "三鷹市学務課長からの文書（8三教学第12号）", "reason": "市の指示による。"}


def _an_administrator(ballot: Ballot) -> User:
    person = a_person(ballot.cities[0], administrator=True)
    return a_role(ballot.group, person, RoleKind.REPRESENTATIVE).user


def _of_an_associate(ballot: Ballot) -> User:
    city = a_city("小金井市", MembershipKind.ASSOCIATE)
    with transaction():
        ballot.group.cities.append(GroupCity(city=city, since=LONG_AGO))
    return a_representative(ballot.group, city)


def _of_another_group(ballot: Ballot) -> User:
    return a_representative(a_group(ballot.cities, code="EDU-07"), ballot.cities[0])


NO_VOICE: dict[str, Callable[[Ballot], User]] = {
    "a member": lambda b: a_member(b.group, b.cities[0]),
    "an observer": lambda b: an_observer(b.group, b.cities[0]),
    "the chair": lambda b: a_chair(b.group, b.cities[0]),
    "an associate's representative": _of_an_associate,
    "another group's representative": _of_another_group,
    "a manager": lambda b: a_manager(b.cities[0]),
    "a partner": lambda b: a_partner(b.group),
    "the secretariat": lambda _: a_secretary(),
    "the secretariat with a role": lambda b: a_role(b.group, a_secretary(), RoleKind.REPRESENTATIVE).user,
    "an administrator": _an_administrator,
    "an administrator of no city": lambda _: a_person(kind=UserKind.SECRETARIAT, administrator=True),
}


@pytest.mark.parametrize("who", NO_VOICE)
def test_b6_only_the_voices_of_a_city_create_a_position(session: Session, who: str) -> None:
    ballot = a_ballot()
    person = NO_VOICE[who](ballot)

    with pytest.raises(Refused) as refused:
        cast(ballot.round, person, seen=0)
    assert refused.value.verdict.ground is Ground.PERSON
    assert _counts(session) == (0, 0)


def test_b6_a_representative_takes_no_position_for_another_city(session: Session) -> None:
    ballot = a_ballot()
    for evidence in ("", "電話で確認"):
        with pytest.raises(Refused) as refused:
            cast(
                ballot.round,
                ballot.voice(0),
                seen=0,
                city_id=ballot.cities[1].id,
                evidence=evidence,
                reason="代わり",
            )
        assert refused.value.verdict.code == "own_city_only"
    assert _counts(session) == (0, 0)


def test_b5_a_role_lost_afterwards_leaves_the_position_a_role_lost_before_is_refused(
    session: Session,
) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0))
    for place in (0, 1):
        _end_roles(ballot.voice(place))

    assert session.scalars(select(Position.city_id)).all() == [ballot.cities[0].id]
    with pytest.raises(Refused) as refused:
        cast(ballot.round, ballot.voice(1), seen=0)
    assert refused.value.verdict.ground is Ground.PERSON
    with pytest.raises(Refused):
        cast(ballot.round, ballot.voice(0), PositionKind.OBJECT)
    assert session.scalars(select(Position.kind)).all() == [PositionKind.APPROVE]


def test_b5_a_closed_account_is_refused(session: Session) -> None:
    ballot = a_ballot()
    with transaction():
        ballot.voice(0).active = False
    with pytest.raises(Refused):
        cast(ballot.round, ballot.voice(0), seen=0)
    assert _counts(session) == (0, 0)


def test_b3_a_city_added_during_the_round_has_no_position_in_it(session: Session) -> None:
    ballot = a_ballot()
    city = a_city("小金井市")
    with transaction():
        ballot.group.cities.append(GroupCity(city=city, since=clock.now()))
    newcomer = a_representative(ballot.group, city)

    with pytest.raises(Refused) as refused:
        cast(ballot.round, newcomer, seen=0)
    assert refused.value.verdict.code == "city_not_in_electorate"
    assert refused.value.verdict.ground is Ground.PERSON
    assert len(ballot.round.electorate) == 3


def test_b4_a_city_that_left_takes_no_position_any_more(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0))
    with transaction():
        place = next(p for p in ballot.group.cities if p.city_id == ballot.cities[0].id)
        place.until = clock.now()

    with pytest.raises(Refused) as refused:
        cast(ballot.round, ballot.voice(0), PositionKind.OBJECT)
    assert refused.value.verdict.code == "city_has_left"
    assert session.scalars(select(Position.kind)).all() == [PositionKind.APPROVE]


def test_b8_a_city_recuses_itself_and_nobody_does_it_for_the_city(session: Session) -> None:
    ballot = a_ballot()
    with pytest.raises(Refused) as refused:
        cast(
            ballot.round,
            ballot.secretary,
            PositionKind.RECUSE,
            seen=0,
            city_id=ballot.cities[1].id,
            **INSTRUCTED,
        )
    assert refused.value.verdict.code == "only_the_city_recuses"
    assert _counts(session) == (0, 0)

    cast(ballot.round, ballot.voice(1), PositionKind.RECUSE, "当市は当事者であるため。")
    taken = session.scalars(select(Position)).one()
    assert (taken.kind, taken.reason) == (PositionKind.RECUSE, "当市は当事者であるため。")


def test_b9_representative_and_manager_in_one_person_act_apart(session: Session) -> None:
    ballot = a_ballot()
    both = a_manager(ballot.cities[0], "学務課長")
    a_role(ballot.group, both, RoleKind.REPRESENTATIVE)

    cast(ballot.round, both)
    assert session.scalar(select(func.count()).select_from(Signature)) == 0
    taken = session.scalars(select(Position)).one()
    assert taken.acting_as is ActingAs.REPRESENTATIVE


@pytest.mark.parametrize(("since", "until"), [(1, 2), (-2, -1), (-2, 0)])
def test_b10_a_deputy_acts_inside_the_interval_only(session: Session, since: int, until: int) -> None:
    ballot = a_ballot()
    day = timedelta(days=1)
    span = {"since": clock.now() + since * day, "until": clock.now() + until * day}
    deputy = a_role(ballot.group, a_person(ballot.cities[0]), RoleKind.DEPUTY, 1, **span).user
    with pytest.raises(Refused):
        cast(ballot.round, deputy, seen=0)
    assert _counts(session) == (0, 0)


def test_b11_the_representative_replaces_a_deputy_never_the_other_way_round(session: Session) -> None:
    ballot = a_ballot()
    deputy = a_deputy(ballot.group, ballot.cities[0])
    cast(ballot.round, deputy, PositionKind.ABSTAIN)
    cast(ballot.round, ballot.voice(0), PositionKind.APPROVE)

    with pytest.raises(Refused) as refused:
        cast(ballot.round, deputy, PositionKind.OBJECT)
    assert refused.value.verdict.code == "representative_has_acted"
    with pytest.raises(Refused), transaction():
        withdraw_position(ballot.round.id, deputy, seen=2)
    assert session.scalars(select(Position.kind)).all() == [PositionKind.APPROVE]

    with transaction():
        withdraw_position(ballot.round.id, ballot.voice(0), seen=2)
    cast(ballot.round, deputy, PositionKind.OBJECT)
    assert session.scalars(select(Position.acting_as)).all() == [ActingAs.DEPUTY]


def test_b11_the_representative_takes_over_a_position_even_word_for_word(session: Session) -> None:
    ballot = a_ballot()
    deputy = a_deputy(ballot.group, ballot.cities[0])
    cast(ballot.round, deputy)
    cast(ballot.round, ballot.voice(0))

    assert session.scalars(select(Position.acting_as)).one() is ActingAs.REPRESENTATIVE
    with pytest.raises(Refused):
        cast(ballot.round, deputy, PositionKind.OBJECT)


def test_b14_the_secretariat_records_on_instruction_with_both_names(session: Session) -> None:
    ballot = a_ballot()
    city = ballot.cities[1]
    cast(ballot.round, ballot.secretary, seen=0, city_id=city.id, **INSTRUCTED)

    taken = session.scalars(select(Position)).one()
    assert (taken.city_id, taken.acting_as) == (city.id, ActingAs.INSTRUCTED)
    assert (taken.evidence, taken.user_printed) == (INSTRUCTED["evidence"], ballot.secretary.printed)
    event = session.scalars(select(Event).where(Event.kind == EventKind.POSITION_CAST)).one()
    assert (event.on_behalf_of_id, event.actor_id) == (city.id, ballot.secretary.id)


@pytest.mark.parametrize("missing", ["evidence", "reason"])
def test_b14_an_instruction_needs_reason_and_evidence(session: Session, missing: str) -> None:
    ballot = a_ballot()
    with pytest.raises(Invalid) as invalid, transaction():
        cast_position(
            ballot.round.id,
            ballot.secretary,
            kind=PositionKind.APPROVE,
            seen=0,
            city_id=ballot.cities[1].id,
            **{**INSTRUCTED, missing: "　"},
        )
    assert invalid.value.field == missing
    assert _counts(session) == (0, 0)


def test_b14_the_secretariat_never_touches_what_a_city_recorded_itself(session: Session) -> None:
    ballot = a_ballot()
    city = ballot.cities[1]
    cast(ballot.round, ballot.voice(1))

    with pytest.raises(Refused) as refused:
        cast(ballot.round, ballot.secretary, PositionKind.OBJECT, seen=1, city_id=city.id, **INSTRUCTED)
    assert refused.value.verdict.code == "city_recorded_itself"
    with pytest.raises(Refused), transaction():
        withdraw_position(ballot.round.id, ballot.secretary, seen=1, city_id=city.id, **INSTRUCTED)
    assert session.scalars(select(Position.kind)).all() == [PositionKind.APPROVE]


def test_b14_the_city_replaces_what_the_secretariat_recorded(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.secretary, seen=0, city_id=ballot.cities[1].id, **INSTRUCTED)
    cast(ballot.round, ballot.voice(1), PositionKind.OBJECT)

    taken = session.scalars(select(Position)).one()
    assert (taken.kind, taken.acting_as, taken.evidence) == (
        PositionKind.OBJECT, ActingAs.REPRESENTATIVE, "",
    )  # fmt: skip


def test_b14_the_secretariat_takes_back_its_own_record_on_instruction(session: Session) -> None:
    ballot = a_ballot()
    city = ballot.cities[1]
    cast(ballot.round, ballot.secretary, seen=0, city_id=city.id, **INSTRUCTED)
    with transaction():
        withdraw_position(ballot.round.id, ballot.secretary, seen=1, city_id=city.id, **INSTRUCTED)
    assert _counts(session) == (0, 2)


def _counts(session: Session) -> tuple[int, int]:
    session.rollback()
    positions = session.scalar(select(func.count()).select_from(Position)) or 0
    return positions, session.scalar(select(func.count()).select_from(PositionAct)) or 0


def _end_roles(person: User) -> None:
    with transaction():
        for role in person.roles:
            role.until = clock.now()


def test_a_chair_who_is_also_the_representative_takes_the_position(session: Session) -> None:
    ballot = a_ballot()
    person = a_chair(ballot.group, ballot.cities[0])
    a_role(ballot.group, person, RoleKind.REPRESENTATIVE)
    cast(ballot.round, person)
    assert _counts(session) == (1, 1)
