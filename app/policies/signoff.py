"""Who may escalate and sign, and when."""

from collections.abc import Collection
from datetime import datetime

from app.domain.signoff import Meaning, SignoffState, step_is_approved
from app.domain.tally import Result
from app.domain.workflow import Act, Stage
from app.models import (
    City,
    CityRoute,
    Difference,
    Escalation,
    Proposal,
    ProposalVersion,
    Round,
    Route,
    SignoffStep,
    User,
)
from app.policies.standing import is_secretariat, may_lead, works_for
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person
from app.policies.workflow import stage_allows

RESUMABLE = (SignoffState.SENT_BACK, SignoffState.REFUSED)


def may_escalate(actor: User, difference: Difference, proposal: Proposal | None, at: datetime) -> Verdict:
    """The chair and the secretariat take the proposal on the table to the managers."""
    return first_refusal(
        may_lead(actor, difference.group, at),
        stage_allows(difference, Act.ESCALATE),
        ALLOWED if proposal is not None else not_now("no_proposal_on_table"),
        ALLOWED if difference.group.voting_cities_at(at) else not_now("no_city_to_sign"),
    )


def resumes(earlier: Escalation | None, version: ProposalVersion) -> bool:
    """Whether the managers go on where they stopped: it is the very version they had (S3), no copy of it (T5)."""
    return earlier is not None and earlier.state in RESUMABLE and earlier.version_id == version.id


def may_go_to_managers(
    difference: Difference,
    version: ProposalVersion,
    hash_now: str,
    round: Round,
    cities: Collection[City],
) -> Verdict:
    """A carried ballot goes to the managers with the very text that was voted on (L6, T6)."""
    if round.difference_id != difference.id or round.result is not Result.CARRIED:
        return not_now("not_carried")
    if not round.text_hash == version.text_hash == hash_now:
        return not_now("text_changed")
    return ALLOWED if cities else not_now("no_city_to_sign")


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
        ALLOWED if confirmed_user_id == actor.id else not_this_person("not_a_holder"),
        may_sign_now(actor, step, post_id, at),
        ALLOWED if text_hash == step.city_route.escalation.text_hash else not_now("text_changed"),
        may_mean(actor, step, post_id, meaning),
    )


def may_sign_now(actor: User, step: SignoffStep, post_id: int, at: datetime) -> Verdict:
    """Whether a step waits for this person's signature under a post, whatever it will say."""
    return first_refusal(
        _is_holder(actor, step, post_id, at), is_running(step), _not_signed_by(step, post_id)
    )


def may_mean(actor: User, step: SignoffStep, post_id: int, meaning: Meaning) -> Verdict:
    """Whether the signature may say this: the author does not approve alone (S8), the last step alone drops (S4)."""
    if meaning is Meaning.APPROVE:
        return _not_the_author_alone(actor, step, post_id)
    if meaning is Meaning.DROP and step.position != max(other.position for other in step.city_route.steps):
        return not_now("last_step_drops")
    return ALLOWED


def is_running(step: SignoffStep) -> Verdict:
    """Whether a step waits for signatures."""
    city_route = step.city_route
    escalation = city_route.escalation
    states = {step.state, city_route.state, escalation.state}
    running = states == {SignoffState.RUNNING} and escalation.difference.stage is Stage.ESCALATED
    return ALLOWED if running else not_now("step_not_running")


def _is_holder(actor: User, step: SignoffStep, post_id: int, at: datetime) -> Verdict:
    named = any(holder.post_id == post_id for holder in step.holders)
    return ALLOWED if named and holds(actor, post_id, at) else not_this_person("not_a_holder")


def _not_signed_by(step: SignoffStep, post_id: int) -> Verdict:
    signed = any(s.post_id == post_id and s.dismissed_at is None for s in step.signatures)
    return not_now("already_signed") if signed else ALLOWED


def _not_the_author_alone(actor: User, step: SignoffStep, post_id: int) -> Verdict:
    """The proposal's author can sign, but never be the only one who signed a city's route (S8)."""
    version = step.city_route.escalation.version
    wrote = {version.author_id, version.credited_id, version.proposal.author_id}
    if actor.id not in wrote or not _completes(step, post_id):
        return ALLOWED
    signatures = [s for other in step.city_route.steps for s in other.signatures if s.dismissed_at is None]
    others = {s.user_id for s in signatures if s.meaning is Meaning.APPROVE} - {actor.id}
    return ALLOWED if others else not_this_person("author_alone")


def _completes(step: SignoffStep, post_id: int) -> bool:
    """Whether this approval would be the city's last."""
    if any(other.state is SignoffState.WAITING for other in step.city_route.steps):
        return False
    return step_is_approved(step.rule, holder_ids(step), approved_posts(step) | {post_id})


def holder_ids(step: SignoffStep) -> set[int]:
    """The posts that may sign a step."""
    return {holder.post_id for holder in step.holders}


def approved_posts(step: SignoffStep) -> set[int]:
    """The posts whose approval of a step stands."""
    standing = [s for s in step.signatures if s.dismissed_at is None]
    return {s.post_id for s in standing if s.meaning is Meaning.APPROVE}


def may_lay_route(actor: User, city_route: CityRoute, route: Route | None) -> Verdict:
    """The secretariat gives a city its route where it had none when the matter was escalated."""
    if not is_secretariat(actor):
        return not_this_person("secretariat_only")
    if city_route.steps:
        return not_now("route_is_there")
    if {city_route.state, city_route.escalation.state} != {SignoffState.RUNNING}:
        return not_now("step_not_running")
    return ALLOWED if route and route.steps else not_now("no_route_registered", city=city_route.city.name_ja)


def may_record_reference(actor: User, city_route: CityRoute, at: datetime) -> Verdict:
    """A city's own people keep its paper number: those of the group, and whoever holds a post of the route (S9)."""
    posts = {holder.post_id for step in city_route.steps for holder in step.holders}
    if works_for(actor, city_route.city, city_route.escalation.difference.group, at):
        return ALLOWED
    if any(holds(actor, post_id, at) for post_id in posts):
        return ALLOWED
    return not_this_person("city_people_only")
