"""Passing an absent manager over before the last step: the route goes on, the manager reads afterwards (S6)."""

from collections.abc import Sequence

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.signoff.advancing import advance
from app.actions.signoff.ending import settle
from app.actions.signoff.readings import owe_reading
from app.clock import now
from app.domain.events import EventKind
from app.models import LaterReading, SignoffStep, User
from app.policies.absences import absences_from
from app.policies.signoff import may_pass_over
from app.policies.verdicts import ensure
from app.queries.signoff import lock_step
from app.queries.signoff.absences import running_absences


def pass_over(step_id: int, actor: User, *, post_id: int, key: str = "") -> list[LaterReading]:
    """Let a running step go on without an absent post, neither approval nor refusal (S6).

    Answers what is to be read afterwards; nothing where this form was acted on before.
    """
    step = lock_step(step_id)
    at = now()
    if not claim_key(key, actor):
        return []
    absences = running_absences([step.city_route.city_id], at)
    ensure(may_pass_over(actor, step, post_id, absences, at))
    post = next(holder.post for holder in step.holders if holder.post_id == post_id)
    readings = [owe_reading(step, absence, at, None) for absence in absences_from(post, absences, at)]
    _record(step, readings, actor)
    advance(step, actor, at)
    settle(step.city_route.escalation, actor, at)
    return readings


def _record(step: SignoffStep, readings: Sequence[LaterReading], actor: User) -> None:
    city_route = step.city_route
    record(
        EventKind.POST_PASSED_OVER,
        actor=actor,
        subject=step,
        difference=city_route.escalation.difference,
        after={
            "escalation": city_route.escalation_id,
            "city_name": city_route.city.names,
            "step": step.position,
            "post": readings[0].post_name,
            "absent": [reading.printed_name for reading in readings],
        },
    )
