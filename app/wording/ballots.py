"""Words of ballots: positions, rules, rounds and their results, and why something cannot be done in one."""

from app.domain.ballot_rules import ConditionCode, RuleKind
from app.domain.notices import NoticeKind
from app.domain.positions import CityState, PositionKind
from app.domain.readiness import ReadinessCode
from app.domain.rounds import ActingAs, DepartureHandling, PositionActKind, RoundList, RoundState
from app.domain.tally import Result
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words

_POSITIONS = {
    "approve": _p("ballot", "Approve"),
    "approve_with_comments": _p("ballot", "Approve with comments"),
    "object": _p("ballot", "Object"),
    "abstain": _p("ballot", "Abstain"),
    "recuse": _p("ballot", "Recuse"),
    "none": _p("ballot", "No position yet"),
}
_TONES = {
    "approve": "success",
    "approve_with_comments": "info",
    "object": "danger",
    "abstain": "warning",
    "recuse": "quiet",
    "none": "neutral",
}


def register() -> None:
    """Enter this area's words."""
    for enum in (PositionKind, CityState):
        words({value: _POSITIONS[value] for value in enum}, {value: _TONES[value] for value in enum})
    words(
        {
            RoundState.OPEN: _p("ballot", "Open"),
            RoundState.CLOSED: _p("ballot", "Closed"),
            RoundState.CANCELLED: _p("ballot", "Cancelled"),
        },
        {RoundState.OPEN: "formal", RoundState.CLOSED: "neutral", RoundState.CANCELLED: "quiet"},
    )
    words(
        {
            Result.CARRIED: _p("ballot", "Carried"),
            Result.FAILED: _p("ballot", "Not carried"),
            Result.UNDECIDED: _p("ballot", "Undecided"),
        },
        {Result.CARRIED: "success", Result.FAILED: "danger"},
    )
    words(
        {
            RuleKind.UNANIMOUS: _l("Unanimity"),
            RuleKind.UNANIMOUS_ABSTAIN_OK: _l("Unanimity, abstentions allowed"),
            RuleKind.NO_OBJECTION: _l("No objection by the deadline"),
            RuleKind.TWO_THIRDS: _l("Two thirds"),
            RuleKind.MAJORITY: _l("Majority"),
        }
    )
    words(
        {
            PositionActKind.CAST: _p("ballot", "Taken"),
            PositionActKind.CHANGED: _p("ballot", "Changed"),
            PositionActKind.REASON_CHANGED: _p("ballot", "Reason changed"),
            PositionActKind.WITHDRAWN: _p("ballot", "Withdrawn"),
        }
    )
    words(
        {
            ActingAs.REPRESENTATIVE: _p("ballot", "Representative"),
            ActingAs.DEPUTY: _p("ballot", "Deputy"),
            ActingAs.INSTRUCTED: _p("ballot", "Secretariat on the city's instruction"),
        }
    )
    words(
        {
            DepartureHandling.KEEP: _l("Keep its position"),
            DepartureHandling.EXCLUDE: _l("Exclude it from the count"),
        }
    )
    words(
        {
            RoundList.OPEN: _p("ballots", "Open"),
            RoundList.SOON: _p("ballots", "Closing soon"),
            RoundList.MINE: _p("ballots", "Waiting for my city"),
            RoundList.CLOSED: _p("ballots", "Closed"),
            RoundList.CANCELLED: _p("ballots", "Cancelled"),
        }
    )
    _register_conditions()
    _register_notices()
    _register_refusals()


def _register_conditions() -> None:
    words(
        {
            ConditionCode.SOMEONE_APPROVES: _l("At least one city approves"),
            ConditionCode.EVERY_CITY_APPROVES: _l("Every city approves"),
            ConditionCode.NO_OBJECTION: _l("No city objects"),
            ConditionCode.NO_CITY_SILENT: _l("Every city has answered"),
            ConditionCode.SILENCE_IS_CONSENT: _l("Every silent city was told in time"),
            ConditionCode.TWO_THIRDS_APPROVE: _l("Two thirds approve"),
            ConditionCode.MAJORITY_APPROVES: _l("More than half approve"),
            ConditionCode.QUORUM: _l("The quorum is met"),
            ConditionCode.EARLY_CLOSE_ALLOWED: _l("The rule allows closing before the deadline"),
            ConditionCode.EVERY_CITY_POSITIONED: _l("Every city has taken a position"),
            ConditionCode.NO_DEPARTURE_UNSETTLED: _l("No departure of a city waits for the secretariat"),
            ConditionCode.GRACE_PASSED: _l("The last change was long enough ago"),
        }
    )
    words(
        {
            ReadinessCode.BODY: _l("A proposal with a text is on the table"),
            ReadinessCode.CONCERNS: _l("No concern is open"),
            ReadinessCode.AMENDMENTS: _l("No amendment is unresolved"),
            ReadinessCode.PRACTICES: _l("Every city's practice is stated"),
            ReadinessCode.OVERLAPS: _l(
                "No other proposal or decision on the same subject is left unanswered"
            ),
            ReadinessCode.DISCUSSION_DAYS: _l("The proposal was discussed long enough"),
        }
    )


