"""How a question about the manual stands."""

from datetime import datetime
from enum import StrEnum


class InquiryState(StrEnum):
    """Open until somebody answers; a further question opens it again; closed by the asker or the secretariat."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


def state_of(answered_at: datetime | None, closed_at: datetime | None) -> InquiryState:
    """How it stands by when it was answered last and closed."""
    if closed_at is not None:
        return InquiryState.CLOSED
    return InquiryState.ANSWERED if answered_at is not None else InquiryState.OPEN
