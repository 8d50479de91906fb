"""Meetings: one for a reader or an act, its people and facts, the agenda proposed for it, its minutes, and lists."""

from app.queries.meetings.one import (
    last_planned_by,
    lock_item,
    lock_meeting,
    lock_minutes,
    meeting_named,
    minutes_named,
    version_of,
)

__all__ = [
    "last_planned_by",
    "lock_item",
    "lock_meeting",
    "lock_minutes",
    "meeting_named",
    "minutes_named",
    "version_of",
]
