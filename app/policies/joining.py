"""Who may let a city join, see how far it is, answer for it and confirm its answers, and when (D7)."""

from datetime import datetime

from app.domain.joining import Progress
from app.domain.roles import MembershipKind, RoleKind
from app.models import City, Group, Joining, PositionTask, User
from app.policies.standing import city_role_in, may_administer
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person

VOICES = frozenset({RoleKind.REPRESENTATIVE, RoleKind.DEPUTY})


def may_start_joining(actor: User, city: City, joining: Joining | None, at: datetime) -> Verdict:
    """The secretariat, for an associate or a city that is to be a member; a city that joined has its tasks already."""
    membership = city.membership_at(at)
    coming = any(m.kind is MembershipKind.MEMBER and m.since > at for m in city.memberships)
    return first_refusal(
        may_administer(actor),
        ALLOWED if membership or coming else not_now("not_a_city_of_council"),
        not_now("joining_begun") if joining and joining.begun else ALLOWED,
        not_now("member_already", city=city.name_ja) if city.is_member(at) and joining is None else ALLOWED,
    )


def may_see_joining(actor: User, city: City) -> Verdict:
    """The city's own people, and the secretariat, which sees progress and reminds."""
    if actor.city_id == city.id:
        return ALLOWED
    return ALLOWED if may_administer(actor) else not_this_person("joining_of_own_city")


def may_remind(actor: User, joining: Joining) -> Verdict:
    """The secretariat, as long as the city has something to answer or to confirm."""
    return first_refusal(may_administer(actor), _goes_on(joining))


def may_answer_for(actor: User, city: City, group: Group, at: datetime) -> Verdict:
    """The city's own representative in the group, or a deputy; nobody answers in its place."""
    role = city_role_in(actor, group, at)
    if actor.city_id == city.id and role is not None and role.kind in VOICES:
        return ALLOWED
    return not_this_person("own_city_answers")


def may_answer(actor: User, task: PositionTask, joining: Joining, at: datetime) -> Verdict:
    """Whoever speaks for the city in the decision's group, until the answer is confirmed."""
    return first_refusal(
        may_answer_for(actor, task.city, task.decision.group, at),
        _not_left(joining),
        not_now("answer_confirmed") if task.confirmed_at else ALLOWED,
        not_now("decision_superseded") if task.closed_at else ALLOWED,
    )


def may_confirm_answers(
    actor: User, group: Group, joining: Joining, progress: Progress, at: datetime
) -> Verdict:
    """Whoever may answer, for a whole chapter at once, when nothing in it is unanswered."""
    return first_refusal(
        may_answer_for(actor, joining.city, group, at),
        _not_left(joining),
        not_now("answers_missing", count=progress.unanswered) if progress.unanswered else ALLOWED,
        ALLOWED if progress.unconfirmed else not_now("nothing_to_confirm"),
    )


def _not_left(joining: Joining) -> Verdict:
    return not_now("city_has_left") if joining.left_at else ALLOWED


def _goes_on(joining: Joining) -> Verdict:
    return first_refusal(
        _not_left(joining), not_now("joining_finished_already") if joining.finished_at else ALLOWED
    )
