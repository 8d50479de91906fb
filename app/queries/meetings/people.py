"""Who is invited to a meeting, who was there, and whom notices go to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.domain.roles import RoleKind
from app.extensions import db
from app.i18n import current_locale
from app.models import GroupRole, Meeting, User
from app.queries.roles import people_of_group, secretaries

ORDER = tuple(RoleKind)


@dataclass(frozen=True)
class Invitee:
    """A person who may be on the attendance list, with the first of the person's roles; None is the secretariat."""

    user: User
    role: RoleKind | None

    @property
    def affiliation(self) -> str:
        """The city or body the person comes from."""
        city = self.user.city
        return city.name(current_locale()) if city else self.user.organisation

    @property
    def expected(self) -> bool:
        """Whether the person is one of those whose absence is told."""
        return self.role in (RoleKind.CHAIR, RoleKind.REPRESENTATIVE, RoleKind.MEMBER)


def invitees(meeting: Meeting) -> list[Invitee]:
    """The people of the group on the day of the meeting: by cities, then others, then the secretariat."""
    found: dict[int, Invitee] = {}
    for role in sorted(_roles(meeting), key=lambda role: (ORDER.index(role.kind), role.rank or 0, role.id)):
        found.setdefault(role.user_id, Invitee(role.user, role.kind))
    for person in secretaries():
        found.setdefault(person.id, Invitee(person, None))
    return sorted(found.values(), key=_place)


def invited(meeting: Meeting, at: datetime) -> list[User]:
    """Whom a notice of the meeting tells at an instant: everybody with a role in the group, and the secretariat."""
    people = {person.id: person for person in (*people_of_group(meeting.group, at), *secretaries())}
    return list(people.values())


def group_without(actor: User, meeting: Meeting, at: datetime) -> list[User]:
    """Everybody with a role in the group at an instant, except the one who acts."""
    return [person for person in people_of_group(meeting.group, at) if person.id != actor.id]


def chair_of(meeting: Meeting) -> int | None:
    """The id of the person who chaired the group on the day of the meeting."""
    return next((role.user_id for role in _roles(meeting) if role.kind is RoleKind.CHAIR), None)


def _roles(meeting: Meeting) -> Iterable[GroupRole]:
    at = meeting.starts_at
    statement = (
        select(GroupRole)
        .where(
            GroupRole.group_id == meeting.group_id,
            GroupRole.since <= at,
            or_(GroupRole.until.is_(None), GroupRole.until > at),
        )
        .options(joinedload(GroupRole.user))
    )
    return db.session.scalars(statement).unique().all()


def _place(invitee: Invitee) -> tuple[bool, str, bool, str, int, int]:
    city = invitee.user.city
    role = len(ORDER) if invitee.role is None else ORDER.index(invitee.role)
    organisation = "" if city else invitee.user.organisation
    return (
        city is None,
        city.code if city else "",
        invitee.role is None,
        organisation,
        role,
        invitee.user.id,
    )
