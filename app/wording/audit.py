"""Words of the event log: every kind of event, and what is wrong where its chain breaks."""

from app.domain.events import ChainFault, EventKind, TextFault, TextKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import words


def register() -> None:
    """Enter this area's words."""
    words({**_OF_COUNCIL, **_OF_DIFFERENCES, **_OF_BALLOTS, **_OF_DECISIONS, **_OF_JOINING, **_OF_MEETINGS})
    words(
        {
            ChainFault.MISSING: _l("This entry is missing."),
            ChainFault.ALTERED: _l(
                "The content of this entry does not match its fingerprint: it was altered."
            ),
            ChainFault.UNLINKED: _l("This entry does not follow on the one before it: entries were moved."),
            ChainFault.CUT_OFF: _l(
                "The log does not end where the council's own count says: its end was changed."
            ),
        }
    )
    words(_OF_TEXTS)


_OF_TEXTS = {
    TextKind.PROPOSAL_VERSION: _p("kept text", "Version of a proposal"),
    TextKind.DECISION: _p("kept text", "Decision"),
    TextKind.MINUTES: _p("kept text", "Minutes"),
    TextKind.PRACTICE: _p("kept text", "Current practice"),
    TextKind.COMMENT: _p("kept text", "Comment"),
    TextKind.FILE: _p("kept text", "File"),
    TextFault.ALTERED: _l("What is stored does not give the hash it was recorded with: it was altered."),
    TextFault.UNRECORDED: _l("The event log does not hold its hash: it was put in or rewritten."),
}
_OF_COUNCIL = {
    EventKind.COUNCIL_CHANGED: _p("event", "Council settings changed"),
    EventKind.CITY_ADDED: _p("event", "City added"),
    EventKind.CITY_CHANGED: _p("event", "City changed"),
    EventKind.MEMBERSHIP_CHANGED: _p("event", "Membership changed"),
    EventKind.GROUP_CHANGED: _p("event", "Group changed"),
    EventKind.GROUP_CITY_CHANGED: _p("event", "Cities of a group changed"),
    EventKind.PERSON_ADDED: _p("event", "Person added"),
    EventKind.PERSON_CHANGED: _p("event", "Person changed"),
    EventKind.PERSON_ANONYMISED: _p("event", "Person anonymised"),
    EventKind.PERSON_INVITED: _p("event", "Link to set a password made"),
    EventKind.ROLE_GRANTED: _p("event", "Role given"),
    EventKind.ROLE_ENDED: _p("event", "Role ended"),
    EventKind.POST_CHANGED: _p("event", "Post changed"),
    EventKind.ROUTE_CHANGED: _p("event", "Sign-off route changed"),
    EventKind.PASSWORD_CHANGED: _p("event", "Password changed"),
    EventKind.SIGNED_OUT_EVERYWHERE: _p("event", "Signed out everywhere"),
}
_OF_DIFFERENCES = {
    EventKind.DIFFERENCE_RAISED: _p("event", "Difference raised"),
    EventKind.DIFFERENCES_IMPORTED: _p("event", "Differences imported"),
    EventKind.DIFFERENCE_CHANGED: _p("event", "Difference changed"),
    EventKind.SURVEY_OPENED: _p("event", "Survey opened"),
    EventKind.PRACTICE_STATED: _p("event", "Current practice stated"),
    EventKind.SURVEY_CLOSED: _p("event", "Survey closed"),
    EventKind.NO_DIFFERENCE_ANNOUNCED: _p("event", "Finding of no difference announced"),
    EventKind.NO_DIFFERENCE_FOUND: _p("event", "No difference found"),
    EventKind.DIFFERENCE_HELD: _p("event", "Put on hold"),
    EventKind.DIFFERENCE_RESUMED: _p("event", "Resumed"),
    EventKind.DIFFERENCE_WITHDRAWN: _p("event", "Difference withdrawn"),
    EventKind.DIFFERENCE_RESTORED: _p("event", "Difference restored"),
    EventKind.DIFFERENCE_MERGED: _p("event", "Difference merged"),
    EventKind.DIFFERENCE_REOPENED: _p("event", "Difference reopened"),
    EventKind.DIFFERENCE_PUBLISHED: _p("event", "Published in the manual"),
    EventKind.DIFFERENCE_COMPLETED: _p("event", "Adopted by every city"),
    EventKind.PROPOSAL_DRAFTED: _p("event", "Proposal drafted"),
    EventKind.PROPOSAL_REVISED: _p("event", "Proposal revised"),
    EventKind.PROPOSAL_PUT_FORWARD: _p("event", "Proposal put forward"),
    EventKind.PROPOSAL_WITHDRAWN: _p("event", "Proposal withdrawn"),
    EventKind.AMENDMENT_SUGGESTED: _p("event", "Amendment suggested"),
    EventKind.AMENDMENT_ACCEPTED: _p("event", "Amendment accepted"),
    EventKind.AMENDMENT_DECLINED: _p("event", "Amendment declined"),
    EventKind.AMENDMENT_WITHDRAWN: _p("event", "Amendment withdrawn"),
    EventKind.COMMENT_ADDED: _p("event", "Comment added"),
    EventKind.CONCERN_RESOLVED: _p("event", "Concern resolved"),
    EventKind.CONCERN_REOPENED: _p("event", "Concern reopened"),
    EventKind.COMMENT_MARKED: _p("event", "Comment marked for the minutes"),
    EventKind.TAKE_HOME_ADDED: _p("event", "Take-home item added"),
    EventKind.TAKE_HOME_DONE: _p("event", "Take-home item done"),
    EventKind.CAUCUS_ENTRY_ADDED: _p("event", "Caucus entry added"),
    EventKind.CAUCUS_POSITION_DRAFTED: _p("event", "Caucus position drafted"),
    EventKind.ATTACHMENT_ADDED: _p("event", "File attached"),
    EventKind.TEXT_REDACTED: _p("event", "Text redacted"),
}
_OF_BALLOTS = {
    EventKind.ROUND_OPENED: _p("event", "Ballot opened"),
    EventKind.POSITION_CAST: _p("event", "Position taken"),
    EventKind.POSITION_CHANGED: _p("event", "Position changed"),
    EventKind.POSITION_REASON_CHANGED: _p("event", "Reason of a position changed"),
    EventKind.POSITION_WITHDRAWN: _p("event", "Position withdrawn"),
    EventKind.ROUND_CLOSED: _p("event", "Ballot closed"),
    EventKind.ROUND_CANCELLED: _p("event", "Ballot cancelled"),
    EventKind.ROUND_EXTENDED: _p("event", "Ballot extended"),
    EventKind.CASTING_VOTE_GIVEN: _p("event", "Casting vote given"),
    EventKind.CITY_DEPARTURE_SETTLED: _p("event", "Departure of a city settled"),
    EventKind.DISPOSITION_RECORDED: _p("event", "Answer to a comment recorded"),
    EventKind.ROUND_ANNOTATED: _p("event", "Note on a ballot that ended"),
    EventKind.FINDING_RECORDED: _p("event", "Finding about a failed ballot recorded"),
}
_OF_DECISIONS = {
    EventKind.ESCALATED: _p("event", "Escalated to the managers"),
    EventKind.STEP_APPROVED: _p("event", "Approved by a manager"),
    EventKind.STEP_SENT_BACK: _p("event", "Sent back by a manager"),
    EventKind.STEP_REFUSED: _p("event", "Refused by a manager"),
    EventKind.STEP_DROPPED: _p("event", "Dropped by a manager"),
    EventKind.ROUTE_LAID: _p("event", "Sign-off route of a city laid"),
    EventKind.CITY_SIGNED: _p("event", "Sign-off of a city complete"),
    EventKind.SIGNOFF_ENDED: _p("event", "Sign-off ended"),
    EventKind.SIGNOFFS_DISMISSED: _p("event", "Sign-offs dismissed"),
    EventKind.REFERENCE_RECORDED: _p("event", "City's reference number recorded"),
    EventKind.EXCEPTION_ASKED: _p("event", "Exception asked for"),
    EventKind.EXCEPTION_GRANTED: _p("event", "Exception granted"),
    EventKind.EXCEPTION_REFUSED: _p("event", "Exception refused"),
    EventKind.EXCEPTION_ENDED: _p("event", "Exception ended early"),
    EventKind.ABSENCE_REGISTERED: _p("event", "Absence registered"),
    EventKind.ABSENCE_ENDED: _p("event", "Absence ended"),
    EventKind.POST_PASSED_OVER: _p("event", "Absent manager passed over"),
    EventKind.READ_AFTERWARDS: _p("event", "Read afterwards by an absent manager"),
    EventKind.BOARD_RECORDED: _p("event", "Finding of the board recorded"),
    EventKind.DECIDED: _p("event", "Decided"),
    EventKind.CLERICAL_CORRECTION_PROPOSED: _p("event", "Clerical correction proposed"),
    EventKind.CLERICAL_CORRECTION_STOPPED: _p("event", "Clerical correction stopped"),
    EventKind.ADOPTION_REVERTED: _p("event", "Adoption reverted"),
    EventKind.ADOPTION_ITEM_ADDED: _p("event", "Adoption item added"),
    EventKind.ADOPTION_ITEM_CLOSED: _p("event", "Adoption item closed"),
    EventKind.ADOPTION_ITEM_REOPENED: _p("event", "Adoption item opened again"),
    EventKind.ADOPTED: _p("event", "Adopted by a city"),
    EventKind.SAVING_RECORDED: _p("event", "Saving of a city recorded"),
    EventKind.POSTAGE_RATE_ENTERED: _p("event", "Rate of postage entered"),
    EventKind.MANUAL_TEXT_CHANGED: _p("event", "Manual text changed"),
    EventKind.DOMAIN_CHANGED: _p("event", "Domain changed"),
    EventKind.EDITION_CUT: _p("event", "Edition cut"),
    EventKind.INQUIRY_ASKED: _p("event", "Inquiry asked"),
    EventKind.INQUIRY_ANSWERED: _p("event", "Inquiry answered"),
    EventKind.INQUIRY_CLOSED: _p("event", "Inquiry closed"),
}
_OF_JOINING = {
    EventKind.JOINING_STARTED: _p("event", "Joining started"),
    EventKind.POSITION_TASKS_CHANGED: _p("event", "Tasks of a joining city changed"),
    EventKind.DECISION_ANSWERED: _p("event", "Joining city answered to a decision"),
    EventKind.ANSWERS_CONFIRMED: _p("event", "Joining city confirmed its answers"),
    EventKind.JOINING_FINISHED: _p("event", "Joining finished"),
    EventKind.JOINING_REMINDED: _p("event", "Joining city reminded"),
    EventKind.TASKS_CLOSED_AS_LEFT: _p("event", "City left; its tasks closed"),
    EventKind.CLOSED_AS_LEFT: _p("event", "Task closed: the city left"),
}
_OF_MEETINGS = {
    EventKind.MEETING_PLANNED: _p("event", "Meeting planned"),
    EventKind.MEETING_CHANGED: _p("event", "Meeting changed"),
    EventKind.MEETING_CANCELLED: _p("event", "Meeting cancelled"),
    EventKind.MEETING_CALLED: _p("event", "Notice of a meeting sent"),
    EventKind.AGENDA_CHANGED: _p("event", "Agenda changed"),
    EventKind.AGENDA_CONCLUDED: _p("event", "Agenda item concluded"),
    EventKind.CONSENT_LISTED: _p("event", "Consent list changed"),
    EventKind.CONSENT_PULLED: _p("event", "Item pulled out of the consent list"),
    EventKind.CONSENT_PUT: _p("event", "Consent list put to the ballots"),
    EventKind.ATTENDANCE_RECORDED: _p("event", "Attendance recorded"),
    EventKind.FLOOR_GIVEN: _p("event", "Meeting turned to an item"),
    EventKind.MEETING_HELD: _p("event", "Meeting held"),
    EventKind.MINUTES_DRAFTED: _p("event", "Minutes drafted"),
    EventKind.MINUTES_EDITED: _p("event", "Minutes edited"),
    EventKind.MINUTES_CIRCULATED: _p("event", "Minutes circulated"),
    EventKind.MINUTES_REMARKED: _p("event", "Remark on minutes"),
    EventKind.MINUTES_REMARK_ANSWERED: _p("event", "Remark on minutes answered"),
    EventKind.MINUTES_URGED: _p("event", "Confirmation of minutes asked for again"),
    EventKind.MINUTES_CONFIRMED: _p("event", "Minutes confirmed"),
    EventKind.MINUTES_FINALISED: _p("event", "Minutes final"),
    EventKind.MINUTES_CORRECTED: _p("event", "Correction added to minutes"),
    EventKind.MINUTES_CORRECTION_CONFIRMED: _p("event", "Correction of minutes confirmed"),
}
