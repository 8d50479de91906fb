"""What people are told about."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """One word for each kind of notice; app.wording.notices says it in words."""

    SURVEY_OPENED = "survey_opened"
    NO_DIFFERENCE_ANNOUNCED = "no_difference_announced"
    PROPOSAL_PUT_FORWARD = "proposal_put_forward"
    PROPOSAL_REVISED = "proposal_revised"
    MENTIONED = "mentioned"
    REPLIED = "replied"
    CONCERN_RAISED = "concern_raised"
    TAKE_HOME_ASSIGNED = "take_home_assigned"
    ROUND_OPENED = "round_opened"
    ROUND_EXTENDED = "round_extended"
    POSITION_RECORDED = "position_recorded"
    ROUND_CLOSED = "round_closed"
    ROUND_CANCELLED = "round_cancelled"
    SIGNATURE_WANTED = "signature_wanted"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    DROPPED = "dropped"
    DECIDED = "decided"
    EDITION_CUT = "edition_cut"
    MEETING_PLANNED = "meeting_planned"
    MEETING_CHANGED = "meeting_changed"
    MEETING_CANCELLED = "meeting_cancelled"
    MINUTES_CIRCULATED = "minutes_circulated"
    MINUTES_FINAL = "minutes_final"
    MINUTES_CORRECTED = "minutes_corrected"
