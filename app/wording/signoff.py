"""Words of escalation and sign-off: states, what a signature says, and why one cannot be given."""

from app.domain.effects import Effect, EffectKind
from app.domain.notices import NoticeKind
from app.domain.signoff import Baseline, BoardResult, Meaning, SignoffState
from app.i18n import gettext as _
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.i18n import ngettext, pgettext
from app.wording.registry import label, reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            SignoffState.WAITING: _p("sign-off", "Still to come"),
            SignoffState.RUNNING: _p("sign-off", "Awaiting signature"),
            SignoffState.APPROVED: _p("sign-off", "Approved"),
            SignoffState.PASSED_OVER: _p("sign-off", "Passed over while away"),
            SignoffState.LEFT: _p("sign-off", "Closed: the city left"),
            SignoffState.SENT_BACK: _p("sign-off", "Sent back"),
            SignoffState.REFUSED: _p("sign-off", "Refused"),
            SignoffState.DROPPED: _p("sign-off", "To be dropped"),
            SignoffState.DISMISSED: _p("sign-off", "Void"),
            Meaning.APPROVE: _p("sign-off", "Approve"),
            Meaning.SEND_BACK: _p("sign-off", "Send back"),
            Meaning.REFUSE: _p("sign-off", "Refuse"),
            Meaning.DROP: _p("sign-off", "Drop the matter"),
        },
        {
            SignoffState.RUNNING: "formal",
            SignoffState.APPROVED: "success",
            SignoffState.PASSED_OVER: "quiet",
            SignoffState.LEFT: "quiet",
            SignoffState.SENT_BACK: "warning",
            SignoffState.REFUSED: "danger",
            SignoffState.DROPPED: "danger",
            SignoffState.DISMISSED: "quiet",
            Meaning.APPROVE: "success",
            Meaning.SEND_BACK: "warning",
            Meaning.REFUSE: "danger",
            Meaning.DROP: "danger",
        },
    )
    words(
        {
            BoardResult.APPROVED: _p("board", "Approved by the board"),
            BoardResult.RETURNED: _p("board", "Returned by the board"),
        },
        {BoardResult.APPROVED: "success", BoardResult.RETURNED: "warning"},
    )
    words(
        {
            Baseline.SIGNED: _l("the text that was signed for your city before"),
            Baseline.BALLOT: _l("the text of the ballot before this one"),
            Baseline.DECISION: _l("the decision that this one would take the place of"),
        }
    )
    words(
        {
            NoticeKind.SIGNATURE_WANTED: _l("A matter waits for your signature"),
            NoticeKind.SENT_BACK: _l("A manager sent a matter back to the group"),
            NoticeKind.REFUSED: _l("A manager refused a matter; it is back with the group"),
            NoticeKind.DROPPED: _l("The managers of all cities dropped a matter"),
            NoticeKind.NAMED_DEPUTY: _l("You are named as deputy while a manager is away"),
            NoticeKind.BOARD_WANTED: _l("Every city has signed a matter; the board comes next"),
            NoticeKind.ACTED_IN_ABSENCE: _l("A matter went on while you were away; please read it"),
        }
    )
    _register_refusals()


def signer_words(printed: str, principal: str) -> str:
    """Who signed; a deputy with the mark 代 and the name of the absent principal (S5)."""
    if not principal:
        return printed
    return _("[Deputy] %(who)s, in place of %(principal)s", who=printed, principal=principal)


def effect_words(effect: Effect) -> str:
    """What a proposal changes for one city, in a line."""
    counts = (
        (effect.kept, ngettext("%(num)s line as today", "%(num)s lines as today", effect.kept)),
        (effect.changed, ngettext("%(num)s line changed", "%(num)s lines changed", effect.changed)),
        (effect.added, ngettext("%(num)s line added", "%(num)s lines added", effect.added)),
        (
            effect.dropped,
            ngettext(
                "%(num)s line of today not taken up", "%(num)s lines of today not taken up", effect.dropped
            ),
        ),
    )
    told = [words for count, words in counts if count] if effect.kind is EffectKind.PARTLY else []
    return pgettext("list of words", ", ").join([label(effect.kind), *told])


def _register_refusals() -> None:
    reasons(
        {
            "no_city_to_sign": _l(
                "No member city takes part in this working group. There is nobody to sign."
            ),
            "not_carried": _l("Only a ballot that was carried goes on from here."),
            "text_changed": _l(
                "The text is not the one that was shown. Please read the present text before you sign."
            ),
            "not_a_holder": _l(
                "Only whoever holds a post of this step signs it;"
                " at the last step also a deputy registered for an absence."
            ),
            "step_not_running": _l("This step does not wait for a signature at the moment."),
            "already_signed": _l("This step has been signed for this post already."),
            "author_alone": _l(
                "You wrote this proposal and nobody else of your city has approved it. Somebody else must sign as well."
            ),
            "last_step_drops": _l(
                "Only the last step of a city's route can ask for the matter to be dropped."
            ),
            "passed_over_already": _l(
                "This post was passed over while its holder was away. It is read afterwards, not signed."
            ),
            "deputy_last_step_only": _l(
                "A deputy signs at the last step of a route only."
                " At an earlier step the absent post can be passed over."
            ),
            "deputy_not_on_basic_policy": _l(
                "This matter is flagged as basic policy. No deputy signs it: it waits until the holder is back."
            ),
            "deputy_not_in_turn": _l(
                "Another deputy comes before you in the registered order and is not away."
            ),
            "last_step_never_passed_over": _l(
                "The last step of a route is never passed over. A deputy can sign there during a registered absence."
            ),
            "absence_not_registered": _l(
                "A post is passed over only while everybody who holds it is away. Please register the absence first."
            ),
            "managers_or_secretariat_only": _l(
                "Only whoever holds a managerial post of the city, and the secretariat, registers an absence."
            ),
            "absences_of_own_city": _l("A city's register of absences is open to its own people only."),
            "board_not_asked": _l(
                "The board is not asked in this matter: the council did not require it when it began."
            ),
            "board_not_yet": _l("The board comes after every city has signed."),
            "board_missing": _l("Every city has signed. It is decided once the board has approved."),
            "board_evidence": _l("Please name the minutes or paper in which the board's finding stands."),
            "board_day": _l(
                "Please enter the day of the meeting: after the matter came to the managers, and not in the future."
            ),
            "absence_over": _l("This absence is over already."),
            "absent_already": _l("An absence is registered for some of these days already."),
            "post_not_held_then": _l("The person does not hold this post on these days."),
            "deputy_named_twice": _l("Please name each deputy once."),
            "deputy_of_oneself": _l("Nobody is deputy for themselves."),
            "deputy_of_own_city": _l("A deputy is somebody of the same city with an open account."),
            "reading_of_another": _l("Only whoever was away records having read it."),
            "reading_not_owed": _l("This no longer stands, so there is nothing to read."),
            "read_already": _l("You have recorded this as read already."),
            "route_is_there": _l("This city has its route already."),
            "no_route_registered": _l(
                "No route is registered for %(city)s. Please register one under Administration first."
            ),
            "reference_too_long": _l("Please use no more than %(limit)s characters."),
            "reference_year": _l("Please check the year: from %(first)s to %(last)s."),
        }
    )
