"""Every stage names who has the ball (L3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.ball import Ball, BallKind, Holder
from app.domain.calendar import end_of_day_tokyo
from app.domain.workflow import ENDS, Stage
from app.models import Difference
from app.policies.ball import Matters, ball_of

AT = datetime(2026, 11, 23, tzinfo=UTC)
LATER = AT + timedelta(days=3)


def _difference(stage: Stage, **facts: object) -> Difference:
    return Difference(stage=stage, **facts)


CASES = [
    (Stage.RAISED, {}, BallKind.OPEN_SURVEY, Holder.CHAIR, ()),
    (Stage.SURVEYING, {"unanswered": (1, 3)}, BallKind.STATE_PRACTICE, Holder.CITIES, (1, 3)),
    (Stage.SURVEYING, {}, BallKind.CLOSE_SURVEY, Holder.CHAIR, ()),
    (Stage.PROPOSING, {}, BallKind.DRAFT_PROPOSAL, Holder.GROUP, ()),
    (Stage.PROPOSING, {"has_proposal": True}, BallKind.PUT_FORWARD, Holder.CHAIR, ()),
    (
        Stage.DISCUSSING,
        {"open_concerns": 2, "concern_cities": (2,), "on_table": True},
        BallKind.SETTLE_CONCERNS,
        Holder.CITIES,
        (2,),
    ),
    (Stage.DISCUSSING, {"open_concerns": 1}, BallKind.SETTLE_CONCERNS, Holder.GROUP, ()),
    (
        Stage.DISCUSSING,
        {"on_table": True, "open_amendments": 1, "ballot_from": LATER},
        BallKind.SETTLE_AMENDMENTS,
        Holder.CHAIR,
        (),
    ),
    (Stage.DISCUSSING, {"on_table": True, "ballot_from": LATER}, BallKind.DISCUSS, Holder.GROUP, ()),
    (Stage.DISCUSSING, {"on_table": True, "ballot_from": AT}, BallKind.OPEN_BALLOT, Holder.CHAIR, ()),
    (Stage.DISCUSSING, {"has_proposal": True}, BallKind.PUT_FORWARD, Holder.CHAIR, ()),
    (Stage.VOTING, {"voters": (1,), "closes_at": LATER}, BallKind.TAKE_POSITION, Holder.CITIES, (1,)),
    (Stage.VOTING, {"closes_at": LATER}, BallKind.AWAIT_CLOSING, Holder.CLOCK, ()),
    (Stage.ESCALATED, {"signers": (1, 2)}, BallKind.SIGN, Holder.MANAGERS, (1, 2)),
    (Stage.DECIDED, {"open_dispositions": 1}, BallKind.RECORD_DISPOSITIONS, Holder.CHAIR, ()),
    (Stage.DECIDED, {}, BallKind.PUBLISH, Holder.SECRETARIAT, ()),
    (Stage.PUBLISHED, {"cities": (1, 2, 3)}, BallKind.PUT_INTO_EFFECT, Holder.CITIES, (1, 2, 3)),
    *((stage, {}, BallKind.NOTHING, Holder.NOBODY, ()) for stage in (Stage.COMPLETED, *ENDS)),
]


@pytest.mark.parametrize(("stage", "matters", "kind", "holder", "cities"), CASES)
def test_l3_every_stage_names_who_has_the_ball(
    stage: Stage, matters: dict[str, object], kind: BallKind, holder: Holder, cities: tuple[int, ...]
) -> None:
    ball = ball_of(_difference(stage), Matters(**matters), AT)  # type: ignore[arg-type]

    assert (ball.kind, ball.holder, ball.city_ids) == (kind, holder, cities)


def test_l3_no_stage_is_without_a_case() -> None:
    assert {stage for stage, *_ in CASES} == set(Stage)


def test_what_has_a_deadline_says_it() -> None:
    survey = ball_of(_difference(Stage.SURVEYING, survey_due_at=LATER), Matters(unanswered=(1,)), AT)
    ballot = ball_of(_difference(Stage.VOTING), Matters(voters=(1,), closes_at=LATER), AT)
    effect = ball_of(_difference(Stage.PUBLISHED), Matters(effective_on=date(2027, 4, 1)), AT)

    assert [ball.due for ball in (survey, ballot)] == [LATER, LATER]
    assert effect.due == end_of_day_tokyo(date(2027, 4, 1))


@pytest.mark.parametrize("stage", [Stage.RAISED, Stage.SURVEYING, Stage.PROPOSING, Stage.DISCUSSING])
def test_a_hold_comes_before_everything_else(stage: Stage) -> None:
    held = _difference(stage, held_at=AT, hold_review_on=date(2026, 12, 1))

    ball = ball_of(held, Matters(unanswered=(1,)), AT)

    assert ball == Ball(BallKind.REVIEW_HOLD, Holder.CHAIR, (), end_of_day_tokyo(date(2026, 12, 1)))


def test_an_announced_finding_is_the_cities_to_object_to_and_then_the_chairs_to_record() -> None:
    announced = _difference(Stage.PROPOSING, no_difference_until=LATER)

    before = ball_of(announced, Matters(cities=(1, 2)), AT)
    objected = ball_of(announced, Matters(cities=(1, 2), open_concerns=1, concern_cities=(2,)), LATER)
    after = ball_of(announced, Matters(cities=(1, 2)), LATER)

    assert before == Ball(BallKind.OBJECT_TO_NO_DIFFERENCE, Holder.CITIES, (1, 2), LATER)
    assert (objected.kind, objected.city_ids) == (BallKind.SETTLE_CONCERNS, (2,))
    assert (after.kind, after.holder) == (BallKind.FIND_NO_DIFFERENCE, Holder.CHAIR)
