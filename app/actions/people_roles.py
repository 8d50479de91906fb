"""Roles in groups: given from a day on, with a last day or without, and ended.

The secretariat gives all of them; a city's representative gives and ends those of the own city's deputies (B10-B13).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.notices import notify
from app.actions.people_spans import end_span
from app.clock import now
from app.domain.calendar import last_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.notices import NoticeKind
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import Group, GroupRole, User
from app.policies.deputies import may_end_role, may_give_role, may_give_roles
from app.policies.people import Span, role_fits, role_is_free, span_of
from app.policies.standing import may_administer
from app.policies.verdicts import Invalid, Verdict, ensure
from app.queries.groups import lock_group
from app.queries.people import lock_person, role_of, roles_of_group


def grant_role(
    user_id: int,
    actor: User,
    *,
    group_ids: Sequence[int],
    kind: RoleKind,
    since: date,
    last_day: date | None = None,
    rank: int | None = None,
    key: str = "",
) -> list[GroupRole]:
    """Give a person the same role in one or more groups, in all of them or in none. Deputies need a rank, 1 first.

    A representative appoints deputies from today on at the earliest, and they are told (B10, B12).
    """
    ensure(may_give_roles(actor, kind, now()))
    if not claim_key(key, actor):
        return []
    if not group_ids:
        raise Invalid("group_ids", "choose_groups")
    groups = [lock_group(group_id) for group_id in sorted(group_ids)]
    person = lock_person(user_id)
    at = now()
    for group in groups:
        ensure(may_give_role(actor, person, group, kind, at))
    _check_first_day(actor, since, at)
    span, rank = span_of(since, last_day), _rank(kind, rank)
    given = [_grant(person, actor, group, kind, rank, span) for group in groups]
    _tell(actor, given, NoticeKind.DEPUTY_APPOINTED, at)
    return given


def end_role(role_id: int, actor: User, *, last_day: date | None = None) -> None:
    """End a role with a last day, or at once; acts made in it stay valid (B5, B13)."""
    role = role_of(role_id)
    lock_group(role.group_id)
    db.session.refresh(role)
    at = now()
    ensure(may_end_role(actor, role, at))
    before, person, group = _facts(role), role.user, role.group
    began = end_span(role, last_day)
    after = _facts(role) if began else {**before, "never_began": True}
    if after != before:
        record(EventKind.ROLE_ENDED, actor=actor, subject=person, group=group, before=before, after=after)
        _tell(actor, [role], NoticeKind.DEPUTY_ENDED, at)


def _check_first_day(actor: User, since: date, at: datetime) -> None:
    if since < tokyo_date(at) and not may_administer(actor):
        raise Invalid("since", "deputy_from_today")


def _tell(actor: User, roles: Sequence[GroupRole], kind: NoticeKind, at: datetime) -> None:
    """A deputy learns from the platform what a colleague decided; the secretariat tells people itself."""
    for role in [] if may_administer(actor) else roles:
        notify([role.user], kind, subject=role.group, key=at.isoformat(), group=role.group.code)


def _rank(kind: RoleKind, rank: int | None) -> int | None:
    if kind is not RoleKind.DEPUTY:
        return None
    if rank is None or rank < 1:
        raise Invalid("rank", "rank_due")
    return rank


def _grant(
    person: User, actor: User, group: Group, kind: RoleKind, rank: int | None, span: Span
) -> GroupRole:
    _ensure_field("kind", role_fits(person, group, kind, span.since))
    field = "rank" if kind is RoleKind.DEPUTY else "kind"
    _ensure_field(field, role_is_free(roles_of_group(group), person, kind, rank, span))
    role = GroupRole(group=group, user=person, kind=kind, rank=rank, since=span.since, until=span.until)
    db.session.add(role)
    record(EventKind.ROLE_GRANTED, actor=actor, subject=person, group=group, after=_facts(role))
    return role


def _ensure_field(field: str, verdict: Verdict) -> None:
    if not verdict:
        raise Invalid(field, verdict.code, **verdict.params)


def _facts(role: GroupRole) -> dict[str, Any]:
    return {
        "person": role.user.printed,
        "group": role.group.code,
        "role": role.kind.value,
        "rank": role.rank,
        "since": tokyo_date(role.since).isoformat(),
        "last_day": last_day_tokyo(role.until).isoformat() if role.until else None,
    }
