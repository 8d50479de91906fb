"""One group as the register keeps it: which cities take part from when until when, who holds which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.models import Group, GroupCity, GroupRole, User
from app.policies.standing import may_administer
from app.policies.verdicts import NotFound, ensure
from app.queries.groups import group_of_code, spans_of_group
from app.queries.people import roles_of_group


@dataclass(frozen=True)
class GroupRegister:
    """A group with its spans: those that run or are to come, and those that are over."""

    group: Group
    cities: Sequence[GroupCity]
    past_cities: Sequence[GroupCity]
    roles: Sequence[GroupRole]
    past_roles: Sequence[GroupRole]


def group_register(viewer: User, code: str, at: datetime) -> GroupRegister:
    """The register's page of a group, closed ones too; NotFound where there is none."""
    ensure(may_administer(viewer))
    group = group_of_code(code)
    if group is None:
        raise NotFound
    cities, past_cities = spans_of_group(group, at)
    roles = sorted(roles_of_group(group), key=_place)
    current = [role for role in roles if role.until is None or role.until > at]
    return GroupRegister(group, cities, past_cities, current, [role for role in roles if role not in current])


def _place(role: GroupRole) -> tuple[str, int, int, datetime]:
    kinds = list(type(role.kind))
    city = role.user.city.code if role.user.city else ""
    return (city, kinds.index(role.kind), role.rank or 0, role.since)