def _register_notices() -> None:
    words(
        {
            NoticeKind.ROUND_OPENED: _l("A ballot is open: your city's position is asked for"),
            NoticeKind.ROUND_EXTENDED: _l("The deadline of a ballot was put off"),
            NoticeKind.POSITION_RECORDED: _l("A colleague acted on your city's position in a ballot"),
            NoticeKind.ROUND_CLOSED: _l("A ballot has closed"),
            NoticeKind.ROUND_CANCELLED: _l("A ballot was cancelled"),
        }
    )


def _register_refusals() -> None:
    reasons(
        {
            "no_position_of_own": _l(
                "Only member cities take positions. Your account has none of its own in a ballot."
            ),
            "representative_or_deputy_only": _l(
                "Only the representative of the city in this working group and the deputies record its position."
            ),
            "city_not_in_electorate": _l(
                "The city was not among those that vote when this ballot opened. It has no position in it."
            ),
            "city_has_left": _l("The city left while the ballot was open. It takes no position any more."),
            "own_city_only": _l("You can record a position for your own city only."),
            "only_the_city_recuses": _l("Only the city itself can recuse itself."),
            "sealed_takes_no_instruction": _l(
                "The ballot is sealed until it closes. Only the city itself records its position."
            ),
            "chair_only": _l("Only the chair of the group can do this."),
            "round_is_closed": _l("The ballot has closed. It takes no positions and no changes any more."),
            "round_is_cancelled": _l("The ballot was cancelled. It takes no positions any more."),
            "representative_has_acted": _l(
                "The representative of the city has recorded its position. A deputy cannot replace it."
            ),
            "city_recorded_itself": _l(
                "The city itself has recorded its position. Only the city can change or withdraw it."
            ),
            "no_position_taken": _l("The city has no position that could be withdrawn."),
            "position_changed_meanwhile": _l(
                "The position of your city was changed after you opened the page."
            ),
            "position_needs_reason": _l("Please give a reason. Spaces and marks alone are none."),
            "instruction_needs_evidence": _l(
                "Please say how the city gave the instruction: document, number, date, person."
            ),
            "reason_too_long": _l("The text has more than %(limit)s characters."),
            "rule_knows_no_casting_vote": _l("The rule of this ballot names no casting vote of the chair."),
            "casting_vote_is_for_or_against": _l("A casting vote is for or against."),
            "no_city_votes": _l("No member city takes part in this working group. There is nobody to vote."),
            "no_proposal_on_table": _l("No proposal is on the table. Put one forward first."),
            "text_and_hash_differ": _l(
                "The stored text does not match its hash. Please tell the administrator; nothing was opened."
            ),
            "override_needs_reason": _l(
                "“%(point)s” is not met. Please say why the ballot opens nevertheless."
            ),
            "other_rule_needs_reason": _l(
                "The council's rule is “%(rule)s”. Please say why this ballot follows another one."
            ),
            "fewer_working_days_than_council": _l(
                "The council asks for at least %(days)s working days. A rule cannot ask for fewer."
            ),
            "council_knows_no_casting_vote": _l("The council's settings allow no casting vote."),
            "council_closes_later": _l("The council's settings do not allow closing this early."),
            "quorum_below_council": _l("The council's quorum is %(quorum)s. It cannot be lower."),
            "quorum_above_cities": _l("Only %(cities)s cities vote. The quorum cannot be higher."),
            "quorum_needed": _l("This rule needs a quorum."),
            "meeting_of_another_group": _l("This meeting belongs to another working group."),
            "deadline_is_past": _l("This day is past."),
            "deadline_too_early": _l(
                "The rule asks for more working days. The earliest last day is %(day)s."
            ),
            "day_is_unknown": _l(
                "The holidays of that year are not known yet. Please choose an earlier day."
            ),
            "extension_must_be_later": _l("The new deadline must be later than the present one."),
            "early_closing_not_met": _l("The conditions for closing before the deadline are not met."),
            "departure_not_settled": _l(
                "A city left while the ballot was open. The secretariat must record what becomes of it first."
            ),
            "no_departure_to_settle": _l("No departure of this city waits for the secretariat."),
            "round_not_carried": _l("Only the comments of a carried ballot are answered this way."),
            "no_comment_to_answer": _l("This city did not approve with comments."),
            "disposition_is_recorded": _l("What became of this comment is recorded already."),
            "no_failed_unanimity": _l(
                "A finding and a fallback follow only a ballot that failed to reach unanimity."
            ),
            "another_round_followed": _l("Another ballot on this difference has followed this one."),
            "text_changed_since_round": _l(
                "The text on the table is no longer the one of this ballot. A fallback needs the very same text."
            ),
            "finding_is_recorded": _l("A finding about this ballot is recorded already."),
            "fallback_needs_finding": _l(
                "The chair has not recorded a finding about this ballot. Without one there is no fallback."
            ),
            "overruling_needs_fallback": _l(
                "The council's rule is “%(rule)s”. Only a fallback after a finding of the chair overrules an objection."
            ),
            "no_part_in_round": _l(
                "Notes are written by the chair, the secretariat and the voices of the cities that voted."
            ),
            "round_still_open": _l("The ballot has not ended. Notes are for ballots that have."),
            "note_needs_text": _l("Please say in words what is to be noted."),
            "disposition_needs_text": _l("Please say what became of the comment."),
        }
    )
