"""Who may escalate and sign, and when."""

from datetime import datetime

from app.domain.roles import StepRule
from app.domain.signoff import Meaning, SignoffState
from app.domain.workflow import Act
from app.models import CityRoute, Difference, Route, SignoffStep, User
from app.policies.standing import is_secretariat, may_lead, works_for
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person
from app.policies.workflow import stage_allows


def may_escalate(actor: User, difference: Difference, at: datetime) -> Verdict:
    """The chair and the secretariat take a matter to the managers."""
    return first_refusal(may_lead(actor, difference.group, at), stage_allows(difference, Act.ESCALATE))


def holds(actor: User, post_id: int, at: datetime) -> bool:
    """Whether a person holds a post at an instant."""
    return any(post.id == post_id for post in actor.posts_at(at))


def may_sign(
    actor: User,
    step: SignoffStep,
    post_id: int,
    confirmed_user_id: int,
    text_hash: str,
    meaning: Meaning,
    at: datetime,
) -> Verdict:
    """Whoever holds a post of the running step signs it once, on the text that was shown (S1, S6, S7, S8)."""
    return first_refusal(
        _is_holder(actor, step, post_id, confirmed_user_id, at),
        _is_running(step),
        _not_signed_by(step, post_id),
        ALLOWED if text_hash == step.city_route.escalation.text_hash else not_now("text_changed"),
        _not_the_author_alone(actor, step, post_id) if meaning is Meaning.APPROVE else ALLOWED,
    )


def may_sign_now(actor: User, step: SignoffStep, post_id: int, at: datetime) -> Verdict:
    """may_sign for a page that is about to show the form."""
    return first_refusal(
        _is_holder(actor, step, post_id, actor.id, at), _is_running(step), _not_signed_by(step, post_id)
    )


def _is_holder(actor: User, step: SignoffStep, post_id: int, confirmed_user_id: int, at: datetime) -> Verdict:
    named = any(holder.post_id == post_id for holder in step.holders)
    if named and confirmed_user_id == actor.id and holds(actor, post_id, at):
        return ALLOWED
    return not_this_person("not_a_holder")


def _is_running(step: SignoffStep) -> Verdict:
    city_route = step.city_route
    running = (step.state, city_route.state, city_route.escalation.state)
    if all(state is SignoffState.RUNNING for state in running):
        return ALLOWED
    return not_now("step_not_running")


def _not_signed_by(step: SignoffStep, post_id: int) -> Verdict:
    signed = any(s.post_id == post_id and s.dismissed_at is None for s in step.signatures)
    return not_now("already_signed") if signed else ALLOWED


def _not_the_author_alone(actor: User, step: SignoffStep, post_id: int) -> Verdict:
    """The proposal's author can sign, but never be the only one who signed a city's route (S8)."""
    version = step.city_route.escalation.version
    if actor.id not in {version.author_id, version.proposal.author_id} or not _completes(step, post_id):
        return ALLOWED
    signatures = [s for other in step.city_route.steps for s in other.signatures if s.dismissed_at is None]
    others = {s.user_id for s in signatures if s.meaning is Meaning.APPROVE} - {actor.id}
    return ALLOWED if others else not_this_person("author_alone")


def _completes(step: SignoffStep, post_id: int) -> bool:
    if any(other.state is SignoffState.WAITING for other in step.city_route.steps):
        return False
    signed = {s.post_id for s in step.signatures if s.dismissed_at is None} | {post_id}
    return step.rule is StepRule.ANY or signed >= {holder.post_id for holder in step.holders}


def may_lay_route(actor: User, city_route: CityRoute, route: Route | None) -> Verdict:
    """The secretariat gives a city its route where it had none when the matter was escalated."""
    if not is_secretariat(actor):
        return not_this_person("secretariat_only")
    if city_route.steps or city_route.state is not SignoffState.RUNNING:
        return not_now("route_is_there")
    return ALLOWED if route and route.steps else not_now("no_route_registered", city=city_route.city.name_ja)


def may_record_reference(actor: User, city_route: CityRoute, at: datetime) -> Verdict:
    """A city's own people keep its paper number: those of the group, and whoever holds a post of the route (S9)."""
    posts = {holder.post_id for step in city_route.steps for holder in step.holders}
    if works_for(actor, city_route.city, city_route.escalation.difference.group, at):
        return ALLOWED
    if any(holds(actor, post_id, at) for post_id in posts):
        return ALLOWED
    return not_this_person("city_people_only")
