"""Who registers an absence, who may act in an absent manager's place, and who reads afterwards (S5, S6)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.domain.roles import UserKind
from app.domain.texts import Flag
from app.models import Absence, City, LaterReading, Post, PostHolding, SignoffStep, User
from app.models.base import held_at
from app.policies.people import Span
from app.policies.standing import is_secretariat
from app.policies.verdicts import ALLOWED, Invalid, Verdict, first_refusal, not_now, not_this_person


def may_register_absence(actor: User, city: City, at: datetime) -> Verdict:
    """The managers of a city and the secretariat register who is away from a post of the city."""
    of_city = actor.city_id == city.id and bool(actor.posts_at(at))
    return ALLOWED if of_city or is_secretariat(actor) else not_this_person("managers_or_secretariat_only")


def may_read_absences(actor: User, city: City | None) -> Verdict:
    """Why somebody is away is for the own city and the secretariat to know."""
    own = actor.kind is UserKind.CITY and (city is None or city.id == actor.city_id)
    return ALLOWED if own or is_secretariat(actor) else not_this_person("absences_of_own_city")


def may_end_absence(actor: User, absence: Absence, at: datetime) -> Verdict:
    """Whoever may register an absence ends it early, or takes it back before it begins."""
    over = not_now("absence_over") if absence.until <= at else ALLOWED
    return first_refusal(may_register_absence(actor, absence.post.city, at), over)


def check_absence(holding: PostHolding, span: Span, others: Iterable[Absence], at: datetime) -> None:
    """Refuse an absence that is over, from a post not held then, or registered already."""
    if span.until is None or span.until <= at:
        raise Invalid("last_day", "absence_over")
    if not span.overlaps(Span(holding.since, holding.until)):
        raise Invalid("holding_id", "post_not_held_then")
    if any(span.overlaps(Span(other.since, other.until)) for other in others):
        raise Invalid("since", "absent_already")


def check_deputies(holding: PostHolding, deputies: Sequence[User]) -> None:
    """Refuse deputies named twice, of another city, with a closed account, or the absent person (S5, B12)."""
    if len({person.id for person in deputies}) != len(deputies):
        raise Invalid("deputies", "deputy_named_twice")
    for person in deputies:
        if person.id == holding.user_id:
            raise Invalid("deputies", "deputy_of_oneself")
        if person.city_id != holding.post.city_id or not person.active:
            raise Invalid("deputies", "deputy_of_own_city")


def absences_from(post: Post, absences: Iterable[Absence], at: datetime) -> list[Absence]:
    """The absences of everybody who holds a post at an instant; none where one of them is there, or nobody holds it."""
    running = [absence for absence in absences if absence.post_id == post.id and absence.runs_at(at)]
    if not running:
        return []
    held = {h.user_id for h in post.holdings if held_at(h.since, h.until, at) and h.user.active}
    found = [absence for absence in running if absence.user_id in held]
    return found if held and held == {absence.user_id for absence in found} else []


def standing_in(
    actor: User, post: Post, absences: Sequence[Absence], at: datetime
) -> tuple[Absence | None, Verdict]:
    """The absence in which a person acts for a post, and whether it is this deputy's turn (S5).

    A later deputy acts only where every earlier one is away too. absences are all that run in the city.
    """
    named = [a for a in absences_from(post, absences, at) if _rank(a, actor) is not None]
    if not named:
        return None, not_this_person("not_a_holder")
    away = {absence.user_id for absence in absences if absence.runs_at(at)}
    for absence in named:
        first = _first_there(absence, away)
        if first is not None and first.id == actor.id:
            return absence, ALLOWED
    return None, not_now("deputy_not_in_turn")


def may_stand_in(
    actor: User, step: SignoffStep, post: Post, absences: Sequence[Absence], at: datetime
) -> Verdict:
    """A deputy signs at the last step only, and never on what is flagged basic policy (S5)."""
    absence, turn = standing_in(actor, post, absences, at)
    if absence is None:
        return turn
    if not is_last(step):
        return not_now("deputy_last_step_only")
    basic = Flag.BASIC_POLICY in step.city_route.escalation.version.flag_set
    return not_now("deputy_not_on_basic_policy") if basic else ALLOWED


def is_last(step: SignoffStep) -> bool:
    """Whether a step is the final one of its city's route."""
    return step.position == max(other.position for other in step.city_route.steps)


def may_record_reading(actor: User, reading: LaterReading) -> Verdict:
    """The absent manager, and nobody else, records having read what was done meanwhile; once (S5, S6)."""
    if reading.user_id != actor.id:
        return not_this_person("reading_of_another")
    if reading.dismissed_at is not None:
        return not_now("reading_not_owed")
    return not_now("read_already") if reading.read_at is not None else ALLOWED


def _rank(absence: Absence, person: User) -> int | None:
    return next((deputy.rank for deputy in absence.deputies if deputy.user_id == person.id), None)


def _first_there(absence: Absence, away: set[int]) -> User | None:
    there = (d.user for d in absence.deputies if d.user.active and d.user_id not in away)
    return next(there, None)
