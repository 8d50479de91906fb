"""When a reminder is due: which kind fits an instant, before a deadline or while something waits without one (A9)."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.calendar import add_working_days, last_day_tokyo, start_of_day_tokyo, tokyo_date


class ReminderKind(StrEnum):
    """The kinds of reminders about one thing; each goes once. DAY_BEFORE is that of a meeting."""

    SOON = "soon"
    LAST_DAY = "last_day"
    OVERDUE = "overdue"
    WAITING = "waiting"
    DAY_BEFORE = "day_before"


def kind_before(due: datetime, asked: datetime, at: datetime, days: int) -> ReminderKind | None:
    """The one kind that fits an instant: so many days ahead, on the last day, or after it. Never on the day of asking.

    Only the latest kind fits, so that after an outage the earlier ones are not caught up with.
    """
    if at >= due:
        return ReminderKind.OVERDUE
    if tokyo_date(at) <= tokyo_date(asked):
        return None
    last_day = last_day_tokyo(due)
    if at >= start_of_day_tokyo(last_day):
        return ReminderKind.LAST_DAY
    return ReminderKind.SOON if at >= start_of_day_tokyo(last_day - timedelta(days=days)) else None


def kind_while_waiting(asked: datetime, at: datetime, days: int) -> ReminderKind | None:
    """WAITING once so many days have passed since something without a deadline was asked for."""
    reminds_on = tokyo_date(asked) + timedelta(days=max(days, 1))
    return ReminderKind.WAITING if tokyo_date(at) >= reminds_on else None


def is_day_before(starts_at: datetime, at: datetime) -> bool:
    """Whether the last working day before a meeting has come, and the meeting has not begun."""
    return at < starts_at and tokyo_date(at) >= add_working_days(tokyo_date(starts_at), -1)
