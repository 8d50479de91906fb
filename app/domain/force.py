"""What stands in one city on one day: of a chain of decisions exactly one text, and what is waited for (D3, D4, D6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StandingKind(StrEnum):
    """What a city works by on a day.

    The decision in force; an exception to it; an earlier decision, because the later one is not in force here yet;
    nothing yet; or not known, because the city joined later and has not said how it stands to the decision (D9).
    """

    DECISION = "decision"
    EXCEPTION = "exception"
    EARLIER = "earlier"
    TRANSITION = "transition"
    UNDECLARED = "undeclared"


class AwaitedReason(StrEnum):
    """Why a decision is not in force in a city yet: its day, the city's ordinance (D6), the day the city named."""

    EFFECTIVE_DATE = "effective_date"
    ORDINANCE = "ordinance"
    OWN_DATE = "own_date"


@dataclass(frozen=True)
class Days:
    """Days from the first one on, half-open; until None has no end."""

    since: date
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class GrantedException:
    """A granted exception of the city to one decision and the days on which it holds (D4)."""

    exception_id: int
    days: Days


@dataclass(frozen=True)
class Joining:
    """How a city that joined after a decision answered it: not yet, or since when it works by it (D7, D9)."""

    answered: bool
    starts_on: date | None = None


@dataclass(frozen=True)
class Link:
    """A decision of a chain as one city has it.

    ordinance holds the days on which the city's ordinance allows it, None where it needs no change (D6); joining is
    None for a city that took part from the beginning.
    """

    decision_id: int
    cycle: int
    effective_on: date
    ordinance: tuple[Days, ...] | None = None
    exceptions: tuple[GrantedException, ...] = ()
    joining: Joining | None = None


@dataclass(frozen=True)
class Awaited:
    """The decision that comes next in a city, why it is not in force there yet, and from which day if that is known."""

    decision_id: int
    reason: AwaitedReason
    on: date | None = None


@dataclass(frozen=True)
class Standing:
    """What stands in a city: exactly one text, or none of the chain. ends_on is the last day of an exception."""

    kind: StandingKind
    decision_id: int | None = None
    exception_id: int | None = None
    ends_on: date | None = None
    awaited: Awaited | None = None


def standing_on(chain: Iterable[Link], day: date) -> Standing:
    """What stands in the city on a day, whatever the order in which the decisions of one difference come (D3)."""
    kind, awaited = StandingKind.DECISION, None
    for link in sorted(chain, key=lambda link: link.cycle, reverse=True):
        if day < link.effective_on:
            awaited = Awaited(link.decision_id, AwaitedReason.EFFECTIVE_DATE, link.effective_on)
            continue
        if exception := _exception_on(link, day):
            return _excepted(link, exception, awaited)
        if link.joining is not None and not link.joining.answered:
            return Standing(StandingKind.UNDECLARED, link.decision_id, awaited=awaited)
        missing = _missing(link, day)
        if missing is None:
            return Standing(kind, link.decision_id, awaited=awaited)
        kind, awaited = StandingKind.EARLIER, missing
        if link.joining is not None:
            break  # what the others decided before that is nothing the city ever worked by
    return Standing(StandingKind.TRANSITION, awaited=awaited)


def _exception_on(link: Link, day: date) -> GrantedException | None:
    """The exception that holds; where one prolongs another, the later one."""
    held = [exception for exception in link.exceptions if day in exception.days]
    return max(held, key=lambda exception: (exception.days.since, exception.exception_id), default=None)


def _excepted(link: Link, exception: GrantedException, awaited: Awaited | None) -> Standing:
    until = exception.days.until
    ends_on = date.fromordinal(until.toordinal() - 1) if until else None
    return Standing(StandingKind.EXCEPTION, link.decision_id, exception.exception_id, ends_on, awaited)


def _missing(link: Link, day: date) -> Awaited | None:
    """What a decision that has taken effect still needs in the city; None where nothing."""
    if link.joining is not None and link.joining.starts_on is not None and day < link.joining.starts_on:
        return Awaited(link.decision_id, AwaitedReason.OWN_DATE, link.joining.starts_on)
    if link.ordinance is not None and not any(day in days for days in link.ordinance):
        coming = min((days.since for days in link.ordinance if day < days.since), default=None)
        return Awaited(link.decision_id, AwaitedReason.ORDINANCE, coming)
    return None
