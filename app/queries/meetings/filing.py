"""Minutes of many meetings, to be filed together: which ones somebody may read, and each as it reads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from app.domain.calendar import end_of_day_tokyo, start_of_day_tokyo
from app.domain.meetings import MinutesLayout, MinutesState
from app.domain.roles import RoleKind
from app.extensions import db
from app.models import Decision, Domain, Group, GroupRole, Meeting, Minutes, User
from app.policies.standing import is_secretariat
from app.queries.differences.access import group_readable_by
from app.queries.meetings.one import minutes_named
from app.queries.meetings.sheet import MinutesSheet, minutes_sheet


@dataclass(frozen=True)
class MinutesChoice:
    """Minutes by group and by the days of their meetings; nothing given is all."""

    group: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class FiledMinutes:
    """The minutes of one meeting as they read, and what an index says of them."""

    meeting: Meeting
    minutes: Minutes
    sheet: MinutesSheet
    decisions: Sequence[str]


def minutes_readable_by(viewer: User, at: datetime) -> ColumnElement[bool]:
    """On Minutes joined with Meeting and Group: what reads and may_read_minutes say, as SQL."""
    readable = group_readable_by(viewer, at)
    if is_secretariat(viewer):
        return readable
    chaired = select(GroupRole.group_id).where(
        GroupRole.user_id == viewer.id,
        GroupRole.kind == RoleKind.CHAIR,
        GroupRole.since <= at,
        or_(GroupRole.until.is_(None), GroupRole.until > at),
    )
    return readable & or_(Minutes.state != MinutesState.DRAFT, Meeting.group_id.in_(chaired))


def minutes_to_file(chosen: MinutesChoice, viewer: User, at: datetime) -> Sequence[int]:
    """The meetings whose minutes the viewer may read, by id, in the order of groups and numbers."""
    conditions = [minutes_readable_by(viewer, at)]
    if chosen.group:
        conditions.append(Group.code == chosen.group)
    if chosen.since is not None:
        conditions.append(Meeting.starts_at >= start_of_day_tokyo(chosen.since))
    if chosen.until is not None:
        conditions.append(Meeting.starts_at < end_of_day_tokyo(chosen.until))
    statement = (
        select(Meeting.id)
        .join(Meeting.minutes)
        .join(Meeting.group)
        .join(Group.domain)
        .where(*conditions)
        .order_by(Domain.position, Group.position, Group.id, Meeting.number)
    )
    return db.session.scalars(statement).all()


def still_readable(meeting_ids: Sequence[int], viewer: User, at: datetime) -> Sequence[int]:
    """Those of some meetings whose minutes the viewer may read at an instant."""
    statement = (
        select(Meeting.id).join(Meeting.minutes).join(Meeting.group).where(Meeting.id.in_(meeting_ids))
    )
    return db.session.scalars(statement.where(minutes_readable_by(viewer, at))).all()


def filed_minutes(
    meeting_ids: Sequence[int], viewer: User, at: datetime, layout: MinutesLayout = MinutesLayout.SUMMARY
) -> list[FiledMinutes]:
    """The minutes of some meetings as they read now; Refused or NotFound for those the viewer may not read."""
    decided = _decisions(meeting_ids)
    found = (minutes_named(meeting_id, viewer) for meeting_id in meeting_ids)
    return [
        FiledMinutes(
            minutes.meeting,
            minutes,
            minutes_sheet(minutes, minutes.current, at, layout),
            decided[minutes.meeting_id],
        )
        for minutes in found
    ]


def _decisions(meeting_ids: Iterable[int]) -> defaultdict[int, list[str]]:
    statement = select(Decision.meeting_id, Decision.number).where(Decision.meeting_id.in_(meeting_ids))
    decided: defaultdict[int, list[str]] = defaultdict(list)
    for meeting_id, number in db.session.execute(statement.order_by(Decision.id)):
        if meeting_id is not None:
            decided[meeting_id].append(number)
    return decided
