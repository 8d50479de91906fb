"""Who has the ball: what a difference waits for, and on whom it waits (L3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BallKind(StrEnum):
    """What has to be done next on a difference."""

    OPEN_SURVEY = "open_survey"
    STATE_PRACTICE = "state_practice"
    CLOSE_SURVEY = "close_survey"
    OBJECT_TO_NO_DIFFERENCE = "object_to_no_difference"
    FIND_NO_DIFFERENCE = "find_no_difference"
    DRAFT_PROPOSAL = "draft_proposal"
    PUT_FORWARD = "put_forward"
    SETTLE_CONCERNS = "settle_concerns"
    SETTLE_AMENDMENTS = "settle_amendments"
    DISCUSS = "discuss"
    OPEN_BALLOT = "open_ballot"
    TAKE_POSITION = "take_position"
    AWAIT_CLOSING = "await_closing"
    SIGN = "sign"
    RECORD_BOARD = "record_board"
    RECORD_DISPOSITIONS = "record_dispositions"
    PUBLISH = "publish"
    PUT_INTO_EFFECT = "put_into_effect"
    REVIEW_HOLD = "review_hold"
    NOTHING = "nothing"


class Holder(StrEnum):
    """On whom a difference waits; CITIES and MANAGERS are those of the cities that the ball names."""

    CITIES = "cities"
    MANAGERS = "managers"
    CHAIR = "chair"
    GROUP = "group"
    SECRETARIAT = "secretariat"
    CLOCK = "clock"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Ball:
    """What a difference waits for, on whom, and by when."""

    kind: BallKind
    holder: Holder
    city_ids: tuple[int, ...] = ()
    due: datetime | None = None


class OwnTask(StrEnum):
    """What a person or a city has to do beside the stages of a difference."""

    DO_TAKE_HOME = "do_take_home"
    CONFIRM_MINUTES = "confirm_minutes"
    CONFIRM_CORRECTION = "confirm_correction"
    ANSWER_REMARKS = "answer_remarks"
    ANSWER_DECISIONS = "answer_decisions"
    CONFIRM_ANSWERS = "confirm_answers"
    READ_AFTERWARDS = "read_afterwards"
