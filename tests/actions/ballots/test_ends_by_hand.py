"""Cancelling, extending, and cities that leave while a round is open (B4, B30, B44)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import cancel_round, close_round_early, extend_round, open_round, settle_departure
from app.domain.ballot_rules import RuleKind
from app.domain.calendar import end_of_day_tokyo, latest_notice
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind
from app.domain.rounds import DepartureHandling, RoundState
from app.domain.tally import Result
from app.domain.workflow import Stage
from app.models import City, Event, Group, GroupCity, Membership, Notice, Position, Round
from app.policies.ballots import unsettled_departures
from app.policies.verdicts import Invalid, Refused
from app.queries.ballots import any_round_due, due_round_ids, tally_of
from app.transaction import transaction
from tests.builders.ballots import REASON, Ballot, a_ballot, a_rule, cast_letters, run_out
from tests.builders.council import a_chair

TICK = timedelta(microseconds=1)


def test_b44_a_cancelled_round_keeps_its_positions_and_rejects_nothing(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "ao.")
    with pytest.raises(Invalid), transaction():
        cancel_round(ballot.round.id, ballot.secretary, reason="　")
    with pytest.raises(Refused), transaction():
        cancel_round(ballot.round.id, ballot.voice(0), reason=REASON)
    with transaction():
        cancel_round(ballot.round.id, ballot.secretary, reason="案の版を取り違えたため。")

    session.expire_all()
    round = ballot.round
    assert (round.state, round.result, round.end_reason) == (
        RoundState.CANCELLED, None, "案の版を取り違えたため。",
    )  # fmt: skip
    assert len(session.scalars(select(Position)).all()) == 2
    assert round.difference.stage is Stage.DISCUSSING
    event = session.scalars(select(Event).where(Event.kind == EventKind.ROUND_CANCELLED)).one()
    assert (event.before["stage"], event.after["stage"]) == ("voting", "discussing")
    assert session.scalars(select(Notice.kind).where(Notice.kind == NoticeKind.ROUND_CANCELLED)).all()
    with transaction():
        again = open_round(round.difference.number, ballot.secretary)
    assert again.number == 2


def test_b44_after_its_end_a_round_is_closed_and_not_cancelled(session: Session) -> None:
    ballot = a_ballot()
    clock.travel(ballot.round.closes_at - clock.now())
    with pytest.raises(Refused) as refused, transaction():
        cancel_round(ballot.round.id, ballot.secretary, reason=REASON)
    assert refused.value.verdict.code == "round_is_closed"


def test_b30_an_extension_is_later_reasoned_and_told(session: Session) -> None:
    ballot = a_ballot(rule=a_rule(RuleKind.UNANIMOUS, min_working_days=1))
    chair = a_chair(ballot.group)
    before = ballot.round.closes_at
    for day, reason, field in [
        (date(2026, 12, 7), "　", "reason"),
        (date(2026, 11, 30), REASON, "closes_on"),
        (date(2026, 11, 27), REASON, "closes_on"),
        (date(2026, 11, 20), REASON, "closes_on"),
    ]:
        with pytest.raises(Invalid) as invalid, transaction():
            extend_round(ballot.round.id, chair, closes_on=day, reason=reason)
        assert invalid.value.field == field
    with pytest.raises(Refused), transaction():
        extend_round(ballot.round.id, ballot.voice(0), closes_on=date(2026, 12, 7), reason=REASON)
    with transaction():
        extend_round(ballot.round.id, chair, closes_on=date(2026, 12, 7), reason=REASON)

    session.expire_all()
    assert ballot.round.closes_at == end_of_day_tokyo(date(2026, 12, 7))
    assert ballot.round.notice_by == latest_notice(ballot.round.closes_at, 1)
    event = session.scalars(select(Event).where(Event.kind == EventKind.ROUND_EXTENDED)).one()
    assert event.before["closes_at"] == before.isoformat()
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.ROUND_EXTENDED)).all()
    assert set(told) == {chair.id, *(person.id for person in ballot.voices.values())}


def _leaves_the_group(group: Group, city: City) -> None:
    next(place for place in group.cities if place.city_id == city.id).until = clock.now()


def _leaves_the_council(_group: Group, city: City) -> None:
    city.memberships[-1].until = clock.now()


def _becomes_an_associate(_group: Group, city: City) -> None:
    city.memberships[-1].until = clock.now()
    city.memberships.append(Membership(kind=MembershipKind.ASSOCIATE, since=clock.now()))


LEAVING: list[Callable[[Group, City], None]] = [_leaves_the_group, _leaves_the_council, _becomes_an_associate]


@pytest.mark.parametrize("leave", LEAVING)
def test_b4_a_departure_blocks_closing_until_the_secretariat_settles_it(
    session: Session, leave: Callable[[Group, City], None]
) -> None:
    ballot = _left(leave)
    with pytest.raises(Refused), transaction():
        close_round_early(ballot.round.id, ballot.secretary)
    assert run_out(ballot.round) == 0
    assert not any_round_due(clock.now())
    session.expire_all()
    assert ballot.round.state is RoundState.OPEN
    assert ballot.round.state_at(clock.now()) is RoundState.CLOSED

    _settle(ballot, DepartureHandling.EXCLUDE)
    assert any_round_due(clock.now())
    assert run_out(ballot.round) == 1
    session.expire_all()
    assert ballot.round.result is Result.CARRIED
    assert tally_of(ballot.round, closed=True).excluded == (ballot.cities[2].id,)
    event = session.scalars(select(Event).where(Event.kind == EventKind.CITY_DEPARTURE_SETTLED)).one()
    assert (event.after["handling"], event.after["city"]["en"]) == ("exclude", "Hino")


def test_b4_a_kept_position_still_counts(session: Session) -> None:
    ballot = _left(_leaves_the_group)
    _settle(ballot, DepartureHandling.KEEP)
    run_out(ballot.round)
    session.expire_all()
    assert ballot.round.result is Result.FAILED


def test_b4_the_secretariat_alone_settles_once_with_a_reason(session: Session) -> None:
    ballot = _left(_leaves_the_group)
    chair = a_chair(ballot.group, ballot.cities[0])
    round_id, city_id = ballot.round.id, ballot.cities[2].id
    with pytest.raises(Refused), transaction():
        settle_departure(round_id, city_id, chair, handling=DepartureHandling.KEEP, reason=REASON)
    with pytest.raises(Invalid), transaction():
        settle_departure(round_id, city_id, ballot.secretary, handling=DepartureHandling.KEEP, reason="")
    with pytest.raises(Refused) as refused, transaction():
        settle_departure(
            round_id, ballot.cities[0].id, ballot.secretary, handling=DepartureHandling.KEEP, reason=REASON
        )
    assert refused.value.verdict.code == "no_departure_to_settle"
    _settle(ballot, DepartureHandling.KEEP)
    with pytest.raises(Refused):
        _settle(ballot, DepartureHandling.EXCLUDE)


def test_b4_the_secretariat_may_cancel_instead_even_after_the_end(session: Session) -> None:
    ballot = _left(_leaves_the_group)
    chair = a_chair(ballot.group, ballot.cities[0])
    run_out(ballot.round)
    with pytest.raises(Refused), transaction():
        cancel_round(ballot.round.id, chair, reason=REASON)
    with transaction():
        cancel_round(ballot.round.id, ballot.secretary, reason=REASON)
    assert session.scalars(select(Round.state)).one() is RoundState.CANCELLED


@pytest.mark.parametrize("part", ["group", "council"])
@pytest.mark.parametrize("until", [-1, 0, 1])
def test_b4_the_query_for_due_rounds_agrees_with_the_policy(session: Session, part: str, until: int) -> None:
    ballot = a_ballot()
    end = ballot.round.closes_at + until * TICK
    table = GroupCity if part == "group" else Membership
    with transaction():
        session.execute(update(table).where(table.city_id == ballot.cities[1].id).values(until=end))
    clock.travel(ballot.round.closes_at - clock.now() + timedelta(days=1))
    session.expire_all()
    waits = bool(unsettled_departures(ballot.round, clock.now()))
    assert waits is (until < 0)
    assert due_round_ids(clock.now()) == ([] if waits else [ballot.round.id])


def _left(leave: Callable[[Group, City], None]) -> Ballot:
    """Two cities approved, the third objected and left."""
    ballot = a_ballot(rule=a_rule(early_close=True))
    cast_letters(ballot, "aao")
    with transaction():
        leave(ballot.group, ballot.cities[2])
    return ballot


def _settle(ballot: Ballot, handling: DepartureHandling) -> None:
    with transaction():
        settle_departure(
            ballot.round.id, ballot.cities[2].id, ballot.secretary, handling=handling, reason=REASON
        )
