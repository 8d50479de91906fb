"""Which groups and differences a person may read, as SQL beside the policy `reads`."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, true

from app.domain.roles import UserKind
from app.models import Difference, Group, GroupRole, User


def readable_by(viewer: User, at: datetime) -> ColumnElement[bool]:
    """On Difference: the groups that policies.standing.reads lets the viewer read."""
    if viewer.kind is not UserKind.PARTNER:
        return true()
    return Difference.group_id.in_(_groups_of(viewer, at))


def group_readable_by(viewer: User, at: datetime) -> ColumnElement[bool]:
    """On Group: what policies.standing.reads says."""
    if viewer.kind is not UserKind.PARTNER:
        return true()
    return Group.id.in_(_groups_of(viewer, at))


def _groups_of(viewer: User, at: datetime) -> Select[int]:
    return select(GroupRole.group_id).where(
        GroupRole.user_id == viewer.id,
        GroupRole.since <= at,
        or_(GroupRole.until.is_(None), GroupRole.until > at),
    )
