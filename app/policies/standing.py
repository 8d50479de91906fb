"""In which capacity a person stands before a group: what every other policy builds on."""

from datetime import datetime

from app.domain.roles import CITY_ROLES, RoleKind, UserKind
from app.models import City, Group, GroupRole, User
from app.policies.verdicts import ALLOWED, Verdict, not_this_person


def roles_in(actor: User, group: Group, at: datetime) -> list[GroupRole]:
    """The roles a person holds in a group at an instant."""
    return [role for role in actor.roles if role.group_id == group.id and role.held_at(at)]


def has_role(actor: User, group: Group, kind: RoleKind, at: datetime) -> bool:
    """Whether a person holds one kind of role in a group."""
    return any(role.kind is kind for role in roles_in(actor, group, at))


def is_secretariat(actor: User) -> bool:
    """Whether a person belongs to the secretariat."""
    return actor.kind is UserKind.SECRETARIAT


def chairs(actor: User, group: Group, at: datetime) -> bool:
    """Whether a person chairs the group."""
    return has_role(actor, group, RoleKind.CHAIR, at)


def city_role_in(actor: User, group: Group, at: datetime) -> GroupRole | None:
    """The role in which a person speaks from within a city: representative before deputy before member."""
    order = (RoleKind.REPRESENTATIVE, RoleKind.DEPUTY, RoleKind.MEMBER)
    held = [role for role in roles_in(actor, group, at) if role.kind in CITY_ROLES]
    return min(held, key=lambda role: order.index(role.kind), default=None)


def works_for(actor: User, city: City, group: Group, at: datetime) -> bool:
    """Whether a person works in a group for a city: with a role of the city, or as its chair from that city."""
    return actor.city_id == city.id and bool(roles_in(actor, group, at))


def is_of_associate(actor: User, at: datetime) -> bool:
    """Whether a person's city is an associate (or no longer of the council): it attends and speaks, no more."""
    return actor.city is not None and not actor.city.is_member(at)


def reads(actor: User, group: Group, at: datetime) -> bool:
    """Whether a person may read a group: city people and the secretariat read all, partners their groups (RULES 1)."""
    return actor.kind is not UserKind.PARTNER or bool(roles_in(actor, group, at))


def may_lead(actor: User, group: Group, at: datetime) -> Verdict:
    """The chair and the secretariat lead a group."""
    if is_secretariat(actor) or chairs(actor, group, at):
        return ALLOWED
    return not_this_person("chair_or_secretariat_only")


def may_speak(actor: User, group: Group, at: datetime) -> Verdict:
    """The secretariat and everybody with a role in the group, observers, partners and associates included."""
    if is_secretariat(actor) or roles_in(actor, group, at):
        return ALLOWED
    return not_this_person("group_people_only")


def may_administer(actor: User) -> Verdict:
    """The secretariat and administrators keep the registers and settings."""
    if is_secretariat(actor) or actor.administrator:
        return ALLOWED
    return not_this_person("secretariat_only")
