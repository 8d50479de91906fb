"""The readiness list of a ballot (L4): what must be so before a round opens, item by item."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.positions import is_reason


class ReadinessCode(StrEnum):
    """The items of the list, in the order they are shown."""

    BODY = "body"
    CONCERNS = "concerns"
    AMENDMENTS = "amendments"
    PRACTICES = "practices"
    OVERLAPS = "overlaps"
    DISCUSSION_DAYS = "discussion_days"


@dataclass(frozen=True)
class ReadinessFacts:
    """What the list is made from: plain values, the ids in the order they shall be shown."""

    has_body: bool
    discussion_days: int
    min_discussion_days: int
    open_concerns: tuple[int, ...] = ()
    unresolved_amendments: tuple[int, ...] = ()
    cities_without_practice: tuple[int, ...] = ()
    unanswered_overlaps: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReadinessItem:
    """One item of the list: met or not, with what a reader needs to see why (JSON values only)."""

    code: ReadinessCode
    met: bool
    params: dict[str, Any] = field(default_factory=dict)


def readiness(facts: ReadinessFacts) -> tuple[ReadinessItem, ...]:
    """Every item of the readiness list, met or not met (L4)."""
    nothing_left = (
        (ReadinessCode.CONCERNS, "concerns", facts.open_concerns),
        (ReadinessCode.AMENDMENTS, "amendments", facts.unresolved_amendments),
        (ReadinessCode.PRACTICES, "cities", facts.cities_without_practice),
        (ReadinessCode.OVERLAPS, "overlaps", facts.unanswered_overlaps),
    )
    return (
        ReadinessItem(ReadinessCode.BODY, facts.has_body),
        *(
            ReadinessItem(code, not left, {name: list(left), "count": len(left)})
            for code, name, left in nothing_left
        ),
        ReadinessItem(
            ReadinessCode.DISCUSSION_DAYS,
            facts.discussion_days >= facts.min_discussion_days,
            {
                "days": facts.discussion_days,
                "needed": facts.min_discussion_days,
                "short": max(0, facts.min_discussion_days - facts.discussion_days),
            },
        ),
    )


def open_points(
    items: Iterable[ReadinessItem], overrides: Mapping[ReadinessCode, str] | None = None
) -> tuple[ReadinessItem, ...]:
    """The items that still stand in the way: not met, and not overridden with a real reason (L4, B18)."""
    reasons = overrides or {}
    return tuple(item for item in items if not item.met and not is_reason(reasons.get(item.code)))


def is_ready(items: Iterable[ReadinessItem], overrides: Mapping[ReadinessCode, str] | None = None) -> bool:
    """Whether a round may open: the list is clean, or each open point is overridden with a reason (L4)."""
    return not open_points(items, overrides)
