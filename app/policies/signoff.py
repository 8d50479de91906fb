"""Who may escalate and sign, and when."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from app.domain.signoff import Meaning, SignoffState, step_outcome
from app.domain.tally import Result
from app.domain.workflow import Act, Stage
from app.models import (
    Absence,
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
from app.policies.absences import absences_from, is_last, may_stand_in
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
    absences: Sequence[Absence] = (),
) -> Verdict:
    """Whoever holds a post of the running step, or stands in, signs it once, on the text shown (S1, S5, S7, S8).

    absences are those that run in the city.
    """
    return first_refusal(
        ALLOWED if confirmed_user_id == actor.id else not_this_person("not_a_holder"),
        may_sign_now(actor, step, post_id, at, absences),
        ALLOWED if text_hash == step.city_route.escalation.text_hash else not_now("text_changed"),
        may_mean(actor, step, post_id, meaning),
    )


def may_sign_now(
    actor: User, step: SignoffStep, post_id: int, at: datetime, absences: Sequence[Absence] = ()
) -> Verdict:
    """Whether a step waits for this person's signature under a post, whatever it will say."""
    return first_refusal(
        _speaks_for(actor, step, post_id, at, absences), is_running(step), _not_settled_for(step, post_id)
    )


def may_mean(actor: User, step: SignoffStep, post_id: int, meaning: Meaning) -> Verdict:
    """Whether the signature may say this: the author does not approve alone (S8), the last step alone drops (S4)."""
    if meaning is Meaning.APPROVE:
        return _not_the_author_alone(actor, step, post_id)
    if meaning is Meaning.DROP and not is_last(step):
        return not_now("last_step_drops")
    return ALLOWED


def is_running(step: SignoffStep) -> Verdict:
    """Whether a step waits for signatures."""
    city_route = step.city_route
    escalation = city_route.escalation
    states = {step.state, city_route.state, escalation.state}
    running = states == {SignoffState.RUNNING} and escalation.difference.stage is Stage.ESCALATED
    return ALLOWED if running else not_now("step_not_running")


def may_pass_over(
    actor: User, step: SignoffStep, post_id: int, absences: Sequence[Absence], at: datetime
) -> Verdict:
    """The city's own people pass over a post before the last step while everybody who holds it is away (S6)."""
    post = next((holder.post for holder in step.holders if holder.post_id == post_id), None)
    if post is None:
        return not_this_person("not_a_holder")
    return first_refusal(
        may_record_reference(actor, step.city_route, at),
        is_running(step),
        _not_settled_for(step, post_id),
        not_now("last_step_never_passed_over") if is_last(step) else ALLOWED,
        ALLOWED if absences_from(post, absences, at) else not_now("absence_not_registered"),
    )


def _speaks_for(
    actor: User, step: SignoffStep, post_id: int, at: datetime, absences: Sequence[Absence]
) -> Verdict:
    post = next((holder.post for holder in step.holders if holder.post_id == post_id), None)
    if post is None:
        return not_this_person("not_a_holder")
    return ALLOWED if holds(actor, post_id, at) else may_stand_in(actor, step, post, absences, at)


def _not_settled_for(step: SignoffStep, post_id: int) -> Verdict:
    if post_id in said_by(step):
        return not_now("already_signed")
    return not_now("passed_over_already") if post_id in passed_over(step) else ALLOWED


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
    return outcome_so_far(step, {post_id: Meaning.APPROVE}) is SignoffState.APPROVED


def outcome_so_far(step: SignoffStep, also: Mapping[int, Meaning] = MappingProxyType({})) -> SignoffState:
    """What a step's posts come to with what was said and, if asked, what would be said besides (S2, S6)."""
    holders = {holder.post_id for holder in step.holders}
    return step_outcome(step.rule, holders, {**said_by(step), **also}, passed_over(step))


def said_by(step: SignoffStep) -> dict[int, Meaning]:
    """What each post said whose signature stands."""
    return {s.post_id: s.meaning for s in step.signatures if s.dismissed_at is None}


def passed_over(step: SignoffStep) -> set[int]:
    """The posts that were passed over and are not asked any more (S6)."""
    return {r.post_id for r in step.readings if r.passed_over and r.dismissed_at is None}


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
