"""Exceptions of one city to a decision: text and hash, how one stands, when people are reminded of its end (D4)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.hashing import canonical_json, digest
from app.domain.texts import normalise

FORM = "decision-exception-1"
"""Names the canonical form inside the hashed bytes. Any change to the form needs a new name here."""

REMINDERS = (30, 7)
"""So many days before its end the city and those who lead are reminded of an exception, at the latest."""


class ExceptionPhase(StrEnum):
    """How an exception stands: asked for, refused, granted and not over, or over."""

    ASKED = "asked"
    REFUSED = "refused"
    GRANTED = "granted"
    OVER = "over"


@dataclass(frozen=True)
class ExceptionText:
    """Everything that is granted when an exception is; decision_hash is that of the text it departs from."""

    decision_hash: str
    city_code: str
    body: str
    reason: str
    last_day: date


def exception_hash(text: ExceptionText) -> str:
    """The hash of an exception with its algorithm's id; its form is that of proposals (D4, T2)."""
    return digest(
        canonical_json(
            {
                "form": FORM,
                "decision_hash": text.decision_hash,
                "city": text.city_code,
                "body": normalise(text.body),
                "reason": normalise(text.reason),
                "last_day": text.last_day,
            }
        )
    )


def phase_on(day: date, *, granted: bool | None, ends_on: date) -> ExceptionPhase:
    """How an exception stands on a day; at the end of its last day it is over, and nobody has to act (D4)."""
    if granted is None:
        return ExceptionPhase.ASKED
    if not granted:
        return ExceptionPhase.REFUSED
    return ExceptionPhase.GRANTED if day <= ends_on else ExceptionPhase.OVER


def reminder_due(ends_on: date, today: date, reminded: int | None) -> int | None:
    """The reminder that is due, by its days; reminded is the last one sent. Of two only the later goes (A9)."""
    left = (ends_on - today).days
    due = min((days for days in REMINDERS if 0 <= left <= days), default=None)
    return None if due is None or (reminded is not None and reminded <= due) else due
