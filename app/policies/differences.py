"""Who may act on a difference, and when: raising, survey, hold, ends and reopening (RULES 2)."""

from datetime import datetime

from app.domain.workflow import BEFORE_VOTING, Act, Stage
from app.models import City, Difference, Group, User
from app.policies.standing import chairs, city_role_in, is_secretariat, may_lead, may_speak
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now, not_this_person
from app.policies.workflow import stage_allows, unchanged_since

SURVIVING = frozenset(Stage) - {Stage.WITHDRAWN, Stage.REJECTED, Stage.MERGED, Stage.NO_DIFFERENCE}


def may_raise(actor: User, group: Group, at: datetime) -> Verdict:
    """Any person of the group, and the secretariat."""
    closed = not_now("group_closed")
    return first_refusal(may_speak(actor, group, at), ALLOWED if group.active else closed)


def may_change(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """Title, kind and reasons: whoever may withdraw it, before a ballot, while no hold rests on it."""
    return first_refusal(
        _author_or_lead(actor, difference, at), unchanged_since(difference, seen), _before_ballot(difference)
    )


def may_open_survey(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat, where two or more cities can differ."""
    enough = len(difference.group.voting_cities_at(at)) >= 2
    return first_refusal(
        _may_lead_to(Act.OPEN_SURVEY, actor, difference, at, seen),
        ALLOWED if enough else not_now("needs_two_cities"),
    )


def may_state_practice(actor: User, difference: Difference, city: City, at: datetime) -> Verdict:
    """A city's people for their own city; the secretariat on a city's instruction."""
    if city not in difference.group.cities_at(at):
        return not_now("city_not_in_group")
    return first_refusal(
        _speaks_for(actor, city, difference.group, at), stage_allows(difference, Act.STATE_PRACTICE)
    )


def may_close_survey(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat; that every city answered is asked of the act's reason."""
    return _may_lead_to(Act.CLOSE_SURVEY, actor, difference, at, seen)


def may_announce_no_difference(
    actor: User, difference: Difference, unanswered: list[City], at: datetime, seen: int | None = None
) -> Verdict:
    """The chair and the secretariat, once every city has answered and while no finding is announced."""
    announced = difference.no_difference_until is not None
    return first_refusal(
        _may_lead_to(Act.FIND_NO_DIFFERENCE, actor, difference, at, seen),
        _all_answered(unanswered),
        not_now("no_difference_is_announced") if announced else ALLOWED,
    )


def may_find_no_difference(
    actor: User,
    difference: Difference,
    unanswered: list[City],
    open_concerns: int,
    at: datetime,
    seen: int | None = None,
) -> Verdict:
    """The chair and the secretariat, when the days set for objections passed and no concern is open."""
    until = difference.no_difference_until
    if until is None:
        days = not_now("no_difference_not_announced")
    else:
        days = ALLOWED if at >= until else not_now("objections_still_possible", until=until)
    return first_refusal(
        _may_lead_to(Act.FIND_NO_DIFFERENCE, actor, difference, at, seen),
        _all_answered(unanswered),
        not_now("concerns_are_open", count=open_concerns) if open_concerns else ALLOWED,
        days,
    )


def may_hold(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat, before a ballot."""
    return _may_lead_to(Act.HOLD, actor, difference, at, seen)


def may_resume(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat, while a hold rests on it."""
    held = ALLOWED if difference.held else not_now("not_held")
    return first_refusal(
        may_lead(actor, difference.group, at),
        unchanged_since(difference, seen),
        held,
        stage_allows(difference, Act.RESUME),
    )


def may_withdraw(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """The author before the discussion, the chair and the secretariat; never during a ballot."""
    return first_refusal(
        _author_or_lead(actor, difference, at),
        unchanged_since(difference, seen),
        stage_allows(difference, Act.WITHDRAW),
    )


def may_restore(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """Whoever may have withdrawn it."""
    return first_refusal(
        _author_or_lead(actor, difference, at),
        unchanged_since(difference, seen),
        stage_allows(difference, Act.RESTORE),
    )


def may_merge(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat, before a ballot; into what is asked by may_merge_into."""
    return _may_lead_to(Act.MERGE, actor, difference, at, seen)


def may_merge_into(difference: Difference, other: Difference) -> Verdict:
    """Another difference that still lives and has no open round (L9)."""
    if other.id == difference.id:
        return not_now("merge_into_itself")
    if other.stage is Stage.VOTING:
        return not_now("other_is_voting", number=other.number)
    return ALLOWED if other.stage in SURVIVING else not_now("other_has_ended", number=other.number)


def may_reopen(actor: User, difference: Difference, at: datetime, seen: int | None = None) -> Verdict:
    """The chair and the secretariat, also for a city that asks; the decision in force stays in force."""
    return _may_lead_to(Act.REOPEN, actor, difference, at, seen)


def _may_lead_to(act: Act, actor: User, difference: Difference, at: datetime, seen: int | None) -> Verdict:
    return first_refusal(
        may_lead(actor, difference.group, at),
        unchanged_since(difference, seen),
        stage_allows(difference, act),
    )


def _author_or_lead(actor: User, difference: Difference, at: datetime) -> Verdict:
    if may_lead(actor, difference.group, at):
        return ALLOWED
    if actor.id != difference.raised_by_id or not may_speak(actor, difference.group, at):
        return not_this_person("raiser_chair_or_secretariat_only")
    undiscussed = difference.discussion_since is None
    return ALLOWED if undiscussed else not_this_person("raiser_before_discussing_only")


def _speaks_for(actor: User, city: City, group: Group, at: datetime) -> Verdict:
    if is_secretariat(actor):
        return ALLOWED
    of_city = actor.city_id == city.id
    if of_city and (city_role_in(actor, group, at) or chairs(actor, group, at)):
        return ALLOWED
    return not_this_person("city_people_only")


def _before_ballot(difference: Difference) -> Verdict:
    if difference.stage not in BEFORE_VOTING:
        return not_now("not_at_this_stage", "possible_at", stage=difference.stage, stages=BEFORE_VOTING)
    return not_now("held") if difference.held else ALLOWED


def _all_answered(unanswered: list[City]) -> Verdict:
    return not_now("cities_have_not_answered", count=len(unanswered)) if unanswered else ALLOWED
