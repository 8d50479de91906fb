"""Holding, resuming and reopening."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.differences import hold, reopen, resume
from app.clock import now
from app.domain.calendar import tokyo_date
from app.domain.events import EventKind
from app.domain.workflow import Stage
from app.models import Event
from app.policies.verdicts import Invalid, Refused
from app.transaction import transaction
from tests.builders.ballots import a_closed_round
from tests.builders.council import a_city, a_secretary
from tests.builders.differences import a_difference, a_surveying_difference, put_at


def test_a_hold_keeps_its_reason_and_its_day(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    day = tokyo_date(now()) + timedelta(days=30)

    with transaction():
        hold(difference.number, secretary, reason="国の通知を待つ", review_on=day)

    assert difference.held
    assert (difference.hold_reason, difference.hold_review_on) == ("国の通知を待つ", day)
    assert difference.stage is Stage.SURVEYING
    event = session.scalars(select(Event).where(Event.kind == EventKind.DIFFERENCE_HELD)).one()
    assert event.after == {"stage": "surveying", "reason": "国の通知を待つ", "review_on": day.isoformat()}


def test_a_hold_rests_on_a_difference_once(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    today = tokyo_date(now())
    with transaction():
        hold(difference.number, secretary, reason="国の通知を待つ", review_on=today)

    with pytest.raises(Refused) as refused, transaction():
        hold(difference.number, secretary, reason="もう一度", review_on=today)

    assert refused.value.verdict.code == "held"


@pytest.mark.parametrize(("reason", "days", "field"), [("　", 1, "reason"), ("国の通知", -1, "review_on")])
def test_a_hold_needs_a_reason_and_a_day_to_come(
    session: Session, reason: str, days: int, field: str
) -> None:
    difference, secretary = a_difference(), a_secretary()
    day = tokyo_date(now()) + timedelta(days=days)

    with pytest.raises(Invalid) as invalid, transaction():
        hold(difference.number, secretary, reason=reason, review_on=day)

    assert invalid.value.field == field
    assert not difference.held


def test_a_resumed_difference_goes_on_where_it_stood(session: Session) -> None:
    difference, secretary = a_surveying_difference(), a_secretary()
    with transaction():
        hold(difference.number, secretary, reason="国の通知を待つ", review_on=tokyo_date(now()))

    with transaction():
        resume(difference.number, secretary)

    assert (difference.stage, difference.held) == (Stage.SURVEYING, False)
    assert (difference.hold_reason, difference.hold_review_on) == ("", None)


def test_what_is_not_held_cannot_be_resumed(session: Session) -> None:
    difference, secretary = a_difference(), a_secretary()

    with pytest.raises(Refused) as refused, transaction():
        resume(difference.number, secretary)

    assert refused.value.verdict.code == "not_held"


def test_l10_reopening_begins_a_cycle_and_leaves_everything_before_it(session: Session) -> None:
    round = a_closed_round("aaa")
    difference, secretary = round.difference, a_secretary()
    version, result = round.version_id, round.result
    stage = difference.stage
    city = difference.group.cities[0].city_id

    with transaction():
        reopen(difference.number, secretary, reason="条例が変わったため", asked_by=city)

    assert (stage, difference.stage) == (Stage.DECIDED, Stage.DISCUSSING)
    assert difference.cycle == 2
    assert difference.discussion_since == now()
    assert (round.cycle, round.version_id, round.result) == (1, version, result)
    event = session.scalars(select(Event).where(Event.kind == EventKind.DIFFERENCE_REOPENED)).one()
    assert (event.before["cycle"], event.after["cycle"]) == (1, 2)
    assert event.after["asked_by_name"]["ja"] == "立川市"


def test_reopening_needs_a_reason_and_only_a_city_of_the_group_asks(session: Session) -> None:
    difference, secretary = put_at(a_difference(), Stage.DECIDED), a_secretary()
    outside = a_city("小金井市").id

    for reason, asked_by, field in (("", None, "reason"), ("条例の改正", outside, "asked_by")):
        with pytest.raises(Invalid) as invalid, transaction():
            reopen(difference.number, secretary, reason=reason, asked_by=asked_by)
        assert invalid.value.field == field
    assert difference.cycle == 1
