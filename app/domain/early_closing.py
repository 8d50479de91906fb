"""Closing a round before its deadline: what that asks for (B31)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from app.domain.ballot_rules import City, Condition, ConditionCode, Rule, in_order
from app.domain.positions import PositionKind


def early_close_conditions(
    rule: Rule,
    electorate: Iterable[City],
    positions: Mapping[City, PositionKind],
    *,
    last_change_at: datetime | None,
    at: datetime,
    excluded: Collection[City] = (),
    departed: Collection[City] = (),
) -> tuple[Condition, ...]:
    """What closing before the deadline asks for, each met or not (B31).

    `last_change_at` is the instant of the last act on any position, withdrawals and changed reasons among
    them; `departed` are cities that left and about which the secretariat has recorded nothing yet (B4).
    """
    cities = [city for city in in_order(electorate) if city not in set(excluded)]
    without = [city for city in cities if city not in positions]
    until = None if last_change_at is None else last_change_at + timedelta(minutes=rule.grace_minutes)
    left = in_order(departed)
    return (
        Condition(ConditionCode.EARLY_CLOSE_ALLOWED, rule.early_close),
        Condition(ConditionCode.EVERY_CITY_POSITIONED, bool(cities) and not without, {"cities": without}),
        Condition(ConditionCode.NO_DEPARTURE_UNSETTLED, not left, {"cities": left}),
        Condition(
            ConditionCode.GRACE_PASSED,
            until is not None and at >= until,
            {"minutes": rule.grace_minutes, "until": until and until.astimezone(UTC).isoformat()},
        ),
    )
