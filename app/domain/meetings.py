"""Words of meetings and minutes."""

from enum import StrEnum


class MeetingForm(StrEnum):
    """How a meeting is held."""

    ONLINE = "online"
    PLACE = "place"
    HYBRID = "hybrid"


class WrittenForm(StrEnum):
    """How a matter is settled without a sitting."""

    WRITTEN = "written"


class MeetingState(StrEnum):
    """Whether a meeting is planned, has been held, or was called off."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class AgendaPurpose(StrEnum):
    """What is to be done with an item."""

    REPORT = "report"
    DISCUSS = "discuss"
    BALLOT = "ballot"


class Conclusion(StrEnum):
    """How an item ended (M8)."""

    DECIDED = "decided"
    CONTINUED = "continued"
    TAKEN_HOME = "taken_home"
    NOTED = "noted"


class AgendaReason(StrEnum):
    """Why a difference belongs on the agenda of the next meeting, the most pressing first."""

    SENT_BACK = "sent_back"
    READY = "ready"
    TAKE_HOME_DUE = "take_home_due"
    SURVEY_OVERDUE = "survey_overdue"
    OPEN_CONCERNS = "open_concerns"
    HOLD_REVIEW = "hold_review"
    DISCUSSING = "discussing"


class CallPart(StrEnum):
    """What a notice of a meeting names, and what may have changed since it was sent."""

    TIME = "time"
    PLACE = "place"
    AGENDA = "agenda"
    PAPERS = "papers"


class MinutesState(StrEnum):
    """How far the minutes are (M5)."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    CONFIRMED = "confirmed"
    FINAL = "final"


class MinutesLayout(StrEnum):
    """How much of the minutes is shown: the summary record, or what came of each item and no more."""

    SUMMARY = "summary"
    RESULTS = "results"


class RemarkOutcome(StrEnum):
    """What became of a city's remark on circulated minutes."""

    TAKEN_OVER = "taken_over"
    NOT_TAKEN_OVER = "not_taken_over"
