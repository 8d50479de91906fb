"""The kinds of people, and the roles they hold in a working group."""

from enum import StrEnum


class UserKind(StrEnum):
    """On whose side a person stands."""

    CITY = "city"
    SECRETARIAT = "secretariat"
    PARTNER = "partner"


class RoleKind(StrEnum):
    """A role in one working group, held from an instant until another."""

    CHAIR = "chair"
    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    MEMBER = "member"
    OBSERVER = "observer"
    PARTNER = "partner"


CITY_ROLES = frozenset({RoleKind.REPRESENTATIVE, RoleKind.DEPUTY, RoleKind.MEMBER})


class MembershipKind(StrEnum):
    """How a municipality belongs to the council: a member votes, an associate attends and speaks."""

    MEMBER = "member"
    ASSOCIATE = "associate"


class StepRule(StrEnum):
    """Whether a sign-off step needs all of its posts or any one of them (S2)."""

    ALL = "all"
    ANY = "any"
