"""Words of differences: stages, kinds, who has the ball and what for, acts and refusals."""

from app.domain.ball import BallKind, Holder, OwnTask
from app.domain.differences import DifferenceKind
from app.domain.notices import NoticeKind
from app.domain.workflow import Act, Stage
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import Word, reasons, words

STAGES: dict[Stage, Word] = {
    Stage.RAISED: _p("stage", "Raised"),
    Stage.SURVEYING: _p("stage", "Surveying"),
    Stage.PROPOSING: _p("stage", "Proposing"),
    Stage.DISCUSSING: _p("stage", "Discussing"),
    Stage.VOTING: _p("stage", "Voting"),
    Stage.ESCALATED: _p("stage", "Sign-off"),
    Stage.DECIDED: _p("stage", "Decided"),
    Stage.PUBLISHED: _p("stage", "In the manual"),
    Stage.COMPLETED: _p("stage", "In use in all cities"),
    Stage.WITHDRAWN: _p("stage", "Withdrawn"),
    Stage.REJECTED: _p("stage", "Rejected"),
    Stage.MERGED: _p("stage", "Merged"),
    Stage.NO_DIFFERENCE: _p("stage", "No difference"),
}
STAGE_TONES = {
    Stage.SURVEYING: "info",
    Stage.PROPOSING: "info",
    Stage.DISCUSSING: "info",
    Stage.VOTING: "formal",
    Stage.ESCALATED: "formal",
    Stage.DECIDED: "success",
    Stage.PUBLISHED: "success",
    Stage.COMPLETED: "success",
    Stage.WITHDRAWN: "quiet",
    Stage.REJECTED: "quiet",
    Stage.MERGED: "quiet",
    Stage.NO_DIFFERENCE: "quiet",
}
KINDS: dict[DifferenceKind, Word] = {
    DifferenceKind.POLICY: _p("kind of difference", "Rules and ordinances"),
    DifferenceKind.OPERATION: _p("kind of difference", "Operation"),
    DifferenceKind.FORM: _p("kind of difference", "Form"),
    DifferenceKind.NOTICE: _p("kind of difference", "Notice to residents"),
    DifferenceKind.SYSTEM: _p("kind of difference", "System"),
}
BALLS: dict[BallKind, Word] = {
    BallKind.OPEN_SURVEY: _p("ball", "Open the survey of current practice"),
    BallKind.STATE_PRACTICE: _p("ball", "State the current practice"),
    BallKind.CLOSE_SURVEY: _p("ball", "Every city answered: close the survey"),
    BallKind.OBJECT_TO_NO_DIFFERENCE: _p("ball", "Object, if there is a difference after all"),
    BallKind.FIND_NO_DIFFERENCE: _p("ball", "Nobody objected: record that there is no difference"),
    BallKind.DRAFT_PROPOSAL: _p("ball", "Draft a proposal"),
    BallKind.PUT_FORWARD: _p("ball", "Put one proposal on the table"),
    BallKind.SETTLE_CONCERNS: _p("ball", "Settle the open concerns"),
    BallKind.SETTLE_AMENDMENTS: _p("ball", "Accept or decline the amendments"),
    BallKind.DISCUSS: _p("ball", "Discuss the proposal until a ballot is possible"),
    BallKind.OPEN_BALLOT: _p("ball", "Open a ballot"),
    BallKind.TAKE_POSITION: _p("ball", "Record the city's position"),
    BallKind.AWAIT_CLOSING: _p("ball", "Every city has a position: the ballot closes by itself"),
    BallKind.RECORD_BOARD: _p("ball", "Every city has signed: record what the board said"),
    BallKind.SIGN: _p("ball", "Sign off"),
    BallKind.RECORD_DISPOSITIONS: _p("ball", "Record what becomes of the comments that came with approvals"),
    BallKind.PUBLISH: _p("ball", "Publish the decision in an edition of the manual"),
    BallKind.PUT_INTO_EFFECT: _p("ball", "Put the decision into effect"),
    BallKind.REVIEW_HOLD: _p("ball", "Look at the hold again"),
    BallKind.NOTHING: _p("ball", "Nothing more to do"),
}
HOLDERS: dict[Holder, Word] = {
    Holder.CITIES: _p("ball", "The cities"),
    Holder.MANAGERS: _p("ball", "The managers of the cities"),
    Holder.CHAIR: _p("ball", "Chair or secretariat"),
    Holder.GROUP: _p("ball", "The working group"),
    Holder.SECRETARIAT: _p("ball", "Secretariat"),
    Holder.CLOCK: _p("ball", "Waiting for the deadline"),
    Holder.NOBODY: _p("ball", "Nobody"),
}
TASKS: dict[OwnTask, Word] = {
    OwnTask.DO_TAKE_HOME: _p("ball", "Finish a take-home item"),
    OwnTask.CONFIRM_MINUTES: _p("ball", "Confirm the minutes"),
    OwnTask.CONFIRM_CORRECTION: _p("ball", "Confirm a correction of the minutes"),
    OwnTask.ANSWER_REMARKS: _p("ball", "Answer the cities' remarks on the minutes"),
    OwnTask.ANSWER_DECISIONS: _p("ball", "Take the city's position on decisions in force"),
    OwnTask.CONFIRM_ANSWERS: _p("ball", "Confirm the city's positions"),
    OwnTask.READ_AFTERWARDS: _p("ball", "Read what went on while you were away"),
}
ACTS: dict[Act, Word] = {
    Act.OPEN_SURVEY: _p("act", "Open the survey"),
    Act.STATE_PRACTICE: _p("act", "State the current practice"),
    Act.CLOSE_SURVEY: _p("act", "Close the survey"),
    Act.FIND_NO_DIFFERENCE: _p("act", "Record that there is no difference"),
    Act.HOLD: _p("act", "Put on hold"),
    Act.RESUME: _p("act", "Resume"),
    Act.WITHDRAW: _p("act", "Withdraw"),
    Act.RESTORE: _p("act", "Restore"),
    Act.MERGE: _p("act", "Merge into another difference"),
    Act.REOPEN: _p("act", "Reopen"),
}
NOTICES: dict[NoticeKind, Word] = {
    NoticeKind.SURVEY_OPENED: _l("Please state your city's current practice"),
    NoticeKind.NO_DIFFERENCE_ANNOUNCED: _l(
        "It is to be recorded that the cities do not differ; you can object"
    ),
}
REASONS: dict[str, Word] = {
    "possible_at": _l("It is possible at: %(stages)s."),
    "group_closed": _l("This working group has ended its work."),
    "needs_two_cities": _l("A survey needs at least two member cities in the working group."),
    "city_not_in_group": _l("The city does not take part in this working group."),
    "cities_have_not_answered": _l("Not every city has stated its practice yet; missing: %(count)s."),
    "concerns_are_open": _l("Concerns are still open: %(count)s."),
    "no_difference_is_announced": _l("It is announced already. The cities can object for the days set."),
    "no_difference_not_announced": _l("First announce it, so that the cities can object."),
    "objections_still_possible": _l("The cities can object until %(until)s."),
    "not_held": _l("The difference is not on hold."),
    "raiser_chair_or_secretariat_only": _l(
        "Only who raised the difference, the chair of the group and the secretariat can do this."
    ),
    "raiser_before_discussing_only": _l(
        "Since the discussion began, only the chair of the group and the secretariat can do this."
    ),
    "merge_into_itself": _l("A difference cannot be merged into itself."),
    "other_is_voting": _l("A ballot is open on %(number)s. Please merge when it is closed."),
    "other_has_ended": _l("%(number)s has ended itself. Please name a difference that goes on."),
    "no_such_difference": _l("There is no difference with this number."),
    "day_is_past": _l("This day has passed."),
    "needs_words": _l("Please write at least a few words."),
    "reason_required": _l("Please give a reason in words."),
    "instruction_required": _l(
        "Please say on which instruction of the city you enter this (who, when, how)."
    ),
    "survey_incomplete": _l(
        "These cities have not answered: %(cities)s. Please give the reason to go on without."
    ),
    "volume_is_negative": _l("A number of cases is zero or more."),
    "line_too_long": _l("Please use no more than %(limit)s characters."),
}


def register() -> None:
    """Enter this area's words."""
    words(STAGES, STAGE_TONES)
    words(KINDS)
    words(BALLS)
    words(HOLDERS)
    words(TASKS)
    words(ACTS)
    words(NOTICES)
    reasons(REASONS)
