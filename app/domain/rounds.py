"""Words of a ballot round: its state and the acts on a city's position."""

from enum import StrEnum


class RoundState(StrEnum):
    """Whether a round takes positions, has closed, or was cancelled."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PositionActKind(StrEnum):
    """What a person did to the city's position."""

    CAST = "cast"
    CHANGED = "changed"
    REASON_CHANGED = "reason_changed"
    WITHDRAWN = "withdrawn"


class ActingAs(StrEnum):
    """In which capacity a person acted on a city's position."""

    REPRESENTATIVE = "representative"
    DEPUTY = "deputy"
    INSTRUCTED = "instructed"


class DepartureHandling(StrEnum):
    """What the secretariat recorded about a city that left during an open round (B4)."""

    KEEP = "keep"
    EXCLUDE = "exclude"


class RoundList(StrEnum):
    """The lists of rounds that the ballots page offers."""

    OPEN = "open"
    SOON = "soon"
    MINE = "mine"
    CLOSED = "closed"
    CANCELLED = "cancelled"
