"""A city joins: what it can say to each decision in force, and in which state that question stands (D7-D10)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """What a joining city says to a decision that was made without it (D7)."""

    ADOPT = "adopt"
    ADOPT_FROM = "adopt_from"
    ASK_EXCEPTION = "ask_exception"
    OBJECT = "object"


REASON_DUE = frozenset({Answer.ASK_EXCEPTION, Answer.OBJECT})


class TaskClosing(StrEnum):
    """Why a question waits for no answer any more: the city left (D10), or a later decision took the place."""

    LEFT = "left"
    SUPERSEDED = "superseded"


class TaskState(StrEnum):
    """Where the question to a joining city stands. An answer can be changed until it is confirmed."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    LEFT = "left"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Said:
    """An answer with what belongs to it: the day, the reason, and the text and last day of an exception."""

    answer: Answer
    from_on: date | None = None
    until_on: date | None = None
    instead: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Progress:
    """How many questions there are, how many have an answer, how many answers are confirmed."""

    total: int = 0
    answered: int = 0
    confirmed: int = 0

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            self.total + other.total, self.answered + other.answered, self.confirmed + other.confirmed
        )

    @property
    def unanswered(self) -> int:
        """How many wait for an answer."""
        return self.total - self.answered

    @property
    def unconfirmed(self) -> int:
        """How many answers wait to be confirmed."""
        return self.answered - self.confirmed

    @property
    def finished(self) -> bool:
        """Whether every answer is confirmed."""
        return self.confirmed == self.total


def state_of(*, answered: bool, confirmed: bool, closed_as: TaskClosing | None) -> TaskState:
    """The state of a question, from what is kept of it."""
    if closed_as is not None:
        return TaskState(closed_as.value)
    if confirmed:
        return TaskState.CONFIRMED
    return TaskState.ANSWERED if answered else TaskState.UNANSWERED
