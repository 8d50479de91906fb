"""The closing instant of a round: never in the past, never under the rule's minimum, never rounded (B27, B29)."""

from datetime import date, datetime

from app.domain.ballot_rules import Rule
from app.domain.calendar import (
    UnknownYear,
    add_working_days,
    earliest_close,
    end_of_day_tokyo,
    last_day_tokyo,
    tokyo_date,
)
from app.models import Council
from app.policies.verdicts import Invalid


def closing_instant(closes_on: date | None, at: datetime, rule: Rule, council: Council) -> datetime:
    """The end of a day in Tokyo (B27), by default the council's usual number of working days from now.

    Raises Invalid for a day that is past or leaves fewer working days than the rule asks for (B29).
    """
    today = tokyo_date(at)
    try:
        usual = max(council.ballot_working_days, rule.min_working_days)
        day = closes_on or add_working_days(today, usual)
        earliest = earliest_close(at, rule.min_working_days)
    except UnknownYear:
        raise Invalid("closes_on", "day_is_unknown") from None
    if day < today:
        raise Invalid("closes_on", "deadline_is_past")
    closes_at = _end_of(day)
    if closes_at < earliest:
        raise Invalid("closes_on", "deadline_too_early", day=last_day_tokyo(earliest))
    return closes_at


def _end_of(day: date) -> datetime:
    try:
        add_working_days(day, -1)
    except UnknownYear:
        raise Invalid("closes_on", "day_is_unknown") from None
    return end_of_day_tokyo(day)
