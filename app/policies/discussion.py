"""Who may comment, settle a concern, mark for the minutes and take work home, and when (RULES 2)."""

from datetime import datetime

from app.domain.discussion import CommentKind
from app.domain.roles import RoleKind, UserKind
from app.domain.workflow import BEFORE_VOTING, ENDS
from app.models import City, Comment, Difference, TakeHomeItem, User
from app.policies.standing import chairs, city_role_in, is_secretariat, may_lead, may_speak
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person

VOICES = frozenset({RoleKind.REPRESENTATIVE, RoleKind.DEPUTY})


def may_comment(
    actor: User, difference: Difference, at: datetime, kind: CommentKind = CommentKind.COMMENT
) -> Verdict:
    """Everybody with a role in the group, partners, observers and associates too, until the difference ends.

    A decided one is still asked about. A concern is for the time before a ballot, which must wait for its answer.
    """
    concern_too_late = kind is CommentKind.CONCERN and difference.stage not in BEFORE_VOTING
    return first_refusal(
        may_speak(actor, difference.group, at),
        _goes_on(difference),
        not_now("concerns_before_voting_only") if concern_too_late else ALLOWED,
    )


def may_resolve(actor: User, comment: Comment, at: datetime) -> Verdict:
    """Whoever raised the concern, or who speaks for that city; an objection only the objecting city (B23)."""
    difference = comment.difference
    return first_refusal(
        _of_its_raiser(actor, comment, at),
        _goes_on(difference),
        _not_held(difference),
        not_now("concern_is_resolved") if comment.resolved_at else ALLOWED,
    )


def may_reopen_concern(actor: User, comment: Comment, at: datetime) -> Verdict:
    """Whoever may resolve it, while a concern still holds up a ballot."""
    difference = comment.difference
    before_ballot = difference.stage in BEFORE_VOTING
    return first_refusal(
        _of_its_raiser(actor, comment, at),
        _not_held(difference),
        ALLOWED if before_ballot else not_now("concerns_before_voting_only"),
        ALLOWED if comment.resolved_at else not_now("concern_is_open"),
    )


def may_mark(actor: User, difference: Difference, at: datetime) -> Verdict:
    """The chair and the secretariat mark comments for the minutes."""
    return first_refusal(may_lead(actor, difference.group, at), _not_held(difference))


def may_add_take_home(actor: User, difference: Difference, city: City, at: datetime) -> Verdict:
    """The chair and the secretariat for every city that takes part; a city's people for their own."""
    takes_part = city in difference.group.cities_at(at)
    return first_refusal(
        _of_city_or_lead(actor, city, difference, at),
        _goes_on(difference),
        _not_held(difference),
        ALLOWED if takes_part else not_now("city_not_in_group"),
    )


def may_finish_take_home(actor: User, item: TakeHomeItem, at: datetime) -> Verdict:
    """Its owner, the city's people in the group, the chair and the secretariat; after the end of a matter as well."""
    difference = item.difference
    own = actor.id == item.owner_id and bool(may_speak(actor, difference.group, at))
    return first_refusal(
        ALLOWED if own else _of_city_or_lead(actor, item.city, difference, at),
        _not_held(difference),
        not_now("take_home_is_done") if item.done_at else ALLOWED,
        not_now("closed_as_left") if item.left_at else ALLOWED,
    )


def _of_its_raiser(actor: User, comment: Comment, at: datetime) -> Verdict:
    if comment.kind is not CommentKind.CONCERN:
        return not_now("only_concerns_are_resolved")
    role = city_role_in(actor, comment.difference.group, at)
    has_voice = role is not None and role.kind in VOICES
    for_its_city = has_voice and comment.city_id is not None and actor.city_id == comment.city_id
    if comment.round_id is not None:
        return ALLOWED if for_its_city else not_this_person("objecting_city_only")
    same_office = is_secretariat(actor) and comment.author.kind is UserKind.SECRETARIAT
    if for_its_city or same_office:
        return ALLOWED
    if actor.id == comment.author_id:
        return may_speak(actor, comment.difference.group, at)
    return not_this_person("raiser_of_concern_only")


def _of_city_or_lead(actor: User, city: City, difference: Difference, at: datetime) -> Verdict:
    group = difference.group
    if may_lead(actor, group, at):
        return ALLOWED
    works_for = actor.city_id == city.id and bool(city_role_in(actor, group, at) or chairs(actor, group, at))
    return ALLOWED if works_for else not_this_person("city_chair_or_secretariat_only")


def _goes_on(difference: Difference) -> Verdict:
    return not_now("difference_has_ended") if difference.stage in ENDS else ALLOWED


def _not_held(difference: Difference) -> Verdict:
    return not_now("held") if difference.held else ALLOWED
