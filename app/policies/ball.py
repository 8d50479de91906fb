"""Who has the ball on a difference (L3): every stage names cities, people or a role."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.ball import Ball, BallKind, Holder
from app.domain.calendar import end_of_day_tokyo
from app.domain.workflow import Stage
from app.models import Difference, User
from app.policies.standing import chairs, city_role_in, is_secretariat, may_lead, may_speak


@dataclass(frozen=True)
class Matters:
    """What stands open on one difference; ids are of cities.

    voters are the cities without a position, or the whole electorate of a sealed round, which tells nobody (B40).
    """

    cities: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()
    has_proposal: bool = False
    on_table: bool = False
    open_concerns: int = 0
    concern_cities: tuple[int, ...] = ()
    open_amendments: int = 0
    ballot_from: datetime | None = None
    voters: tuple[int, ...] = ()
    closes_at: datetime | None = None
    signers: tuple[int, ...] = ()
    open_dispositions: int = 0
    effective_on: date | None = None


def ball_of(difference: Difference, matters: Matters, at: datetime) -> Ball:
    """What a difference waits for at an instant, and on whom (L3)."""
    if difference.hold_review_on is not None:
        return Ball(BallKind.REVIEW_HOLD, Holder.CHAIR, due=end_of_day_tokyo(difference.hold_review_on))
    if difference.no_difference_until is not None:
        return _no_difference_ball(difference.no_difference_until, matters, at)
    at_stage = {
        Stage.RAISED: lambda: Ball(BallKind.OPEN_SURVEY, Holder.CHAIR),
        Stage.SURVEYING: lambda: _survey_ball(difference, matters),
        Stage.PROPOSING: lambda: _proposal_ball(matters),
        Stage.DISCUSSING: lambda: _discussion_ball(matters, at),
        Stage.VOTING: lambda: _ballot_ball(matters),
        Stage.ESCALATED: lambda: _signoff_ball(matters),
        Stage.DECIDED: lambda: _decision_ball(matters),
        Stage.PUBLISHED: lambda: _effect_ball(matters),
        Stage.COMPLETED: lambda: _completed_ball(matters),
    }
    return at_stage.get(difference.stage, lambda: Ball(BallKind.NOTHING, Holder.NOBODY))()


def has_ball(person: User, ball: Ball, difference: Difference, at: datetime) -> bool:
    """Whether a difference waits on this person, alone or among others."""
    group = difference.group
    of_named_city = person.city_id in ball.city_ids
    match ball.holder:
        case Holder.CITIES:
            return of_named_city and bool(city_role_in(person, group, at) or chairs(person, group, at))
        case Holder.MANAGERS:
            return of_named_city and bool(person.posts_at(at))
        case Holder.CHAIR:
            return bool(may_lead(person, group, at))
        case Holder.GROUP:
            return bool(may_speak(person, group, at))
        case Holder.SECRETARIAT:
            return is_secretariat(person)
    return False


def _no_difference_ball(until: datetime, matters: Matters, at: datetime) -> Ball:
    if at < until:
        return Ball(BallKind.OBJECT_TO_NO_DIFFERENCE, Holder.CITIES, matters.cities, until)
    if matters.open_concerns:
        return _concern_ball(matters)
    return Ball(BallKind.FIND_NO_DIFFERENCE, Holder.CHAIR)


def _survey_ball(difference: Difference, matters: Matters) -> Ball:
    if matters.unanswered:
        due = difference.survey_due_at
        return Ball(BallKind.STATE_PRACTICE, Holder.CITIES, matters.unanswered, due)
    return Ball(BallKind.CLOSE_SURVEY, Holder.CHAIR)


def _proposal_ball(matters: Matters) -> Ball:
    if matters.has_proposal:
        return Ball(BallKind.PUT_FORWARD, Holder.CHAIR)
    return Ball(BallKind.DRAFT_PROPOSAL, Holder.GROUP)


def _discussion_ball(matters: Matters, at: datetime) -> Ball:
    if matters.open_concerns:
        return _concern_ball(matters)
    if not matters.on_table:
        return _proposal_ball(matters)
    if matters.open_amendments:
        return Ball(BallKind.SETTLE_AMENDMENTS, Holder.CHAIR)
    if matters.ballot_from is not None and at < matters.ballot_from:
        return Ball(BallKind.DISCUSS, Holder.GROUP, due=matters.ballot_from)
    return Ball(BallKind.OPEN_BALLOT, Holder.CHAIR)


def _concern_ball(matters: Matters) -> Ball:
    if matters.concern_cities:
        return Ball(BallKind.SETTLE_CONCERNS, Holder.CITIES, matters.concern_cities)
    return Ball(BallKind.SETTLE_CONCERNS, Holder.GROUP)


def _ballot_ball(matters: Matters) -> Ball:
    if matters.voters:
        return Ball(BallKind.TAKE_POSITION, Holder.CITIES, matters.voters, matters.closes_at)
    return Ball(BallKind.AWAIT_CLOSING, Holder.CLOCK, due=matters.closes_at)


def _signoff_ball(matters: Matters) -> Ball:
    """The managers who have not signed; once all have, the board's step is for the secretariat to record (S12)."""
    if matters.signers:
        return Ball(BallKind.SIGN, Holder.MANAGERS, matters.signers)
    return Ball(BallKind.RECORD_BOARD, Holder.SECRETARIAT)


def _decision_ball(matters: Matters) -> Ball:
    if matters.open_dispositions:
        return Ball(BallKind.RECORD_DISPOSITIONS, Holder.CHAIR)
    return Ball(BallKind.PUBLISH, Holder.SECRETARIAT)


def _effect_ball(matters: Matters) -> Ball:
    due = end_of_day_tokyo(matters.effective_on) if matters.effective_on else None
    return Ball(BallKind.PUT_INTO_EFFECT, Holder.CITIES, matters.cities, due)


def _completed_ball(matters: Matters) -> Ball:
    """Nothing, unless a city took back that it works by the decision: the stage stays, the city is asked again (D5)."""
    return _effect_ball(matters) if matters.cities else Ball(BallKind.NOTHING, Holder.NOBODY)
