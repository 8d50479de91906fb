"""The consent list: listed, pulled out by a city, put to ballots together; silence is consent only as B36 allows."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.closing import close_due_rounds
from app.actions.meetings import (
    approve_together,
    list_for_consent,
    pull_from_consent,
    put_together,
    take_off_consent,
)
from app.domain.ballot_rules import RuleKind
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import PositionKind
from app.domain.rounds import RoundState
from app.domain.tally import Result
from app.extensions import db
from app.models import Event, Notice, Round
from app.policies.verdicts import Invalid, Refused
from app.queries.council import the_council
from app.transaction import transaction
from tests.builders.ballots import cast
from tests.builders.convening import Listed, a_consent_list
from tests.builders.discussion import a_concern
from tests.builders.meetings import an_item, done

REASON = "異議なしの見込みのため。"


def test_b36_the_list_is_put_together_to_ballots_in_which_silence_counts_only_after_notice(
    session: Session,
) -> None:
    listed = a_consent_list(silent=True)
    with transaction():
        the_council().min_ballot_working_days = 3
    rounds = _put(listed)

    assert [each.rule.kind for each in rounds] == [RuleKind.NO_OBJECTION] * 2
    assert {each.meeting_id for each in rounds} == {listed.meeting.id}
    assert len({each.closes_at for each in rounds}) == 1
    assert all(entry.notified_at for entry in rounds[0].electorate if entry.city_id != _silent_city(listed))
    assert done(approve_together, listed.meeting.id, listed.voices[0]) == 2
    cast(rounds[1], listed.voices[1], PositionKind.OBJECT)
    clock.travel(rounds[0].closes_at - clock.now())
    done(close_due_rounds)
    # Nobody of the third city was told, so its silence is no consent to the first item.
    assert [each.result for each in _rounds()] == [Result.FAILED, Result.FAILED]


def test_b36_silence_of_cities_that_were_told_in_time_carries_and_one_objection_stops_its_item_alone(
    session: Session,
) -> None:
    listed = a_consent_list()
    rounds = _put(listed)
    done(approve_together, listed.meeting.id, listed.voices[0])
    cast(rounds[1], listed.voices[1], PositionKind.OBJECT)
    clock.travel(rounds[0].closes_at - clock.now())
    done(close_due_rounds)

    assert [each.result for each in _rounds()] == [Result.CARRIED, Result.FAILED]


def test_b35_a_list_on_which_every_city_is_silent_is_not_carried(session: Session) -> None:
    rounds = _put(a_consent_list())
    clock.travel(rounds[0].closes_at - clock.now())
    done(close_due_rounds)

    assert [each.result for each in _rounds()] == [Result.FAILED, Result.FAILED]


def test_b29_a_list_is_not_put_together_for_fewer_working_days_than_the_council_asks(
    session: Session,
) -> None:
    listed = a_consent_list()
    with transaction():
        the_council().min_ballot_working_days = 3
    with pytest.raises(Invalid) as problem:
        _put(listed, closes_on=tokyo_date(clock.now()))

    assert (problem.value.field, problem.value.code) == ("closes_on", "deadline_too_early")
    assert _rounds() == []


def test_l4_one_item_that_is_not_ready_opens_no_ballot_at_all(session: Session) -> None:
    listed = a_consent_list()
    assert listed.items[1].difference is not None
    a_concern(listed.items[1].difference, listed.voices[0])
    with pytest.raises(Invalid) as problem:
        _put(listed)

    assert problem.value.code == "agenda_item_not_ready"
    assert problem.value.params["number"] == listed.items[1].difference.number
    assert _rounds() == []


def test_any_city_pulls_an_item_out_by_one_click_and_it_is_told_who_and_why(session: Session) -> None:
    listed = a_consent_list()
    done(pull_from_consent, listed.items[0].id, listed.voices[2], reason="影響を確かめたい。")
    rounds = _put(listed)

    assert [each.difference for each in rounds] == [listed.items[1].difference]
    pulled = session.scalars(select(Event).where(Event.kind == EventKind.CONSENT_PULLED)).one()
    assert (pulled.city_id, pulled.after["reason"]) == (listed.voices[2].city_id, "影響を確かめたい。")
    assert pulled.difference_id == listed.items[0].difference_id
    told = session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.CONSENT_PULLED)).all()
    assert listed.secretary.id in told
    assert not {voice.id for voice in listed.voices} & set(told)
    _refused("consent_was_pulled", pull_from_consent, listed.items[0].id, listed.voices[0])
    _refused("consent_listed_before", list_for_consent, listed.items[0].id, listed.secretary)
    _refused("consent_was_put", pull_from_consent, listed.items[1].id, listed.voices[0])
    _refused("consent_list_is_empty", put_together, listed.meeting.id, listed.secretary, reason=REASON)


def test_b6_who_has_no_position_neither_pulls_nor_approves(session: Session) -> None:
    listed = a_consent_list()
    _refused("representative_or_deputy_only", pull_from_consent, listed.items[0].id, listed.secretary)
    _put(listed)

    _refused("representative_or_deputy_only", approve_together, listed.meeting.id, listed.secretary)
    assert done(approve_together, listed.meeting.id, listed.voices[0]) == 2
    assert done(approve_together, listed.meeting.id, listed.voices[0]) == 0


def test_only_differences_under_discussion_are_listed_and_only_who_leads_lists(session: Session) -> None:
    listed = a_consent_list()
    other = an_item(listed.meeting, leader=listed.secretary)
    done(take_off_consent, listed.items[0].id, listed.secretary)

    _refused("consent_wants_discussed", list_for_consent, other.id, listed.secretary)
    _refused("chair_or_secretariat_only", list_for_consent, listed.items[0].id, listed.voices[0])
    _refused("not_on_consent_list", pull_from_consent, listed.items[0].id, listed.voices[0])
    done(list_for_consent, listed.items[0].id, listed.secretary)


def test_b15_the_same_form_opens_the_ballots_once(session: Session) -> None:
    listed = a_consent_list()
    assert len(_put(listed, key="one form")) == 2
    assert _put(listed, key="one form") == []
    assert [each.state for each in _rounds()] == [RoundState.OPEN] * 2


def test_nobody_puts_the_list_together_before_the_day_of_the_meeting(session: Session) -> None:
    listed = a_consent_list(starts_in=timedelta(days=3))
    _refused("meeting_is_to_come", put_together, listed.meeting.id, listed.secretary, reason=REASON)


def _silent_city(listed: Listed) -> int:
    return listed.meeting.group.voting_cities_at(clock.now())[2].id


def _put(listed: Listed, **more: object) -> list[Round]:
    opened: list[Round] = done(put_together, listed.meeting.id, listed.secretary, reason=REASON, **more)
    return opened


def _rounds() -> list[Round]:
    db.session.expire_all()
    return list(db.session.scalars(select(Round).order_by(Round.id)))


def _refused(code: str, act, *arguments: object, **named: object) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refused:
        done(act, *arguments, **named)
    assert refused.value.verdict.code == code
