"""Written resolutions: planned, sent with all their ballots and the proof of notice, closed by the clock, minuted."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.actions.closing import close_due_rounds
from app.actions.meetings import (
    add_agenda_item,
    call_meeting,
    cancel_meeting,
    change_written,
    circulate_minutes,
    draft_minutes,
    hold_meeting,
    plan_written,
    send_written,
)
from app.domain.meetings import AgendaPurpose, MinutesState, WrittenForm
from app.domain.notices import NoticeKind
from app.domain.tally import Result
from app.extensions import db
from app.models import Notice, Round
from app.policies.verdicts import Invalid, Refused
from app.queries.ballots.counting import told_in_time
from app.queries.council import the_council
from app.queries.meetings.facts import facts_of
from app.transaction import transaction
from tests.builders.ballots import cast
from tests.builders.convening import LAST_DAY, Written, a_written_resolution
from tests.builders.discussion import a_concern
from tests.builders.meetings import done
from tests.builders.proposals import a_difference_on_the_table


def test_b36_sending_opens_every_ballot_with_proof_of_notice_and_the_clock_closes_them(
    session: Session,
) -> None:
    written = a_written_resolution()
    call = done(send_written, written.meeting.id, written.secretary, key="one form")
    assert done(send_written, written.meeting.id, written.secretary, key="one form").id == call.id
    rounds = _rounds()

    assert [each.meeting_id for each in rounds] == [written.meeting.id] * 2
    assert {each.rule.min_working_days for each in rounds} == {5}
    assert {each.closes_at for each in rounds} == {written.meeting.ends_at}
    assert {person.user_id for person in call.people} >= {voice.id for voice in written.voices}
    told = set(session.scalars(select(Notice.user_id).where(Notice.kind == NoticeKind.WRITTEN_OPENED)))
    assert told == {person.user_id for person in call.people}
    assert all(len(told_in_time(each)) == 3 for each in rounds)
    for voice in written.voices:
        cast(rounds[0], voice)
    _over(written)
    assert [each.result for each in _rounds()] == [Result.CARRIED, Result.FAILED]


def test_b29_a_last_day_before_the_councils_period_is_refused_when_planned_and_when_sent(
    session: Session,
) -> None:
    written = a_written_resolution()
    group = written.meeting.group
    with pytest.raises(Invalid, match="deadline_too_early"):
        done(plan_written, group.id, written.secretary, title="書面決議", closes_on=date(2026, 11, 27))
    with transaction():
        the_council().written_working_days = 7
    with pytest.raises(Invalid, match="deadline_too_early"):
        done(send_written, written.meeting.id, written.secretary)
    assert _rounds() == []
    session.expire_all()
    assert written.meeting.calls == []


def test_l4_one_item_that_is_not_ready_stops_the_whole_sending(session: Session) -> None:
    written = a_written_resolution()
    difference = written.meeting.agenda[1].difference
    assert difference is not None
    a_concern(difference, written.voices[0])
    with pytest.raises(Invalid) as problem:
        done(send_written, written.meeting.id, written.secretary)

    assert (problem.value.code, problem.value.params["number"]) == (
        "agenda_item_not_ready",
        difference.number,
    )
    assert _rounds() == []


def test_once_sent_agenda_and_last_day_stay_and_it_is_not_called_off(session: Session) -> None:
    written = a_written_resolution()
    meeting, lead = written.meeting, written.secretary
    done(change_written, meeting.id, lead, title="書面決議(二)", closes_on=date(2026, 12, 2))
    _refused("written_calls_by_sending", call_meeting, meeting.id, lead)
    _refused("written_not_sent", hold_meeting, meeting.id, lead)
    _refused("chair_or_secretariat_only", send_written, meeting.id, written.voices[0])
    done(send_written, meeting.id, lead)

    other = a_difference_on_the_table(meeting.group, lead)
    _refused("written_was_sent", add_agenda_item, meeting.id, lead, difference_number=other.number)
    _refused("written_was_sent", change_written, meeting.id, lead, title="三", closes_on=LAST_DAY)
    _refused("written_was_sent", cancel_meeting, meeting.id, lead, reason="都合による。")
    _refused("written_was_sent", send_written, meeting.id, lead)
    _refused("written_is_open", hold_meeting, meeting.id, lead)


def test_its_agenda_is_of_differences_each_for_a_ballot(session: Session) -> None:
    written = a_written_resolution()
    assert {item.purpose for item in written.meeting.agenda} == {AgendaPurpose.BALLOT}
    assert written.meeting.held_as is WrittenForm.WRITTEN
    with pytest.raises(Invalid, match="written_is_about_differences"):
        done(add_agenda_item, written.meeting.id, written.secretary, title="連絡事項")


def test_m9_m8_the_minutes_are_drafted_from_its_ballots_and_name_whom_it_was_sent_to(
    session: Session,
) -> None:
    written = a_written_resolution()
    meeting, lead = written.meeting, written.secretary
    done(send_written, meeting.id, lead)
    for round in _rounds():
        for voice in written.voices:
            cast(round, voice)
    _over(written)
    done(hold_meeting, meeting.id, lead)
    minutes = done(draft_minutes, meeting.id, lead)

    for round in _rounds():
        assert f"{{{{採決:{round.difference.number}/1}}}}" in minutes.current.body
    facts = facts_of(meeting)
    assert facts.written
    assert {person.name for person in facts.present} >= {voice.name for voice in written.voices}
    assert type(facts).from_json(minutes.current.facts) == facts
    assert done(circulate_minutes, minutes.id, lead).state is MinutesState.CIRCULATED


def _over(written: Written) -> None:
    clock.travel(written.meeting.ends_at - clock.now())
    done(close_due_rounds)


def _rounds() -> list[Round]:
    db.session.expire_all()
    return list(db.session.scalars(select(Round).order_by(Round.id)))


def _refused(code: str, act, *arguments: object, **named: object) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refused:
        done(act, *arguments, **named)
    assert refused.value.verdict.code == code
