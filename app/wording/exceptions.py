"""Words of exceptions to decisions: how one stands, what people are told, why something cannot be done."""

from app.domain.exceptions import ExceptionPhase
from app.domain.notices import NoticeKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import Word, reasons, words

PHASES = {
    ExceptionPhase.ASKED: (_p("exception", "Asked for"), "info"),
    ExceptionPhase.REFUSED: (_p("exception", "Refused"), "danger"),
    ExceptionPhase.GRANTED: (_p("exception", "Granted"), "warning"),
    ExceptionPhase.OVER: (_p("exception", "Over"), "quiet"),
}
REASONS: dict[str, Word] = {
    "no_exception_to_superseded": _l(
        "A later decision has taken this one's place. Nothing departs from it any more."
    ),
    "exception_asked_already": _l("Your city has asked for an exception already. It waits for an answer."),
    "exception_of_own_city": _l("The exception of one's own city is answered by the secretariat."),
    "exception_answered": _l("This exception was answered already. The answer is final."),
    "exception_enders_only": _l(
        "Only the representative or a deputy of the city, the chair and the secretariat can end this exception."
    ),
    "exception_not_granted": _l("Only an exception that holds can be ended."),
    "exception_ends_already": _l("It is recorded already that this exception ends early."),
    "exception_ends_too_early": _l("An exception lasts until %(day)s at least."),
    "exception_over_before_answer": _l(
        "The last day of this exception has passed. Please refuse it with this reason; the city can ask again."
    ),
    "end_not_earlier": _l("The day must be today or later, and before %(last_day)s."),
}


def register() -> None:
    """Enter this area's words."""
    words(
        {phase: word for phase, (word, _tone) in PHASES.items()},
        {phase: tone for phase, (_word, tone) in PHASES.items()},
    )
    words(
        {
            NoticeKind.EXCEPTION_ASKED: _l("A city asks for an exception to a decision"),
            NoticeKind.EXCEPTION_ANSWERED: _l("An exception to a decision was answered"),
            NoticeKind.EXCEPTION_ENDING: _l("An exception to a decision ends soon"),
            NoticeKind.EXCEPTION_ENDED: _l("An exception to a decision ends early"),
        }
    )
    reasons(REASONS)
