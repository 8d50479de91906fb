"""Who may be given which account, role and post: the shape of the register of people."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo
from app.domain.roles import CITY_ROLES, RoleKind, UserKind
from app.models import Group, GroupRole, Post, PostHolding, User
from app.policies.standing import may_administer
from app.policies.verdicts import ALLOWED, Invalid, Verdict, first_refusal, not_now, not_this_person


class Span(NamedTuple):
    """A half-open interval [since, until) in which something is held; until None is open."""

    since: datetime
    until: datetime | None

    def overlaps(self, other: "Span") -> bool:
        """Whether two spans share an instant."""
        return (other.until is None or self.since < other.until) and (
            self.until is None or other.since < self.until
        )


def span_of(since: date, last_day: date | None) -> Span:
    """From the start of a day in Tokyo to the end of the last day; Invalid where it would end before it begins."""
    span = Span(start_of_day_tokyo(since), end_of_day_tokyo(last_day) if last_day else None)
    if span.until and span.until <= span.since:
        raise Invalid("last_day", "ends_before_start")
    return span


def still_runs(held: GroupRole | PostHolding, at: datetime) -> Verdict:
    """Whether something held has not ended: it runs, or it is still to begin."""
    return ALLOWED if held.until is None or held.until > at else not_now("over_already")


def may_close_account(actor: User, person: User) -> Verdict:
    """The secretariat closes accounts, nobody the own one: somebody must be left to open it again."""
    own = not_now("own_account") if actor.id == person.id else ALLOWED
    return first_refusal(may_administer(actor), own)


def may_anonymise(actor: User, person: User, at: datetime) -> Verdict:
    """The secretariat, anybody but themselves, once neither role nor post runs: others must be named first (A4)."""
    held = [role.group.code for role in person.roles if still_runs(role, at)]
    held += [holding.post.name for holding in person.holdings if still_runs(holding, at)]
    return first_refusal(
        may_administer(actor),
        not_now("own_anonymity") if actor.id == person.id else ALLOWED,
        may_be_kept(person),
        not_now("still_holds", held=tuple(held)) if held else ALLOWED,
    )


def may_be_kept(person: User) -> Verdict:
    """Whether there still is a person behind an account: an anonymised one is never changed or opened again."""
    return not_now("anonymised_already") if person.anonymised_at else ALLOWED


def may_keep_rights(actor: User, person: User, *, administrator: bool) -> Verdict:
    """Nobody outside the secretariat takes the administrator's rights from the own account."""
    locks_out = (
        actor.id == person.id and not administrator and person.administrator and person.kind is UserKind.CITY
    )
    return not_now("own_rights") if locks_out else ALLOWED


def role_fits(person: User, group: Group, kind: RoleKind, since: datetime) -> Verdict:
    """Whether a kind of role in a group suits a person at the time it begins, whoever else holds one."""
    if not person.active:
        return not_now("account_closed_already")
    if kind in CITY_ROLES or (kind is RoleKind.CHAIR and person.kind is UserKind.CITY):
        return _city_role_fits(person, group, kind, since)
    if kind is RoleKind.CHAIR and person.kind is not UserKind.SECRETARIAT:
        return not_this_person("chair_of_city_or_secretariat")
    if kind is RoleKind.PARTNER and person.kind is not UserKind.PARTNER:
        return not_this_person("partner_role_for_partners")
    if kind is RoleKind.OBSERVER and person.kind is UserKind.PARTNER:
        return not_this_person("partners_hold_partner_role")
    return ALLOWED


def _city_role_fits(person: User, group: Group, kind: RoleKind, since: datetime) -> Verdict:
    if person.city is None:
        return not_this_person("city_role_for_city_people")
    if person.city not in group.cities_at(since):
        return not_now("role_city_not_in_group", city=person.city.name_ja, group=group.code)
    if kind is RoleKind.CHAIR and not person.city.is_member(since):
        return not_now("chair_of_member_city", city=person.city.name_ja)
    return ALLOWED


def role_is_free(
    others: Iterable[GroupRole], person: User, kind: RoleKind, rank: int | None, span: Span
) -> Verdict:
    """Whether nobody holds in the span what only one can hold: the chair, a city's voice, a deputy's rank (B12).

    A member of the group can be a deputy for some days beside it.
    """
    for other in others:
        if not span.overlaps(Span(other.since, other.until)):
            continue
        taken = _taken(other, person, kind, rank)
        if taken:
            return not_now(taken, group=other.group.code, person=other.user.printed, role=other.kind)
    return ALLOWED


def _taken(other: GroupRole, person: User, kind: RoleKind, rank: int | None) -> str | None:
    if other.user_id == person.id:
        both_of_city = kind in CITY_ROLES and other.kind in CITY_ROLES
        beside = {kind, other.kind} == {RoleKind.DEPUTY, RoleKind.MEMBER}
        return "role_held_already" if other.kind is kind or (both_of_city and not beside) else None
    if other.kind is not kind:
        return None
    if kind is RoleKind.CHAIR:
        return "chair_taken"
    if other.user.city_id != person.city_id:
        return None
    if kind is RoleKind.REPRESENTATIVE:
        return "representative_taken"
    return "rank_taken" if kind is RoleKind.DEPUTY and other.rank == rank else None


def post_fits(person: User, post: Post, held: Sequence[PostHolding], span: Span) -> Verdict:
    """Whether a person can hold a managerial post in a span: of the own city, and not twice."""
    if not person.active:
        return not_now("account_closed_already")
    if person.city_id != post.city_id:
        return not_this_person("post_of_own_city")
    twice = any(
        holding.post_id == post.id and span.overlaps(Span(holding.since, holding.until)) for holding in held
    )
    return not_now("post_held_already") if twice else ALLOWED
