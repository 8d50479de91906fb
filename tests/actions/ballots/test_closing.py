"""Closing: the clock, the outcome, concerns, and what the closer never does twice (B22-B27, B31-B38, L6)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.actions import closing
from app.actions.ballots import close_round_early, record_disposition
from app.actions.closing import close_due_rounds
from app.domain.ballot_rules import Rule, RuleKind
from app.domain.discussion import CommentKind
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.rounds import RoundState
from app.domain.tally import Result
from app.domain.texts import Flag
from app.domain.workflow import Stage
from app.models import Comment, Decision, Difference, Disposition, Escalation, Event, Notice, Position, Round
from app.policies.verdicts import Ground, Invalid, Refused
from app.queries.ballots import any_round_due, undisposed, undisposed_comments
from app.transaction import transaction
from tests.builders.ballots import (
    a_ballot,
    a_closed_round,
    a_rule,
    an_open_round,
    cast,
    cast_letters,
    run_out,
)
from tests.builders.council import a_chair, a_group, a_member, an_observer, three_cities

TICK = timedelta(microseconds=1)
MAJORITY = a_rule(RuleKind.MAJORITY, quorum=2)


def test_b24_the_last_instant_before_the_end_counts_the_end_itself_does_not(session: Session) -> None:
    ballot = a_ballot()
    clock.travel(ballot.round.closes_at - clock.now() - TICK)
    cast(ballot.round, ballot.voice(0))
    clock.travel(TICK)
    with pytest.raises(Refused) as refused:
        cast(ballot.round, ballot.voice(1), seen=0)
    assert (refused.value.verdict.ground, refused.value.verdict.code) == (Ground.TIME, "round_is_closed")
    assert session.scalars(select(Position.city_id)).all() == [ballot.cities[0].id]


def test_b25_the_clock_closes_a_round_that_nobody_recorded(session: Session) -> None:
    round = an_open_round()
    assert round.state_at(round.closes_at - TICK) is RoundState.OPEN
    assert round.state_at(round.closes_at) is RoundState.CLOSED
    assert round.state is RoundState.OPEN
    assert not any_round_due(round.closes_at - TICK)
    assert any_round_due(round.closes_at)


def test_b25_a_round_closed_late_has_closed_when_its_time_came(session: Session) -> None:
    round = an_open_round()
    clock.travel(timedelta(days=40))
    assert run_out_now() == 1
    session.expire_all()
    assert round.closed_at == round.closes_at


def test_b26_the_closer_run_twice_finds_nothing_the_second_time(session: Session) -> None:
    ballot = a_ballot()
    cast_letters(ballot, "aaa")
    assert run_out(ballot.round) == 1
    counts = _counts(session)
    assert counts == {"closed": 1, "decided": 1, "decisions": 1, "told": 3}
    assert run_out_now() == 0
    assert _counts(session) == counts


def test_b26_one_round_that_cannot_be_closed_keeps_no_other_from_closing(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    group = a_group(three_cities())
    broken, sound = a_ballot(group=group), a_ballot(group=group)
    for ballot in (broken, sound):
        cast_letters(ballot, "aaa")
    decide = closing.decide

    def fails_once(difference: Difference, *rest: Any, **more: Any) -> Decision:
        if difference.id == broken.difference.id:
            raise RuntimeError("a fault of the program")
        return decide(difference, *rest, **more)

    monkeypatch.setattr(closing, "decide", fails_once)
    assert run_out(broken.round) == 1
    session.expire_all()
    assert (broken.round.state, sound.round.state) == (RoundState.OPEN, RoundState.CLOSED)
    assert broken.round.state_at(clock.now()) is RoundState.CLOSED
    assert "could not be closed" in caplog.text
    closed = session.scalars(select(Event).where(Event.kind == EventKind.ROUND_CLOSED)).all()
    assert [event.after["round"] for event in closed] == [sound.round.id]

    monkeypatch.undo()
    assert run_out_now() == 1
    session.expire_all()
    assert broken.round.result is Result.CARRIED


OUTCOMES: list[tuple[Rule | None, str, Result]] = [
    (None, "aac", Result.CARRIED),
    (None, "aax", Result.FAILED),
    (None, "aar", Result.CARRIED),
    (None, "aa.", Result.FAILED),
    (None, "rrr", Result.FAILED),
    (None, "...", Result.FAILED),
    (a_rule(RuleKind.UNANIMOUS_ABSTAIN_OK), "axx", Result.CARRIED),
    (a_rule(RuleKind.UNANIMOUS_ABSTAIN_OK), "xxx", Result.FAILED),
    (a_rule(RuleKind.NO_OBJECTION), "a..", Result.CARRIED),
    (a_rule(RuleKind.NO_OBJECTION), "...", Result.FAILED),
    (a_rule(RuleKind.NO_OBJECTION, quorum=2), "a..", Result.FAILED),
    (a_rule(RuleKind.TWO_THIRDS, quorum=2), "aao", Result.CARRIED),
    (a_rule(RuleKind.TWO_THIRDS, quorum=2), "aoo", Result.FAILED),
    (a_rule(RuleKind.MAJORITY, quorum=3), "aa.", Result.FAILED),
    (MAJORITY, "aox", Result.FAILED),
]


@pytest.mark.parametrize(("rule", "letters", "result"), OUTCOMES)
def test_b32_b38_the_outcome_is_the_evaluators_and_is_kept(
    session: Session, rule: Rule | None, letters: str, result: Result
) -> None:
    round = a_closed_round(letters, rule=rule)
    assert round.result is result
    assert round.tally_frozen is not None
    assert round.tally_frozen["result"] == result.value
    stage = session.scalars(select(Difference.stage)).one()
    assert stage is (Stage.DECIDED if result is Result.CARRIED else Stage.DISCUSSING)
    assert session.scalar(select(func.count()).select_from(Decision)) == (result is Result.CARRIED)


def test_b23_objections_become_concerns_of_their_cities(session: Session) -> None:
    ballot = a_ballot()
    cast(ballot.round, ballot.voice(0))
    cast(ballot.round, ballot.voice(2), PositionKind.OBJECT, "条例と合わない。")
    run_out(ballot.round)

    concern = session.scalars(select(Comment)).one()
    assert (concern.kind, concern.body) == (CommentKind.CONCERN, "条例と合わない。")
    assert (concern.city_id, concern.round_id) == (ballot.cities[2].id, ballot.round.id)
    assert concern.author_printed == ballot.voice(2).printed
    assert concern.resolved_at is None


def test_b23_an_objection_outvoted_is_a_concern_as_well(session: Session) -> None:
    round = a_closed_round("aao", rule=MAJORITY)
    assert round.result is Result.CARRIED
    assert len(session.scalars(select(Comment)).all()) == 1


def test_b22_an_approval_with_comments_counts_and_waits_for_its_disposition(session: Session) -> None:
    round = a_closed_round("aca")
    assert round.result is Result.CARRIED
    assert [city.name_ja for city in undisposed(round)] == ["三鷹市"]
    secretary = a_chair(round.difference.group)
    with transaction():
        record_disposition(round.id, round.electorate[1].city_id, secretary, body="手引きに明記する。")
    session.expire_all()
    assert undisposed_comments([round.id]) == {}
    event = session.scalars(select(Event).where(Event.kind == EventKind.DISPOSITION_RECORDED)).one()
    assert event.after["body"] == "手引きに明記する。"


def test_b22_a_disposition_is_recorded_once_for_a_comment_of_a_carried_round(session: Session) -> None:
    group = a_group(three_cities())
    carried, failed = a_closed_round("aca", group=group), a_closed_round("aco", group=group)
    chair = a_chair(group)
    member = a_member(group, carried.electorate[0].city)
    first, second = carried.electorate[0].city_id, carried.electorate[1].city_id
    with pytest.raises(Invalid), transaction():
        record_disposition(carried.id, second, chair, body="　")
    with transaction():
        record_disposition(carried.id, second, chair, body="手引きに明記する。")
    refusals = [
        (carried, second, member, "chair_or_secretariat_only"),
        (carried, second, chair, "disposition_is_recorded"),
        (carried, first, chair, "no_comment_to_answer"),
        (failed, second, chair, "round_not_carried"),
    ]
    for round, city_id, person, code in refusals:
        with pytest.raises(Refused) as refused, transaction():
            record_disposition(round.id, city_id, person, body="記録")
        assert refused.value.verdict.code == code
    assert len(session.scalars(select(Disposition)).all()) == 1


@pytest.mark.parametrize("flag", list(Flag))
def test_l6_a_carried_text_with_such_a_flag_goes_to_the_managers(session: Session, flag: Flag) -> None:
    more = {"customization_answer": "adopt"} if flag is Flag.CUSTOMIZATION else {}
    round = a_closed_round("aaa", flags=frozenset({flag}), **more)
    assert round.result is Result.CARRIED
    assert session.scalars(select(Difference.stage)).one() is Stage.ESCALATED
    assert session.scalars(select(Escalation.round_id)).one() == round.id
    assert session.scalars(select(Decision)).all() == []


def test_l6_a_failed_text_goes_to_nobody_whatever_its_flags(session: Session) -> None:
    a_closed_round("aao", flags=frozenset({Flag.BASIC_POLICY}))
    assert session.scalars(select(Difference.stage)).one() is Stage.DISCUSSING
    assert session.scalars(select(Escalation)).all() == []


def test_b31_early_closing_needs_the_rule_every_city_and_the_quiet_time(session: Session) -> None:
    ballot = a_ballot(rule=a_rule(early_close=True, grace_minutes=30))
    cast_letters(ballot, "aa.")
    assert _early(ballot.round, ballot.secretary) == "early_closing_not_met"
    cast(ballot.round, ballot.voice(2), PositionKind.OBJECT)
    clock.travel(timedelta(minutes=29))
    assert _early(ballot.round, ballot.secretary) == "early_closing_not_met"
    cast(ballot.round, ballot.voice(2))
    clock.travel(timedelta(minutes=29))
    assert _early(ballot.round, ballot.secretary) == "early_closing_not_met"
    clock.travel(timedelta(minutes=1))
    assert _early(ballot.round, ballot.voice(0)) == "chair_or_secretariat_only"
    assert _early(ballot.round, ballot.secretary) is None
    session.expire_all()
    assert (ballot.round.result, ballot.round.closed_at) == (Result.CARRIED, clock.now())
    event = session.scalars(select(Event).where(Event.kind == EventKind.ROUND_CLOSED)).one()
    assert event.actor_id == ballot.secretary.id


def test_b31_a_rule_without_early_closing_runs_to_its_end(session: Session) -> None:
    ballot = a_ballot(rule=a_rule())
    cast_letters(ballot, "aaa")
    assert _early(ballot.round, ballot.secretary) == "early_closing_not_met"


def test_everybody_of_the_group_is_told_once_how_it_ended(session: Session) -> None:
    ballot = a_ballot()
    people = {an_observer(ballot.group).id, a_member(ballot.group, ballot.cities[0]).id}
    people |= {ballot.voice(place).id for place in range(3)}
    run_out(ballot.round)
    notices = session.scalars(select(Notice).where(Notice.kind == NoticeKind.ROUND_CLOSED)).all()
    assert {notice.user_id for notice in notices} == people
    assert len(notices) == len(people)
    assert {notice.facts["result"] for notice in notices} == {"failed"}


def run_out_now() -> int:
    with transaction():
        return close_due_rounds()


def _early(round: Round, person: Any) -> str | None:
    try:
        with transaction():
            close_round_early(round.id, person)
    except Refused as refused:
        return refused.verdict.code
    return None


def _counts(session: Session) -> dict[str, int]:
    session.rollback()
    kinds = session.scalars(select(Event.kind)).all()
    told = session.scalars(select(Notice.id).where(Notice.kind == NoticeKind.ROUND_CLOSED)).all()
    return {
        "closed": kinds.count(EventKind.ROUND_CLOSED),
        "decided": kinds.count(EventKind.DECIDED),
        "decisions": session.scalar(select(func.count()).select_from(Decision)) or 0,
        "told": len(told),
    }
