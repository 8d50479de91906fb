"""Roles in groups: given from a day on, with a last day or without, and ended."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.actions.events import record
from app.actions.keys import claim_key
from app.actions.people_spans import end_span
from app.domain.calendar import last_day_tokyo, tokyo_date
from app.domain.events import EventKind
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import Group, GroupRole, User
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
    """Give a person the same role in one or more groups, in all of them or in none. Deputies need a rank, 1 first."""
    ensure(may_administer(actor))
    if not claim_key(key, actor):
        return []
    if not group_ids:
        raise Invalid("group_ids", "choose_groups")
    groups = [lock_group(group_id) for group_id in sorted(group_ids)]
    person = lock_person(user_id)
    span = span_of(since, last_day)
    rank = _rank(kind, rank)
    return [_grant(person, actor, group, kind, rank, span) for group in groups]


def end_role(role_id: int, actor: User, *, last_day: date | None = None) -> None:
    """End a role with a last day, or at once; acts made in it stay valid (B5, B13)."""
    ensure(may_administer(actor))
    role = role_of(role_id)
    lock_group(role.group_id)
    db.session.refresh(role)
    before, person, group = _facts(role), role.user, role.group
    began = end_span(role, last_day)
    after = _facts(role) if began else {**before, "never_began": True}
    if after != before:
        record(EventKind.ROLE_ENDED, actor=actor, subject=person, group=group, before=before, after=after)


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
