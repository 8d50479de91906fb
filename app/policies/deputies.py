"""Who gives and ends roles in groups: the secretariat all, a representative the own city's deputies (B10-B13)."""

from datetime import datetime

from app.domain.roles import RoleKind, UserKind
from app.models import Group, GroupRole, User
from app.policies.standing import has_role, may_administer
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_this_person


def may_keep_deputies(actor: User, at: datetime) -> Verdict:
    """Whoever represents a city in some group; a deputy appoints no deputy (B12)."""
    voices = (role for role in actor.roles if role.kind is RoleKind.REPRESENTATIVE and role.held_at(at))
    if actor.kind is UserKind.CITY and actor.active and any(voices):
        return ALLOWED
    return not_this_person("representative_appoints_deputies")


def may_keep_deputies_in(actor: User, group: Group, at: datetime) -> Verdict:
    """The representative of a city in this group, and nobody else (B10, B12)."""
    represents = has_role(actor, group, RoleKind.REPRESENTATIVE, at)
    return first_refusal(
        may_keep_deputies(actor, at),
        ALLOWED if represents else not_this_person("representative_appoints_deputies"),
    )


def may_give_roles(actor: User, kind: RoleKind, at: datetime) -> Verdict:
    """The secretariat and administrators give every role, a representative that of a deputy."""
    administers = may_administer(actor)
    if administers or kind is not RoleKind.DEPUTY:
        return administers
    return may_keep_deputies(actor, at)


def may_give_role(actor: User, person: User, group: Group, kind: RoleKind, at: datetime) -> Verdict:
    """may_give_roles to one person in one group: to a colleague of the own city, never to oneself (B10, B12)."""
    if may_administer(actor):
        return ALLOWED
    return first_refusal(
        may_give_roles(actor, kind, at),
        may_keep_deputies_in(actor, group, at),
        ALLOWED if person.city_id == actor.city_id else not_this_person("deputy_of_own_city"),
        ALLOWED if person.id != actor.id else not_this_person("not_the_own_deputy"),
    )


def may_end_role(actor: User, role: GroupRole, at: datetime) -> Verdict:
    """The secretariat and administrators end every role, a representative those of the own city's deputies."""
    return ALLOWED if may_administer(actor) else may_release(actor, role, at)


def may_release(actor: User, role: GroupRole, at: datetime) -> Verdict:
    """A representative ends the role of a deputy of the own city in the own group (B10, B13)."""
    is_own = role.kind is RoleKind.DEPUTY and role.user.city_id == actor.city_id
    return first_refusal(
        may_keep_deputies_in(actor, role.group, at),
        ALLOWED if is_own else not_this_person("deputy_of_own_city"),
    )
