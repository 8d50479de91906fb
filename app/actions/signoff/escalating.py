"""Taking a matter to the managers: every city's route is frozen, or resumed where the text is the same (S3, S10)."""

from datetime import datetime

from app.actions.keys import claim_key
from app.actions.signoff.dismissing import dismiss_signoffs, dismiss_standing
from app.actions.signoff.ending import ask_board
from app.actions.signoff.routes import add_city, ask_managers, start_again, start_step
from app.actions.workflow import move
from app.clock import now
from app.domain.events import EventKind
from app.domain.positions import is_reason
from app.domain.signoff import Meaning, SignoffState
from app.domain.texts import normalise, text_hash
from app.domain.workflow import Act
from app.extensions import db
from app.models import City, CityRoute, Difference, Escalation, ProposalVersion, Round, SignoffStep, User
from app.policies.signoff import may_escalate, may_go_to_managers, resumes
from app.policies.verdicts import Invalid, NotFound, ensure
from app.queries.council import the_council
from app.queries.differences import lock_difference
from app.queries.proposals import on_the_table
from app.queries.signoff import last_escalation, last_round_on


def escalate(number: str, actor: User, *, reason: str, seen: int | None = None, key: str = "") -> Escalation:
    """Take the proposal on the table, with the group's positions, to the managers of every city."""
    difference = lock_difference(number)
    at = now()
    if not claim_key(key, actor):
        return _escalated(difference)
    proposal = on_the_table(difference)
    ensure(may_escalate(actor, difference, proposal, at))
    assert proposal is not None  # noqa: S101 - the policy refuses an empty table
    if not is_reason(reason):
        raise Invalid("reason", "reason_required")
    version = proposal.current
    cities = difference.group.voting_cities_at(at)
    escalation, resumed = _resume_or_open(
        difference, version, last_round_on(version), cities, actor, normalise(reason), at
    )
    _hand_over(escalation, resumed, Act.ESCALATE, actor, at, seen)
    return escalation


def begin_signoff(
    difference: Difference,
    version: ProposalVersion,
    round: Round,
    actor: User | None,
    reason: str = "",
) -> Escalation:
    """Take a carried ballot to the managers (L6); called by the closing of the round, on the locked difference."""
    at = now()
    voted = {entry.city_id for entry in round.electorate}
    cities = [city for city in difference.group.voting_cities_at(at) if city.id in voted]
    ensure(may_go_to_managers(difference, version, text_hash(version.text), round, cities))
    escalation, resumed = _resume_or_open(difference, version, round, cities, actor, reason, at)
    _hand_over(escalation, resumed, Act.CARRY_TO_MANAGERS, actor, at, None)
    return escalation


def _escalated(difference: Difference) -> Escalation:
    """The answer to a form that was sent twice (B15)."""
    escalation = last_escalation(difference)
    if escalation is None:
        raise NotFound
    return escalation


def _resume_or_open(
    difference: Difference,
    version: ProposalVersion,
    round: Round | None,
    cities: list[City],
    actor: User | None,
    reason: str,
    at: datetime,
) -> tuple[Escalation, bool]:
    earlier = last_escalation(difference)
    if earlier is not None and resumes(earlier, version):
        earlier.round = round or earlier.round
        _resume(earlier, cities, reason, at)
        return earlier, True
    dismiss_signoffs(difference, actor)
    escalation = Escalation(
        difference=difference,
        cycle=difference.cycle,
        version=version,
        text_hash=version.text_hash,
        round=round,
        reason=reason,
        opened_by_id=actor.id if actor else None,
        opened_at=at,
        needs_board=the_council().board_signoff,
        state=SignoffState.RUNNING,
    )
    for city in cities:
        add_city(escalation, city, at)
    db.session.add(escalation)
    db.session.flush()
    return escalation, False


def _resume(escalation: Escalation, cities: list[City], reason: str, at: datetime) -> None:
    """Go on with the same text: other cities' signatures stand (S4), the city that stopped it is asked again."""
    escalation.state, escalation.ended_at, escalation.end_reason = SignoffState.RUNNING, None, ""
    escalation.reason = reason or escalation.reason
    present = {city.id for city in cities}
    for city_route in escalation.cities:
        if city_route.city_id in present:
            _take_up(city_route, at)
        elif city_route.state is not SignoffState.APPROVED:
            city_route.state, city_route.ended_at = SignoffState.LEFT, at
    there = {city_route.city_id for city_route in escalation.cities}
    for city in cities:
        if city.id not in there:
            add_city(escalation, city, at)
    db.session.flush()


def _take_up(city_route: CityRoute, at: datetime) -> None:
    """A sent-back route goes on at its step (S3); one that refused or would drop the matter begins anew."""
    if city_route.state is SignoffState.SENT_BACK:
        city_route.state, city_route.ended_at = SignoffState.RUNNING, None
        for step in city_route.steps:
            if step.state is SignoffState.SENT_BACK:
                start_step(step, at)
                _ask_again(step, at)
    elif city_route.state in (SignoffState.REFUSED, SignoffState.DROPPED):
        start_again(city_route, at)
        dismiss_standing([city_route], at)


def _ask_again(step: SignoffStep, at: datetime) -> None:
    """Whoever did not approve a step says it anew; the approvals beside stand, and so does who was passed over."""
    for signature in step.signatures:
        if signature.dismissed_at is None and signature.meaning is not Meaning.APPROVE:
            signature.dismissed_at = at
    for reading in step.readings:
        if reading.signature is not None:
            reading.dismissed_at = reading.dismissed_at or reading.signature.dismissed_at


def _hand_over(
    escalation: Escalation, resumed: bool, act: Act, actor: User | None, at: datetime, seen: int | None
) -> None:
    move(
        escalation.difference,
        act,
        actor,
        EventKind.ESCALATED,
        seen=seen,
        after={
            "escalation": escalation.id,
            "reason": escalation.reason,
            "text_hash": escalation.text_hash,
            "resumed": resumed,
            "cities": [city_route.city.names for city_route in escalation.cities],
        },
    )
    for city_route in escalation.cities:
        ask_managers(city_route, at)
    ask_board(escalation, at)
