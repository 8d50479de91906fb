"""Taking a matter to the managers: every city's route is frozen, or resumed where the text is the same (S3, S10)."""

from app.actions.events import record
from app.actions.notices import notify
from app.actions.workflow import move
from app.clock import now
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.positions import is_reason
from app.domain.signoff import SignoffState
from app.domain.workflow import Act
from app.extensions import db
from app.models import (
    City,
    CityRoute,
    Difference,
    Escalation,
    ProposalVersion,
    Round,
    Route,
    SignoffHolder,
    SignoffStep,
    User,
)
from app.policies.signoff import may_escalate, may_lay_route
from app.policies.verdicts import Invalid, Refused, ensure, not_now
from app.queries.differences import lock_difference
from app.queries.proposals import on_the_table
from app.queries.roles import holders_of
from app.queries.signoff import last_escalation, last_round_on, lock_city_route, route_for


def escalate(number: str, actor: User, *, reason: str, seen: int | None = None) -> Escalation:
    """Take the proposal on the table, with the group's positions, to the managers of every city."""
    difference = lock_difference(number)
    at = now()
    ensure(may_escalate(actor, difference, at))
    if not is_reason(reason):
        raise Invalid("reason", "reason_required")
    proposal = on_the_table(difference)
    if proposal is None:
        raise Refused(not_now("nothing_on_the_table"))
    version = proposal.current
    return _start(difference, version, last_round_on(version), actor, reason.strip(), Act.ESCALATE, seen)


def begin_signoff(
    difference: Difference,
    version: ProposalVersion,
    round: Round | None,
    actor: User | None,
    reason: str = "",
) -> Escalation:
    """Take a carried ballot to the managers (L6); called by the closing of the round, on the locked difference."""
    return _start(difference, version, round, actor, reason, Act.CARRY_TO_MANAGERS, None)


def _start(
    difference: Difference,
    version: ProposalVersion,
    round: Round | None,
    actor: User | None,
    reason: str,
    act: Act,
    seen: int | None,
) -> Escalation:
    earlier = last_escalation(difference)
    resumes = (
        earlier is not None
        and earlier.state is SignoffState.SENT_BACK
        and earlier.text_hash == version.text_hash
    )
    escalation = (
        _resume(earlier, reason) if earlier and resumes else _open(difference, version, round, actor, reason)
    )
    move(
        difference,
        act,
        actor,
        EventKind.ESCALATED,
        seen=seen,
        after={
            "reason": reason,
            "text_hash": version.text_hash,
            "escalation": escalation.id,
            "resumed": resumes,
            "cities": [city.city.name_ja for city in escalation.cities],
        },
    )
    for city_route in escalation.cities:
        ask_managers(city_route)
    return escalation


def _open(
    difference: Difference, version: ProposalVersion, round: Round | None, actor: User | None, reason: str
) -> Escalation:
    at = now()
    dismiss_signoffs(difference, actor, keep_hash=None)
    escalation = Escalation(
        difference=difference,
        cycle=difference.cycle,
        version=version,
        text_hash=version.text_hash,
        round=round,
        reason=reason,
        opened_by_id=actor.id if actor else None,
        opened_at=at,
        state=SignoffState.RUNNING,
    )
    for city in _required_cities(difference, round):
        city_route = CityRoute(city=city, state=SignoffState.RUNNING)
        _freeze(city_route, route_for(city.id, difference.group.domain_id))
        escalation.cities.append(city_route)
    db.session.add(escalation)
    db.session.flush()
    return escalation


def _required_cities(difference: Difference, round: Round | None) -> list[City]:
    """The member cities that take part now, in the order of their codes (S11)."""
    taking_part = difference.group.voting_cities_at(now())
    if round is None:
        return taking_part
    voted = {entry.city_id for entry in round.electorate}
    return [city for city in taking_part if city.id in voted]


def _freeze(city_route: CityRoute, route: Route | None) -> None:
    """Copy a city's route into the escalation, so that changing the route alters nothing that runs (S10)."""
    for position, step in enumerate(route.steps if route else [], 1):
        frozen = SignoffStep(
            position=position,
            rule=step.rule,
            state=SignoffState.RUNNING if position == 1 else SignoffState.WAITING,
        )
        frozen.holders = [SignoffHolder(post=held.post, post_name=held.post.name) for held in step.posts]
        city_route.steps.append(frozen)


def _resume(escalation: Escalation, reason: str) -> Escalation:
    """Go on at the step that sent the matter back: the text is the same (S3). Its signature stays readable."""
    escalation.state = SignoffState.RUNNING
    escalation.ended_at = None
    escalation.reason = reason or escalation.reason
    for city_route in escalation.cities:
        if city_route.state is SignoffState.SENT_BACK:
            city_route.state, city_route.ended_at = SignoffState.RUNNING, None
            for step in city_route.steps:
                if step.state is SignoffState.SENT_BACK:
                    _ask_again(step)
    db.session.flush()
    return escalation


def _ask_again(step: SignoffStep) -> None:
    step.state = SignoffState.RUNNING
    for signature in step.signatures:
        signature.dismissed_at = signature.dismissed_at or now()


def dismiss_signoffs(difference: Difference, actor: User | None, *, keep_hash: str | None = None) -> None:
    """Dismiss, visibly, every signature given to another text than keep_hash (T6); called when the text changes."""
    escalation = last_escalation(difference)
    if escalation is None or escalation.text_hash == keep_hash:
        return
    if escalation.state not in (SignoffState.SENT_BACK, SignoffState.REFUSED):
        return
    dismissed = []
    for city_route in escalation.cities:
        for step in city_route.steps:
            for signature in step.signatures:
                if signature.dismissed_at is None:
                    signature.dismissed_at = now()
                    dismissed.append(f"{signature.city.name_ja} {signature.post_name}")
    escalation.state = SignoffState.DISMISSED
    record(
        EventKind.SIGNOFFS_DISMISSED,
        actor=actor,
        subject=escalation,
        difference=difference,
        before={"text_hash": escalation.text_hash},
        after={"signatures": dismissed, "text_hash": keep_hash},
    )


def lay_route(city_route_id: int, actor: User) -> CityRoute:
    """Give a city its route after all, where none was registered when the matter was escalated."""
    city_route = lock_city_route(city_route_id)
    escalation = city_route.escalation
    route = route_for(city_route.city_id, escalation.difference.group.domain_id)
    ensure(may_lay_route(actor, city_route, route))
    _freeze(city_route, route)
    db.session.flush()
    record(
        EventKind.ROUTE_CHANGED,
        actor=actor,
        subject=city_route,
        difference=escalation.difference,
        after={"city": city_route.city.name_ja, "steps": len(city_route.steps)},
    )
    ask_managers(city_route)
    return city_route


def ask_managers(city_route: CityRoute) -> None:
    """Tell whoever holds a post of the running step that a signature is wanted."""
    escalation = city_route.escalation
    at = now()
    for step in city_route.steps:
        if step.state is SignoffState.RUNNING and city_route.state is SignoffState.RUNNING:
            for holder in step.holders:
                notify(
                    holders_of(holder.post, at),
                    NoticeKind.SIGNATURE_WANTED,
                    subject=step,
                    difference=escalation.difference,
                    key=at.isoformat(),
                )
