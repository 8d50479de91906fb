"""Every kind of event the log knows, and the canonical form its hash chain is made of (A3)."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """One word for each thing that can happen; each has its own timeline template."""

    # the council
    COUNCIL_CHANGED = "council_changed"
    CITY_ADDED = "city_added"
    CITY_CHANGED = "city_changed"
    MEMBERSHIP_CHANGED = "membership_changed"
    GROUP_CHANGED = "group_changed"
    GROUP_CITY_CHANGED = "group_city_changed"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_INVITED = "person_invited"
    PERSON_ANONYMISED = "person_anonymised"
    ROLE_GRANTED = "role_granted"
    ROLE_ENDED = "role_ended"
    POST_CHANGED = "post_changed"
    ROUTE_CHANGED = "route_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    # a difference
    DIFFERENCE_RAISED = "difference_raised"
    DIFFERENCES_IMPORTED = "differences_imported"
    DIFFERENCE_CHANGED = "difference_changed"
    SURVEY_OPENED = "survey_opened"
    PRACTICE_STATED = "practice_stated"
    SURVEY_CLOSED = "survey_closed"
    NO_DIFFERENCE_ANNOUNCED = "no_difference_announced"
    NO_DIFFERENCE_FOUND = "no_difference_found"
    DIFFERENCE_HELD = "difference_held"
    DIFFERENCE_RESUMED = "difference_resumed"
    DIFFERENCE_WITHDRAWN = "difference_withdrawn"
    DIFFERENCE_RESTORED = "difference_restored"
    DIFFERENCE_MERGED = "difference_merged"
    DIFFERENCE_REOPENED = "difference_reopened"
    DIFFERENCE_PUBLISHED = "difference_published"
    DIFFERENCE_COMPLETED = "difference_completed"
    # proposals
    PROPOSAL_DRAFTED = "proposal_drafted"
    PROPOSAL_REVISED = "proposal_revised"
    PROPOSAL_PUT_FORWARD = "proposal_put_forward"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn"
    AMENDMENT_SUGGESTED = "amendment_suggested"
    AMENDMENT_ACCEPTED = "amendment_accepted"
    AMENDMENT_DECLINED = "amendment_declined"
    AMENDMENT_WITHDRAWN = "amendment_withdrawn"
    # discussion
    COMMENT_ADDED = "comment_added"
    CONCERN_RESOLVED = "concern_resolved"
    CONCERN_REOPENED = "concern_reopened"
    COMMENT_MARKED = "comment_marked"
    TAKE_HOME_ADDED = "take_home_added"
    TAKE_HOME_DONE = "take_home_done"
    CAUCUS_ENTRY_ADDED = "caucus_entry_added"
    CAUCUS_POSITION_DRAFTED = "caucus_position_drafted"
    ATTACHMENT_ADDED = "attachment_added"
    TEXT_REDACTED = "text_redacted"
    # ballots
    ROUND_OPENED = "round_opened"
    POSITION_CAST = "position_cast"
    POSITION_CHANGED = "position_changed"
    POSITION_REASON_CHANGED = "position_reason_changed"
    POSITION_WITHDRAWN = "position_withdrawn"
    ROUND_CLOSED = "round_closed"
    ROUND_CANCELLED = "round_cancelled"
    ROUND_EXTENDED = "round_extended"
    CASTING_VOTE_GIVEN = "casting_vote_given"
    CITY_DEPARTURE_SETTLED = "city_departure_settled"
    DISPOSITION_RECORDED = "disposition_recorded"
    FINDING_RECORDED = "finding_recorded"
    ROUND_ANNOTATED = "round_annotated"
    # escalation and sign-off
    ESCALATED = "escalated"
    STEP_APPROVED = "step_approved"
    STEP_SENT_BACK = "step_sent_back"
    STEP_REFUSED = "step_refused"
    STEP_DROPPED = "step_dropped"
    ROUTE_LAID = "route_laid"
    CITY_SIGNED = "city_signed"
    SIGNOFF_ENDED = "signoff_ended"
    SIGNOFFS_DISMISSED = "signoffs_dismissed"
    REFERENCE_RECORDED = "reference_recorded"
    ABSENCE_REGISTERED = "absence_registered"
    ABSENCE_ENDED = "absence_ended"
    POST_PASSED_OVER = "post_passed_over"
    READ_AFTERWARDS = "read_afterwards"
    BOARD_RECORDED = "board_recorded"
    # decisions and the manual
    DECIDED = "decided"
    EXCEPTION_ASKED = "exception_asked"
    EXCEPTION_GRANTED = "exception_granted"
    EXCEPTION_REFUSED = "exception_refused"
    EXCEPTION_ENDED = "exception_ended"
    CLERICAL_CORRECTION_PROPOSED = "clerical_correction_proposed"
    CLERICAL_CORRECTION_STOPPED = "clerical_correction_stopped"
    ADOPTED = "adopted"
    SAVING_RECORDED = "saving_recorded"
    POSTAGE_RATE_ENTERED = "postage_rate_entered"
    ADOPTION_REVERTED = "adoption_reverted"
    ADOPTION_ITEM_ADDED = "adoption_item_added"
    ADOPTION_ITEM_CLOSED = "adoption_item_closed"
    ADOPTION_ITEM_REOPENED = "adoption_item_reopened"
    MANUAL_TEXT_CHANGED = "manual_text_changed"
    DOMAIN_CHANGED = "domain_changed"
    EDITION_CUT = "edition_cut"
    INQUIRY_ASKED = "inquiry_asked"
    INQUIRY_ANSWERED = "inquiry_answered"
    INQUIRY_CLOSED = "inquiry_closed"
    # joining and leaving
    JOINING_STARTED = "joining_started"
    POSITION_TASKS_CHANGED = "position_tasks_changed"
    DECISION_ANSWERED = "decision_answered"
    ANSWERS_CONFIRMED = "answers_confirmed"
    JOINING_FINISHED = "joining_finished"
    JOINING_REMINDED = "joining_reminded"
    TASKS_CLOSED_AS_LEFT = "tasks_closed_as_left"
    CLOSED_AS_LEFT = "closed_as_left"
    # meetings and minutes
    MEETING_PLANNED = "meeting_planned"
    MEETING_CHANGED = "meeting_changed"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_CALLED = "meeting_called"
    AGENDA_CHANGED = "agenda_changed"
    AGENDA_CONCLUDED = "agenda_concluded"
    CONSENT_LISTED = "consent_listed"
    CONSENT_PULLED = "consent_pulled"
    CONSENT_PUT = "consent_put"
    ATTENDANCE_RECORDED = "attendance_recorded"
    FLOOR_GIVEN = "floor_given"
    MEETING_HELD = "meeting_held"
    MINUTES_DRAFTED = "minutes_drafted"
    MINUTES_EDITED = "minutes_edited"
    MINUTES_CIRCULATED = "minutes_circulated"
    MINUTES_REMARKED = "minutes_remarked"
    MINUTES_REMARK_ANSWERED = "minutes_remark_answered"
    MINUTES_URGED = "minutes_urged"
    MINUTES_CONFIRMED = "minutes_confirmed"
    MINUTES_FINALISED = "minutes_finalised"
    MINUTES_CORRECTED = "minutes_corrected"
    MINUTES_CORRECTION_CONFIRMED = "minutes_correction_confirmed"


class ChainFault(StrEnum):
    """What is wrong at the first broken link of the chain (A3)."""

    MISSING = "missing"
    ALTERED = "altered"
    UNLINKED = "unlinked"
    CUT_OFF = "cut_off"


class TextKind(StrEnum):
    """What is kept with a hash that the log knows as well."""

    PROPOSAL_VERSION = "proposal_version"
    DECISION = "decision"
    MINUTES = "minutes"
    PRACTICE = "practice"
    COMMENT = "comment"
    FILE = "file"


class TextFault(StrEnum):
    """What is wrong with a kept text: it does not give its hash, or the log does not hold that hash (A3)."""

    ALTERED = "altered"
    UNRECORDED = "unrecorded"


GENESIS = "0" * 64


def chain_hash(previous: str, facts: Mapping[str, Any]) -> str:
    """SHA-256 over the previous link and an event's facts as sorted compact JSON, in lower-case hex (A3)."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
