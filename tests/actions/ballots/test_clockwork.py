"""What time does to a round, and what not: deadlines stay, silence needs a notice (B5, B28, B30, B36)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.actions.ballots import extend_round, open_round
from app.domain import calendar
from app.domain.ballot_rules import ConditionCode, Rule, RuleKind
from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo
from app.domain.positions import PositionKind
from app.domain.tally import Result
from app.models import Group, Round
from app.policies.verdicts import Refused
from app.queries.ballots import tally_of
from app.transaction import transaction
from tests.builders.ballots import REASON, a_ballot, a_rule, cast, run_out
from tests.builders.council import a_chair, a_group, a_representative, a_secretary, three_cities
from tests.builders.proposals import a_difference_on_the_table

THREE_DAYS = a_rule(RuleKind.NO_OBJECTION, min_working_days=3)


@pytest.fixture
def a_new_holiday(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Holiday data of a later release, in which a day has become a holiday."""

    def proclaim(day: date) -> None:
        known = calendar._holidays
        monkeypatch.setattr(calendar, "_holidays", lambda year: known(year) | {day})

    return proclaim


def test_b28_new_holiday_data_moves_no_deadline_already_set(
    session: Session, a_new_holiday: Callable[[date], None]
) -> None:
    ballot = a_ballot(rule=THREE_DAYS, closes_on=date(2026, 11, 26))
    cast(ballot.round, ballot.voice(0))
    before = (ballot.round.closes_at, ballot.round.notice_by, _silence(ballot.round))
    assert before == (end_of_day_tokyo(date(2026, 11, 26)), start_of_day_tokyo(date(2026, 11, 24)), True)

    a_new_holiday(date(2026, 11, 25))

    session.expire_all()
    assert (ballot.round.closes_at, ballot.round.notice_by, _silence(ballot.round)) == before
    run_out(ballot.round)
    assert ballot.round.closed_at == before[0]
    assert ballot.round.result is Result.CARRIED
    later = a_ballot(a_difference_on_the_table(ballot.group), rule=THREE_DAYS, closes_on=date(2026, 12, 8))
    assert later.round.notice_by == start_of_day_tokyo(date(2026, 12, 4))


def test_b36_silence_of_a_city_with_nobody_to_be_told_is_no_consent(session: Session) -> None:
    group = a_group(three_cities())
    cities = group.voting_cities_at(clock.now())
    voice = a_representative(group, cities[0])
    a_representative(group, cities[1])
    a_chair(group, cities[2])
    round = _opened(group, a_rule(RuleKind.NO_OBJECTION))
    assert [entry.notified_at is not None for entry in round.electorate] == [True, True, False]

    cast(round, voice)
    run_out(round)

    assert round.result is Result.FAILED
    (missing,) = tally_of(round, closed=True).missing
    assert (missing.code, missing.params["cities"]) == (ConditionCode.SILENCE_IS_CONSENT, [cities[2].id])


def test_b36_whoever_is_appointed_during_the_round_makes_no_notice_of_it(session: Session) -> None:
    group = a_group(three_cities())
    cities = group.voting_cities_at(clock.now())
    voices = [a_representative(group, city) for city in cities[:2]]
    round = _opened(group, a_rule(RuleKind.NO_OBJECTION))
    late = a_representative(group, cities[2])
    for voice in voices:
        cast(round, voice)
    assert not _silence(round)
    cast(round, late, PositionKind.APPROVE)
    assert _silence(round)


@pytest.mark.parametrize("recorded", [True, False])
def test_b30_a_round_that_is_over_is_never_extended(session: Session, recorded: bool) -> None:
    ballot = a_ballot()
    if recorded:
        run_out(ballot.round)
    else:
        clock.travel(ballot.round.closes_at - clock.now())
    closes_at = ballot.round.closes_at
    with pytest.raises(Refused) as refused, transaction():
        extend_round(ballot.round.id, ballot.secretary, closes_on=date(2027, 3, 1), reason=REASON)
    assert refused.value.verdict.code == "round_is_closed"
    session.expire_all()
    assert ballot.round.closes_at == closes_at


def test_b5_b7_a_role_that_passed_on_leaves_position_person_and_post_of_that_day(session: Session) -> None:
    ballot = a_ballot()
    first = ballot.voice(0)
    printed, post = first.printed, first.full_post
    cast(ballot.round, first)
    with transaction():
        first.roles[0].until = clock.now()
    clock.travel(timedelta(hours=1))
    second = a_representative(ballot.group, ballot.cities[0])
    with transaction():
        first.post, first.active = "課長", False

    session.expire_all()
    (act,) = ballot.round.acts
    assert (act.user_printed, act.user_post) == (printed, post)
    assert ballot.round.positions[0].user_printed == printed
    cast(ballot.round, second, PositionKind.OBJECT)
    session.expire_all()
    assert [(act.user_id, act.user_printed) for act in ballot.round.acts] == [
        (first.id, printed),
        (second.id, second.printed),
    ]


def _opened(group: Group, rule: Rule) -> Round:
    """A round whose cities have only the people the test gave them."""
    difference = a_difference_on_the_table(group)
    secretary = a_secretary()
    with transaction():
        return open_round(difference.number, secretary, rule=rule, overrides={"rule": REASON})


def _silence(round: Round) -> bool:
    """Whether no silent city stands in the way."""
    conditions = tally_of(round, closed=False).conditions
    return next(c.met for c in conditions if c.code is ConditionCode.SILENCE_IS_CONSENT)
